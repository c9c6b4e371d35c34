"""What is due is sent, signed, tried again, given up, replayed and ended."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from standardwebhooks.webhooks import Webhook

from handrail.actions.desk import Desk
from handrail.actions.keep_webhooks import (
    NotSubscribable,
    SubscriptionWish,
    enable,
    replay,
    rotate_secret,
    send_test,
    subscribe,
    unsubscribe,
)
from handrail.actions.ports import JobKind
from handrail.actions.send_webhooks import send_webhooks
from handrail.actions.webhook_rows import DeliveryState
from handrail.domain.webhook import Delivery, Subscription, WebhookKind
from tests.contracts.examples import new_id
from tests.fakes.store import FakeStore
from tests.fakes.webhook_sender import FakeWebhookSender

URL = "https://a.example/hook"
OTHER = "https://b.example/hook"
S = timedelta(seconds=1)


@dataclass
class Told:
    """A desk of which only the store and the clock are used."""

    store: FakeStore = field(default_factory=FakeStore)
    sender: FakeWebhookSender = field(default_factory=FakeWebhookSender)
    clock: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def desk(self) -> Desk:
        nothing = cast(Any, None)
        now = lambda: self.clock  # noqa: E731
        return Desk(self.store, nothing, nothing, nothing, nothing, None, now, new_id)

    async def subscribed(self, url: str = URL) -> Subscription:
        wish = SubscriptionWish(url, [WebhookKind.OPENED], texts=False, by="Ada")
        return await subscribe(self.desk, self.sender, wish)

    async def happened(self, subscription: Subscription, second: int = 0) -> Delivery:
        at = self.clock + second * S
        delivery = Delivery(
            new_id(), subscription.id, WebhookKind.OPENED, {"n": second}, at, next_at=self.clock
        )
        async with self.store.transaction() as tx:
            await tx.add_delivery(delivery)
        return delivery

    async def send(self) -> None:
        await send_webhooks(self.desk, self.sender)

    async def kept(self, delivery: Delivery) -> Delivery:
        async with self.store.transaction() as tx:
            kept = await tx.delivery(delivery.id)
        assert kept is not None
        return kept


@pytest.fixture
def told() -> Told:
    return Told()


async def test_a_receiver_can_verify_what_it_gets_with_either_secret(told: Told) -> None:
    first = await told.subscribed()
    rotated = await rotate_secret(told.desk, first.id)
    assert rotated is not None
    delivery = await told.happened(first)
    await told.send()
    [(url, headers, body)] = told.sender.posted
    assert url == URL
    for secret in (first.secret, rotated.secret):
        assert Webhook(secret).verify(body.decode(), dict(headers))
    said = json.loads(body)
    assert (said["type"], said["data"]) == ("conversation.opened", {"n": 0})
    assert datetime.fromisoformat(said["timestamp"]) == delivery.created_at
    assert headers["webhook-id"] == delivery.id
    assert (await told.kept(delivery)).delivered_at == told.clock


async def test_fails_twice_then_succeeds_under_the_same_id(told: Told) -> None:
    subscription = await told.subscribed()
    told.sender.answers[URL] = [500, "No answer within 10 seconds."]
    delivery = await told.happened(subscription)
    for attempt in (1, 2):
        await told.send()
        kept = await told.kept(delivery)
        assert (kept.attempts, kept.delivered_at) == (attempt, None)
        assert kept.next_at is not None
        assert told.store.rows.jobs[-1].due == kept.next_at
        await told.send()  # too early: nothing is tried
        assert len(told.sender.posted) == attempt
        told.clock = kept.next_at
    await told.send()
    assert (await told.kept(delivery)).status == 204
    assert {headers["webhook-id"] for _, headers, _ in told.sender.posted} == {delivery.id}


async def test_tells_one_subscriber_in_order_and_stops_at_a_failure(told: Told) -> None:
    subscription = await told.subscribed()
    deliveries = [await told.happened(subscription, second) for second in range(3)]
    told.sender.answers[URL] = [204, 500]
    await told.send()
    assert [json.loads(body)["data"]["n"] for *_, body in told.sender.posted] == [0, 1]
    await told.send()  # the failed one waits its pause, and does not hold up what is after it
    assert [json.loads(body)["data"]["n"] for *_, body in told.sender.posted] == [0, 1, 2]
    assert (await told.kept(deliveries[1])).attempts == 1


async def test_one_subscriber_does_not_hold_up_another(told: Told) -> None:
    bad, good = await told.subscribed(), await told.subscribed(OTHER)
    told.sender.answers[URL] = ["refused"] * 9
    await told.happened(bad)
    waits = await told.happened(good)
    await told.send()
    assert (await told.kept(waits)).delivered_at is not None


async def test_is_dead_after_three_days_and_can_be_replayed(told: Told) -> None:
    subscription = await told.subscribed()
    told.sender.answers[URL] = [500] * 50
    delivery = await told.happened(subscription)
    while (kept := await told.kept(delivery)).dead_at is None:
        assert kept.next_at is not None
        told.clock = kept.next_at
        await told.send()
    async with told.store.transaction() as tx:
        assert await tx.deliveries(DeliveryState.DEAD) == [kept]
        assert await tx.next_delivery_at() is None
    told.sender.answers[URL] = []
    assert await replay(told.desk, delivery.id)
    await told.send()
    assert (await told.kept(delivery)).delivered_at == told.clock


async def test_410_gone_ends_it_until_somebody_enables_it(told: Told) -> None:
    subscription = await told.subscribed()
    told.sender.answers[URL] = [410]
    delivery = await told.happened(subscription)
    await told.send()
    async with told.store.transaction() as tx:
        kept = await tx.subscription(subscription.id)
    assert kept is not None
    assert (kept.disabled_at, kept.disabled_because) == (told.clock, "it answered 410 Gone")
    told.clock += timedelta(hours=1)
    await told.send()
    assert len(told.sender.posted) == 1
    assert await enable(told.desk, subscription.id)
    await told.send()
    assert (await told.kept(delivery)).delivered_at is not None


async def test_a_target_that_becomes_private_is_not_reached(told: Told) -> None:
    subscription = await told.subscribed()
    delivery = await told.happened(subscription)
    told.sender.refused = {URL}
    await told.send()
    assert not told.sender.posted
    assert "private" in (await told.kept(delivery)).error


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (SubscriptionWish(URL, [], texts=False, by=""), "kinds"),
        (SubscriptionWish(URL, ["conversation.eaten"], texts=False, by=""), "kinds"),
        (SubscriptionWish(URL, [WebhookKind.TEST], texts=False, by=""), "kinds"),
        (SubscriptionWish(OTHER, [WebhookKind.OPENED], texts=False, by=""), "url"),
        (SubscriptionWish(f"{URL}\0", [WebhookKind.OPENED], texts=False, by=""), "url"),
        (SubscriptionWish("https://ü.example", [WebhookKind.OPENED], texts=False, by=""), "url"),
    ],
)
async def test_refuses_what_cannot_be_told(told: Told, wish: SubscriptionWish, field: str) -> None:
    told.sender.refused = {OTHER}
    with pytest.raises(NotSubscribable) as refused:
        await subscribe(told.desk, told.sender, wish)
    assert refused.value.field == field


async def test_a_test_is_told_to_its_subscriber_alone(told: Told) -> None:
    subscription, _ = await told.subscribed(), await told.subscribed(OTHER)
    delivery = await send_test(told.desk, subscription.id, "Ada")
    assert delivery is not None
    await told.send()
    assert [url for url, *_ in told.sender.posted] == [URL]
    assert told.store.rows.jobs[0].kind is JobKind.SEND_WEBHOOKS


async def test_what_is_not_there_is_none(told: Told) -> None:
    desk = told.desk
    assert await rotate_secret(desk, new_id()) is None
    assert await enable(desk, new_id()) is None
    assert await send_test(desk, new_id(), "Ada") is None
    assert await replay(desk, new_id()) is None
    assert not await unsubscribe(desk, new_id())


async def test_two_subscriptions_have_two_secrets(told: Told) -> None:
    assert (await told.subscribed()).secret != (await told.subscribed()).secret
