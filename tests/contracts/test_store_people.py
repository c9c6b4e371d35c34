"""What every store promises about customers, hand-offs and staff, on the fake and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handrail.actions.ports import AiSwitch, Job, JobKind
from handrail.domain.conversation import (
    Conversation,
)
from handrail.domain.customer import Contact, Customer
from handrail.domain.handoff import Handoff, HandoffState, Prefer
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, asked, hired, new_id, opened, token


async def test_a_known_customer_gains_what_is_new(desk: UnderContract) -> None:
    async with desk.store.transaction() as tx:
        first = await tx.upsert_customer(Customer(new_id(), "c-1", "Mia", None, "gold"))
        await tx.upsert_customer(Customer(new_id(), "c-2", "Noa"))
        again = await tx.upsert_customer(Customer(new_id(), "c-1", None, "mia@example.com"))
        assert again == replace(first, email="mia@example.com")
        now_known = await tx.upsert_customer(replace(again, vulnerable=True))
        assert now_known == replace(again, vulnerable=True)
        assert await tx.customer(first.id) == now_known
        assert await tx.customer(new_id()) is None


async def test_a_claim_to_be_somebody_changes_nothing_that_was_known(desk: UnderContract) -> None:
    async with desk.store.transaction() as tx:
        known = await tx.upsert_customer(
            Customer(new_id(), "c-1", "Mia", "mia@example.com", "gold")
        )
        claim = Customer(new_id(), "c-1", "Eve", "eve@example.com", "basic")
        assert await tx.upsert_customer(claim) == known


async def test_a_stranger_becomes_known_later(desk: UnderContract) -> None:
    async with desk.store.transaction() as tx:
        stranger = await tx.upsert_customer(Customer(new_id()))
        known = await tx.upsert_customer(replace(stranger, external_id="c-9", name="Kim"))
        assert known == Customer(stranger.id, "c-9", "Kim")
        assert await tx.upsert_customer(Customer(new_id(), "c-9")) == known


async def test_contacts_come_latest_first(desk: UnderContract) -> None:
    async with desk.store.transaction() as tx:
        customer = await tx.upsert_customer(Customer(new_id()))
        contacts = [
            Contact(new_id(), NOW - timedelta(days=n), "phone", f"s{n}", "solved", -0.5, "a call")
            for n in range(3)
        ]
        for contact in reversed(contacts):
            await tx.add_contact(customer.id, contact)
        assert await tx.contacts(customer.id, limit=2) == contacts[:2]
        assert await tx.contacts(new_id()) == []


async def test_a_handoff_comes_back_as_it_was_saved(desk: UnderContract) -> None:
    ana, ben = await hired(desk), await hired(desk, "Ben")
    conversation = await opened(desk)
    handoff = replace(asked(conversation), skills=("cards", "loans"), note="please")
    async with desk.store.transaction() as tx:
        await tx.add_handoff(handoff)
        assert await tx.current_handoff(conversation.id) == handoff
        offered = replace(handoff.queued().offered(ana.id, NOW), passed_on=(ben.id, ana.id))
        await tx.save_handoff(offered)
        assert await tx.current_handoff(conversation.id) == offered
        booked = offered.booked(NOW + timedelta(hours=1))
        await tx.save_handoff(booked)
        assert await tx.current_handoff(conversation.id) == booked
        accepted = booked.accepted(ana.id, NOW)
        await tx.save_handoff(accepted)
        assert await tx.current_handoff(conversation.id) == accepted
        await tx.save_handoff(accepted.ended(HandoffState.CLOSED, NOW))
        assert await tx.current_handoff(conversation.id) is None
        await tx.add_handoff(replace(handoff, id=new_id()))


async def test_one_handoff_is_under_way_at_a_time(desk: UnderContract) -> None:
    conversation = await opened(desk)
    async with desk.store.transaction() as tx:
        await tx.add_handoff(asked(conversation))
    with pytest.raises(Exception):  # noqa: B017, PT011 - each store refuses in its own words
        async with desk.store.transaction() as tx:
            await tx.add_handoff(asked(conversation))


async def test_the_queue_serves_the_urgent_then_the_earliest(desk: UnderContract) -> None:
    ana = await hired(desk)
    plan = [(2, 0), (1, 0), (3, 5), (0, 0), (4, 5)]
    handoffs: list[Handoff] = []
    async with desk.store.transaction() as tx:
        for number, (minute, urgency) in enumerate(plan):
            conversation = Conversation(
                new_id(), "web", "en", (await tx.upsert_customer(Customer(new_id()))).id, NOW
            )
            await tx.open_conversation(conversation, f"{number:032}".encode())
            handoffs.append(asked(conversation, minute, urgency).queued())
            await tx.add_handoff(handoffs[-1])
        handoffs[4] = handoffs[4].offered(ana.id, NOW)
        await tx.save_handoff(handoffs[4])
        served = [handoffs[n] for n in (2, 4, 3, 1, 0)]
        assert await tx.queue() == served
        assert [await tx.place_in_line(handoff.id) for handoff in served] == [1, 2, 3, 4, 5]
        await tx.save_handoff(served[0].accepted(ana.id, NOW))
        assert await tx.queue() == served[1:]
        assert await tx.place_in_line(served[1].id) == 1
        with pytest.raises(LookupError):
            await tx.place_in_line(new_id())


async def test_recent_waits_are_those_who_wanted_a_person_now(desk: UnderContract) -> None:
    ana = await hired(desk)
    async with desk.store.transaction() as tx:
        for number, prefer in enumerate([Prefer.NOW, Prefer.NOW, Prefer.CALLBACK, Prefer.NOW]):
            customer = await tx.upsert_customer(Customer(new_id()))
            conversation = Conversation(new_id(), "web", "en", customer.id, NOW)
            await tx.open_conversation(conversation, f"{number:032}".encode())
            handoff = replace(asked(conversation), prefer=prefer)
            await tx.add_handoff(handoff)
            accepted_at = NOW + timedelta(seconds=10 * (number + 1))
            await tx.save_handoff(handoff.accepted(ana.id, accepted_at))
        assert await tx.recent_waits(NOW) == [40.0, 20.0, 10.0]
        assert await tx.recent_waits(NOW, limit=1) == [40.0]
        assert await tx.recent_waits(NOW + timedelta(seconds=20)) == [40.0, 20.0]


async def test_on_duty_are_the_available_with_their_load(desk: UnderContract) -> None:
    ana, ben = await hired(desk), await hired(desk, "Ben")
    conversation, other = await opened(desk), await opened(desk, token())
    async with desk.store.transaction() as tx:
        assert await tx.on_duty() == []
        await tx.set_available(ana.id, True)
        [duty] = await tx.on_duty()
        assert (duty.staff_id, duty.name, duty.skills) == (ana.id, "Ana", frozenset({"cards"}))
        assert (duty.load, duty.capacity) == (0, 3)
        await tx.save_conversation(conversation.accepted(ana.id))
        handoff = asked(other).queued()
        await tx.add_handoff(handoff)
        await tx.save_handoff(handoff.offered(ana.id, NOW))
        [duty] = await tx.on_duty()
        assert duty.load == 2
        await tx.set_available(ben.id, True)
        assert {person.staff_id for person in await tx.on_duty()} == {ana.id, ben.id}
        await tx.set_available(ana.id, False)
        assert [person.staff_id for person in await tx.on_duty()] == [ben.id]


async def test_staff_come_back_with_their_presence(desk: UnderContract) -> None:
    ana = await hired(desk)
    async with desk.store.transaction() as tx:
        assert await tx.staff(ana.id) == ana
        await tx.set_available(ana.id, True)
        assert await tx.staff(ana.id) == replace(ana, available=True)
        assert await tx.staff(new_id()) is None


async def test_the_switch_remembers_who_and_why(desk: UnderContract) -> None:
    async with desk.store.transaction() as tx:
        assert await tx.ai_switch() == AiSwitch()
        await tx.set_ai_switch(AiSwitch(NOW, "Ana", "wrong answers"))
    async with desk.store.transaction() as tx:
        assert await tx.ai_switch() == AiSwitch(NOW, "Ana", "wrong answers")


async def test_jobs_are_deferred_with_what_they_are_about(desk: UnderContract) -> None:
    conversation = await opened(desk)
    later = datetime.now(UTC) + timedelta(hours=1)
    async with desk.store.transaction() as tx:
        await tx.defer(Job(JobKind.ROUTE_QUEUE))
        await tx.defer(Job(JobKind.LAPSE_OFFER, conversation.id, "h-1", later))
    assert await desk.jobs() == [
        ("route_queue", None, None, False),
        ("lapse_offer", conversation.id, "h-1", True),
    ]
