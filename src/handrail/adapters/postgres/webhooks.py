"""Webhooks and tool pins inside one PostgreSQL transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from handrail.actions.tool_pins import ToolPin
from handrail.actions.webhook_rows import DeliveryState, SubscriptionView
from handrail.adapters.postgres.pool import Borrowed
from handrail.adapters.postgres.rows import read
from handrail.adapters.postgres.sql import load
from handrail.domain.webhook import Delivery, Subscription

WEBHOOKS = load("webhooks.sql")


class PostgresWebhooks:
    """The part of a transaction that is about other systems: those told, and those acted through."""

    _connection: Borrowed

    async def add_subscription(self, subscription: Subscription) -> None:
        """Keep a subscription; what happens from the commit on is told."""
        await self._connection.execute(WEBHOOKS["add_subscription"], subscription)

    async def save_subscription(self, subscription: Subscription) -> None:
        """Keep its secrets and whether it is told anything."""
        await self._connection.execute(WEBHOOKS["save_subscription"], subscription)

    async def remove_subscription(self, subscription_id: str) -> bool:
        """Forget it with all its deliveries; False when there is none."""
        done = await self._connection.execute(WEBHOOKS["remove_subscription"], subscription_id)
        return not done.endswith(" 0")

    async def subscription(self, subscription_id: str) -> Subscription | None:
        """One subscription, locked until the transaction ends."""
        row = await self._connection.fetchrow(WEBHOOKS["subscription"], subscription_id)
        return read(Subscription, row) if row else None

    async def subscriptions(self) -> Sequence[SubscriptionView]:
        """All, oldest first."""
        rows = await self._connection.fetch(WEBHOOKS["subscriptions"])
        return [read(SubscriptionView, row) for row in rows]

    async def add_delivery(self, delivery: Delivery) -> None:
        """Keep a delivery and wake the workers for it."""
        await self._connection.execute(WEBHOOKS["add_delivery"], delivery)
        if delivery.next_at is not None:
            await self.wake_webhooks(delivery.next_at)

    async def save_delivery(self, delivery: Delivery) -> None:
        """Keep what an attempt came to."""
        await self._connection.execute(WEBHOOKS["save_delivery"], delivery)

    async def delivery(self, delivery_id: str) -> Delivery | None:
        """One delivery, locked until the transaction ends."""
        row = await self._connection.fetchrow(WEBHOOKS["delivery"], delivery_id)
        return read(Delivery, row) if row else None

    async def deliveries(
        self, state: DeliveryState, subscription_id: str | None = None, limit: int = 100
    ) -> Sequence[Delivery]:
        """The latest deliveries, latest first."""
        wanted = (state.value, subscription_id, limit)
        rows = await self._connection.fetch(WEBHOOKS["deliveries"], *wanted)
        return [read(Delivery, row) for row in rows]

    async def due_deliveries(
        self, now: datetime, passed_over: Collection[str], each: int, limit: int
    ) -> Sequence[tuple[Subscription, Delivery]]:
        """What is to be tried now, oldest first; at most ``each`` of a subscription."""
        wanted = (now, each, limit, list(passed_over))
        rows = await self._connection.fetch(WEBHOOKS["due_deliveries"], *wanted)
        return [
            (
                msgspec.convert(row["subscription"], Subscription),
                msgspec.convert(row["delivery"], Delivery),
            )
            for row in rows
        ]

    async def next_delivery_at(self) -> datetime | None:
        """When the next attempt is due; None while nothing waits."""
        return await self._connection.fetchval(WEBHOOKS["next_delivery_at"])

    async def wake_webhooks(self, due: datetime) -> None:
        """See that a worker looks at the deliveries at ``due``, or before."""
        await self._connection.execute(WEBHOOKS["wake_webhooks"], due)

    async def forget_deliveries(self, before: datetime) -> None:
        """Forget what was delivered, or given up, before then."""
        await self._connection.execute(WEBHOOKS["forget_deliveries"], before)

    async def first_pin(self, pin: ToolPin) -> ToolPin:
        """Keep a tool's first fingerprint; gives the one that is kept, which may be another."""
        row = await self._connection.fetchrow(WEBHOOKS["first_pin"], pin)
        assert row is not None
        return read(ToolPin, row)

    async def repin(self, pin: ToolPin) -> None:
        """Let another fingerprint take the place of what is kept."""
        await self._connection.execute(WEBHOOKS["repin"], pin)

    async def tool_pins(self) -> Sequence[ToolPin]:
        """All that are kept, by server and tool."""
        return [read(ToolPin, row) for row in await self._connection.fetch(WEBHOOKS["tool_pins"])]
