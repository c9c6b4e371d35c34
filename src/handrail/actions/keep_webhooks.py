"""Keep webhooks: subscribe, rotate the secret, test, replay, and end it again."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from handrail.actions.desk import Desk
from handrail.actions.webhook_sender import TargetRefused, WebhookSender
from handrail.domain.webhook import (
    SECRET_BYTES,
    SUBSCRIBABLE,
    Delivery,
    Subscription,
    WebhookKind,
    secret_of,
)


class NotSubscribable(ValueError):
    """The wish cannot be kept; ``field`` is what to change."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class SubscriptionWish:
    """What somebody asks to be told, and where."""

    url: str
    kinds: Sequence[str]
    texts: bool
    by: str


async def subscribe(desk: Desk, sender: WebhookSender, wish: SubscriptionWish) -> Subscription:
    """Keep a subscription with a new secret. Raises NotSubscribable."""
    kinds = tuple(dict.fromkeys(wish.kinds))
    if unknown := set(kinds) - set(SUBSCRIBABLE):
        raise NotSubscribable(
            f"There is no event {min(unknown)!r}; there are {', '.join(SUBSCRIBABLE)}.",
            "kinds",
        )
    if not kinds:
        raise NotSubscribable("Choose at least one event.", "kinds")
    if not wish.url.isascii() or not wish.url.isprintable() or " " in wish.url:
        raise NotSubscribable("Write the address in plain ASCII, without spaces.", "url")
    try:
        await sender.check(wish.url)
    except TargetRefused as error:
        raise NotSubscribable(str(error), "url") from error
    subscription = Subscription(
        id=desk.new_id(),
        url=wish.url,
        kinds=kinds,
        texts=wish.texts,
        secret=_new_secret(),
        created_at=desk.now(),
        created_by=wish.by,
    )
    async with desk.store.transaction() as tx:
        await tx.add_subscription(subscription)
    return subscription


async def rotate_secret(desk: Desk, subscription_id: str) -> Subscription | None:
    """Give it a new secret; both sign for a day. None when there is no such subscription."""
    async with desk.store.transaction() as tx:
        kept = await tx.subscription(subscription_id)
        if kept is None:
            return None
        rotated = kept.rotated(_new_secret(), desk.now())
        await tx.save_subscription(rotated)
        return rotated


async def enable(desk: Desk, subscription_id: str) -> Subscription | None:
    """Tell it again what happens, and what waited. None when there is no such subscription."""
    async with desk.store.transaction() as tx:
        kept = await tx.subscription(subscription_id)
        if kept is None:
            return None
        await tx.save_subscription(kept.enabled())
        await tx.wake_webhooks(desk.now())
        return kept.enabled()


async def unsubscribe(desk: Desk, subscription_id: str) -> bool:
    """Forget a subscription and its deliveries; False when there is none."""
    async with desk.store.transaction() as tx:
        return await tx.remove_subscription(subscription_id)


async def send_test(desk: Desk, subscription_id: str, by: str) -> Delivery | None:
    """Tell one subscriber that this is a test. None when there is no such subscription."""
    now = desk.now()
    async with desk.store.transaction() as tx:
        if await tx.subscription(subscription_id) is None:
            return None
        delivery = Delivery(
            id=desk.new_id(),
            subscription_id=subscription_id,
            kind=WebhookKind.TEST,
            payload={"asked_by": by},
            created_at=now,
            next_at=now,
        )
        await tx.add_delivery(delivery)
        return delivery


async def replay(desk: Desk, delivery_id: str) -> Delivery | None:
    """Try a delivery anew, whatever became of it. None when it is unknown or long forgotten."""
    async with desk.store.transaction() as tx:
        kept = await tx.delivery(delivery_id)
        if kept is None:
            return None
        again = kept.replayed(desk.now())
        await tx.save_delivery(again)
        await tx.wake_webhooks(desk.now())
        return again


def _new_secret() -> str:
    return secret_of(secrets.token_bytes(SECRET_BYTES))
