"""What every store promises of those who are told, and of the tools that were accepted."""

from dataclasses import replace
from datetime import timedelta

from handrail.actions.ports import JobKind
from handrail.actions.tool_pins import ToolPin
from handrail.actions.webhook_rows import DeliveryState
from handrail.domain.webhook import Delivery, Subscription, WebhookKind
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, new_id

S = timedelta(seconds=1)


def a_subscription(**changes: object) -> Subscription:
    made = Subscription(
        id=new_id(),
        url="https://a.example/hook",
        kinds=(WebhookKind.OPENED, WebhookKind.CLOSED),
        texts=True,
        secret="whsec_MTIz",
        created_at=NOW,
        created_by="Ada",
    )
    return replace(made, **changes)


def a_delivery(subscription: Subscription, second: int = 0, **changes: object) -> Delivery:
    made = Delivery(
        id=new_id(),
        subscription_id=subscription.id,
        kind=WebhookKind.TEST,
        payload={"a": [1, "ü"]},
        created_at=NOW + second * S,
        next_at=NOW + second * S,
    )
    return replace(made, **changes)


async def kept(desk: UnderContract, *wanted: Subscription | Delivery) -> None:
    async with desk.store.transaction() as tx:
        for each in wanted:
            if isinstance(each, Subscription):
                await tx.add_subscription(each)
            else:
                await tx.add_delivery(each)


async def test_keeps_subscriptions_and_what_changes_of_them(desk: UnderContract) -> None:
    one, two = a_subscription(), a_subscription(created_at=NOW + S)
    await kept(desk, two, one)
    changed = one.rotated("whsec_NDU2", NOW).disabled(NOW, "it answered 410 Gone")
    async with desk.store.transaction() as tx:
        await tx.save_subscription(changed)
        assert await tx.subscription(one.id) == changed
        assert [view.subscription for view in await tx.subscriptions()] == [changed, two]
        assert await tx.subscription(new_id()) is None


async def test_gives_what_is_due_in_order_and_not_all_of_one(desk: UnderContract) -> None:
    one, two, off = a_subscription(), a_subscription(), a_subscription(disabled_at=NOW)
    mine = [a_delivery(one, second) for second in range(4)]
    other = a_delivery(two, 1)
    later, silent = a_delivery(two, 60), a_delivery(off)
    await kept(desk, one, two, off, *reversed(mine), later, other, silent)
    async with desk.store.transaction() as tx:
        due = await tx.due_deliveries(NOW + 9 * S, (), each=2, limit=10)
        assert [d.id for _, d in due][:1] == [mine[0].id]
        assert {d.id for _, d in due} == {mine[0].id, mine[1].id, other.id}
        assert all(s.id == d.subscription_id for s, d in due)
        assert await tx.next_delivery_at() == NOW
        [(passed, found)] = await tx.due_deliveries(NOW + 9 * S, [one.id], each=2, limit=10)
        assert (passed.id, found.id) == (two.id, other.id)


async def test_keeps_what_an_attempt_came_to(desk: UnderContract) -> None:
    subscription = a_subscription()
    dead, done, waits = (a_delivery(subscription, n) for n in range(3))
    await kept(desk, subscription, dead, done, waits)
    ended = replace(dead.failed(NOW, "no", 500, 0.5), next_at=None, dead_at=NOW)
    async with desk.store.transaction() as tx:
        await tx.save_delivery(ended)
        await tx.save_delivery(done.answered(NOW, 200))
        assert await tx.delivery(dead.id) == ended
        assert await tx.deliveries(DeliveryState.DEAD) == [ended]
        assert [d.id for d in await tx.deliveries(DeliveryState.OPEN)] == [waits.id]
        every = await tx.deliveries(DeliveryState.ALL, subscription.id)
        assert [d.id for d in every] == [waits.id, done.id, dead.id]
        assert await tx.deliveries(DeliveryState.ALL, new_id()) == []
        [view] = await tx.subscriptions()
        assert (view.open, view.dead) == (1, 1)


async def test_forgets_what_is_over_and_what_belongs_to_the_removed(desk: UnderContract) -> None:
    subscription = a_subscription()
    done, waits = a_delivery(subscription), a_delivery(subscription, 1)
    await kept(desk, subscription, done, waits)
    async with desk.store.transaction() as tx:
        await tx.save_delivery(done.answered(NOW, 200))
        await tx.forget_deliveries(NOW + S)
        assert [d.id for d in await tx.deliveries(DeliveryState.ALL)] == [waits.id]
        assert await tx.remove_subscription(subscription.id)
        assert not await tx.remove_subscription(subscription.id)
        assert await tx.deliveries(DeliveryState.ALL) == []
        assert await tx.next_delivery_at() is None


async def test_a_delivery_wakes_a_worker(desk: UnderContract) -> None:
    subscription = a_subscription()
    await kept(desk, subscription, a_delivery(subscription))
    assert [kind for kind, *_ in await desk.jobs()] == [JobKind.SEND_WEBHOOKS]


async def test_the_first_fingerprint_is_kept_until_another_is_accepted(desk: UnderContract) -> None:
    first = ToolPin("office", "refund", "aaa", NOW, "first seen")
    async with desk.store.transaction() as tx:
        assert await tx.first_pin(first) == first
        assert await tx.first_pin(replace(first, fingerprint="bbb")) == first
        accepted = replace(first, fingerprint="bbb", pinned_by="Ada")
        await tx.repin(accepted)
        assert await tx.first_pin(first) == accepted
        assert await tx.tool_pins() == [accepted]
