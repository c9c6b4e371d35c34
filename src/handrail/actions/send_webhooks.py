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

EACH = 10  # a receiver that takes its ten seconds each time must not outlast the job
AT_ONCE = 200
KEPT = timedelta(days=30)

Due = tuple[Subscription, Delivery]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt came to."""

    delivery: Delivery
    gone: bool


async def send_webhooks(desk: Desk, sender: WebhookSender) -> None:
    """Try every delivery that is due, and see that the next one is tried in its time.

    At least once: a worker that dies between an answer and its row sends the same id again.
    """
    now = desk.now()
    async with desk.store.transaction() as tx:
        due = await tx.due_deliveries(now, EACH, AT_ONCE)
    by_subscription = sorted(due, key=lambda each: each[0].id)  # stable: oldest first in each
    lines = [list(line) for _, line in groupby(by_subscription, key=lambda each: each[0].id)]
    await asyncio.gather(*(_send_in_order(desk, sender, line) for line in lines))
    async with desk.store.transaction() as tx:
        await tx.forget_deliveries(now - KEPT)
        next_at = await tx.next_delivery_at()
        if next_at is not None:
            await tx.wake_webhooks(next_at)


async def _send_in_order(desk: Desk, sender: WebhookSender, line: Sequence[Due]) -> None:
    """One subscriber's deliveries; after a failure the rest waits for the next look."""
    for subscription, delivery in line:
        attempt = await _attempt(desk, sender, subscription, delivery)
        async with desk.store.transaction() as tx:
            await tx.save_delivery(attempt.delivery)
            if attempt.gone:
                kept = await tx.subscription(subscription.id)
                if kept is not None and kept.disabled_at is None:
                    await tx.save_subscription(kept.disabled(desk.now(), "it answered 410 Gone"))
        if attempt.delivery.delivered_at is None:
            return


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
