"""The part of the store in memory that is about other systems. What happens is not noted by itself."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from handrail.actions.ports import Job, JobKind
from handrail.actions.tool_pins import ToolPin
from handrail.actions.webhook_rows import DeliveryState, SubscriptionView
from handrail.domain.webhook import Delivery, Subscription
from tests.fakes.rows import Rows


class FakeWebhooks:
    _rows: Rows

    async def add_subscription(self, subscription: Subscription) -> None:
        self._rows.subscriptions[subscription.id] = subscription

    async def save_subscription(self, subscription: Subscription) -> None:
        kept = self._rows.subscriptions[subscription.id]
        self._rows.subscriptions[subscription.id] = replace(
            kept,
            secret=subscription.secret,
            previous_secret=subscription.previous_secret,
            previous_until=subscription.previous_until,
            disabled_at=subscription.disabled_at,
            disabled_because=subscription.disabled_because,
        )

    async def remove_subscription(self, subscription_id: str) -> bool:
        for delivery in self._of(subscription_id):
            del self._rows.deliveries[delivery.id]
        return self._rows.subscriptions.pop(subscription_id, None) is not None

    async def subscription(self, subscription_id: str) -> Subscription | None:
        return self._rows.subscriptions.get(subscription_id)

    async def subscriptions(self) -> Sequence[SubscriptionView]:
        kept = sorted(self._rows.subscriptions.values(), key=lambda s: (s.created_at, s.id))
        return [
            SubscriptionView(
                each,
                sum(d.next_at is not None for d in self._of(each.id)),
                sum(d.dead_at is not None for d in self._of(each.id)),
            )
            for each in kept
        ]

    async def add_delivery(self, delivery: Delivery) -> None:
        self._rows.deliveries[delivery.id] = delivery
        if delivery.next_at is not None:
            await self.wake_webhooks(delivery.next_at)

    async def save_delivery(self, delivery: Delivery) -> None:
        if delivery.id in self._rows.deliveries:
            self._rows.deliveries[delivery.id] = delivery

    async def delivery(self, delivery_id: str) -> Delivery | None:
        return self._rows.deliveries.get(delivery_id)

    async def deliveries(
        self, state: DeliveryState, subscription_id: str | None = None, limit: int = 100
    ) -> Sequence[Delivery]:
        shown = [
            each
            for each in self._rows.deliveries.values()
            if subscription_id in (None, each.subscription_id)
            and (state is not DeliveryState.OPEN or each.next_at is not None)
            and (state is not DeliveryState.DEAD or each.dead_at is not None)
        ]
        shown.sort(key=lambda each: each.id)
        return sorted(shown, key=lambda each: each.created_at, reverse=True)[:limit]

    async def due_deliveries(
        self, now: datetime, passed_over: Collection[str], each: int, limit: int
    ) -> Sequence[tuple[Subscription, Delivery]]:
        due = [
            (self._rows.subscriptions[d.subscription_id], d)
            for d in self._rows.deliveries.values()
            if d.next_at is not None
            and d.next_at <= now
            and d.subscription_id not in passed_over
            and self._rows.subscriptions[d.subscription_id].disabled_at is None
        ]
        due.sort(key=lambda both: (both[0].id, both[1].created_at, both[1].id))
        first = [
            both for _, line in groupby(due, key=lambda both: both[0].id) for both in [*line][:each]
        ]
        return sorted(first, key=lambda both: (both[1].created_at, both[1].id))[:limit]

    async def next_delivery_at(self) -> datetime | None:
        waiting = [
            each.next_at
            for each in self._rows.deliveries.values()
            if each.next_at is not None
            and self._rows.subscriptions[each.subscription_id].disabled_at is None
        ]
        return min(waiting, default=None)

    async def wake_webhooks(self, due: datetime) -> None:
        if not any(job.kind is JobKind.SEND_WEBHOOKS and job.due == due for job in self._rows.jobs):
            self._rows.jobs.append(Job(JobKind.SEND_WEBHOOKS, due=due))

    async def forget_deliveries(self, before: datetime) -> None:
        for each in list(self._rows.deliveries.values()):
            ended = each.delivered_at or each.dead_at
            if ended is not None and ended < before:
                del self._rows.deliveries[each.id]

    def _of(self, subscription_id: str) -> list[Delivery]:
        return [d for d in self._rows.deliveries.values() if d.subscription_id == subscription_id]

    async def first_pin(self, pin: ToolPin) -> ToolPin:
        return self._rows.tool_pins.setdefault((pin.server, pin.tool), pin)

    async def repin(self, pin: ToolPin) -> None:
        self._rows.tool_pins[pin.server, pin.tool] = pin

    async def tool_pins(self) -> Sequence[ToolPin]:
        return [self._rows.tool_pins[key] for key in sorted(self._rows.tool_pins)]
