"""Send webhooks: try what is due, each subscriber's in order, no subscriber waiting for another's."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

import msgspec

from handrail.actions.desk import Desk
from handrail.actions.webhook_sender import NotSent, WebhookSender
from handrail.domain.webhook import GONE, Delivery, Subscription, signature

EACH = 10  # of one subscriber between two looks at the clock
SIDE_BY_SIDE = 16  # subscribers
REST_S = 5.0  # of a subscriber whose delivery failed
LOOK_S = 0.5  # how late what has come since is seen while somebody is slow
GO_ON_S = 60.0  # then only what is begun is ended; with its ten seconds it must not outlast the job
KEPT = timedelta(days=30)

Due = tuple[Subscription, Delivery]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt came to."""

    delivery: Delivery
    gone: bool


async def send_webhooks(desk: Desk, sender: WebhookSender) -> None:
    """Try every delivery that is due, and see that the next one is tried in its time.

    What becomes due of one subscriber is sent while another is still slow to answer. At least once:
    a worker that dies between an answer and its row sends the same id again.
    """
    await _Round(desk, sender).run()
    async with desk.store.transaction() as tx:
        await tx.forget_deliveries(desk.now() - KEPT)
        next_at = await tx.next_delivery_at()
        if next_at is not None:
            await tx.wake_webhooks(next_at)


class _Round:
    """The lines of subscribers that are being served side by side, one line a subscriber."""

    def __init__(self, desk: Desk, sender: WebhookSender) -> None:
        self._desk = desk
        self._sender = sender
        self._lines: dict[str, asyncio.Task[bool]] = {}
        self._rests_until: dict[str, float] = {}
        self._until = _clock() + GO_ON_S

    async def run(self) -> None:
        """Until nothing is due any more, or the time is over; raises what went wrong here."""
        try:
            await self._begin()
            while self._lines:
                waiting = self._lines.values()
                await asyncio.wait(waiting, timeout=LOOK_S, return_when=asyncio.FIRST_COMPLETED)
                self._end()
                await self._begin()
        finally:
            rest = list(self._lines.values())
            for line in rest:
                line.cancel()
            await asyncio.gather(*rest, return_exceptions=True)

    async def _begin(self) -> None:
        free = SIDE_BY_SIDE - len(self._lines)
        if free <= 0 or _clock() > self._until:
            return
        resting = [each for each, until in self._rests_until.items() if until > _clock()]
        passed_over = [*self._lines, *resting]
        async with self._desk.store.transaction() as tx:
            due = await tx.due_deliveries(self._desk.now(), passed_over, EACH, free * EACH)
        by_subscriber = sorted(due, key=lambda each: each[0].id)  # stable: oldest first in each
        lines = [list(line) for _, line in groupby(by_subscriber, key=lambda each: each[0].id)]
        lines.sort(key=lambda line: line[0][1].created_at)
        for line in lines[:free]:
            self._lines[line[0][0].id] = asyncio.create_task(self._send_in_order(line))

    def _end(self) -> None:
        for subscriber, line in [*self._lines.items()]:
            if line.done():
                del self._lines[subscriber]
                if not line.result():
                    self._rests_until[subscriber] = _clock() + REST_S

    async def _send_in_order(self, line: Sequence[Due]) -> bool:
        """One subscriber's deliveries; False when one failed, and the rest waits a little."""
        desk = self._desk
        for subscription, delivery in line:
            if _clock() > self._until:
                return True
            attempt = await _attempt(desk, self._sender, subscription, delivery)
            async with desk.store.transaction() as tx:
                await tx.save_delivery(attempt.delivery)
                if attempt.gone:
                    kept = await tx.subscription(subscription.id)
                    if kept is not None and kept.disabled_at is None:
                        gone = kept.disabled(desk.now(), "it answered 410 Gone")
                        await tx.save_subscription(gone)
            if attempt.delivery.delivered_at is None:
                return False
        return True


def _clock() -> float:
    return asyncio.get_running_loop().time()


async def _attempt(
    desk: Desk, sender: WebhookSender, subscription: Subscription, delivery: Delivery
) -> Attempt:
    now = desk.now()
    body = msgspec.json.encode(
        {"type": delivery.kind, "timestamp": delivery.created_at, "data": delivery.payload},
        enc_hook=dict,
    )
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Handrail-Webhooks/1",
        "webhook-id": delivery.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature(subscription.secrets(now), delivery.id, now, body),
    }
    try:
        status = await sender.post(subscription.url, headers, body)
    except NotSent as error:
        return Attempt(delivery.failed(desk.now(), str(error), None, random.random()), gone=False)  # noqa: S311
    if 200 <= status < 300:
        return Attempt(delivery.answered(desk.now(), status), gone=False)
    said = f"it answered {status}"
    failed = delivery.failed(desk.now(), said, status, random.random())  # noqa: S311 - jitter
    return Attempt(failed, gone=status == GONE)
