"""Webhook rows: who is told what, and what has been told; a part of every transaction.

The store itself notes what happens, in the transaction in which it happens: it is told if and only
if it was kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handrail.domain.webhook import Delivery, Subscription


class DeliveryState(StrEnum):
    """Which deliveries a list shows."""

    ALL = "all"
    OPEN = "open"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """A subscription as the console shows it: how much waits, and how much was given up."""

    subscription: Subscription
    open: int
    dead: int


class WebhookRows(Protocol):
    """Subscriptions and deliveries inside a transaction."""

    async def add_subscription(self, subscription: Subscription) -> None:
        """Keep a subscription; what happens from the commit on is told."""
        ...

    async def save_subscription(self, subscription: Subscription) -> None:
        """Keep its secrets and whether it is told anything."""
        ...

    async def remove_subscription(self, subscription_id: str) -> bool:
        """Forget it with all its deliveries; False when there is none."""
        ...

    async def subscription(self, subscription_id: str) -> Subscription | None:
        """One subscription, locked until the transaction ends."""
        ...

    async def subscriptions(self) -> Sequence[SubscriptionView]:
        """All, oldest first."""
        ...

    async def add_delivery(self, delivery: Delivery) -> None:
        """Keep a delivery and wake the workers for it."""
        ...

    async def save_delivery(self, delivery: Delivery) -> None:
        """Keep what an attempt came to."""
        ...

    async def delivery(self, delivery_id: str) -> Delivery | None:
        """One delivery, locked until the transaction ends."""
        ...

    async def deliveries(
        self, state: DeliveryState, subscription_id: str | None = None, limit: int = 100
    ) -> Sequence[Delivery]:
        """The latest deliveries, latest first."""
        ...

    async def due_deliveries(
        self, now: datetime, passed_over: Collection[str], each: int, limit: int
    ) -> Sequence[tuple[Subscription, Delivery]]:
        """What is to be tried now, oldest first; at most ``each`` of a subscription.

        Nothing of the subscriptions whose ids are ``passed_over``.
        """
        ...

    async def next_delivery_at(self) -> datetime | None:
        """When the next attempt is due; None while nothing waits."""
        ...

    async def wake_webhooks(self, due: datetime) -> None:
        """See that a worker looks at the deliveries at ``due``, or before."""
        ...

    async def forget_deliveries(self, before: datetime) -> None:
        """Forget what was delivered, or given up, before then."""
        ...
