"""What every store promises, on the fake and on PostgreSQL."""

import asyncio
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handrail.actions.ports import AiSwitch, Job, JobKind, Posting, StaffMember
from handrail.domain.conversation import (
    AiMay,
    Conversation,
    EventDraft,
    EventKind,
    MadeBy,
    Provenance,
    Speaker,
    State,
)
from handrail.domain.customer import Contact, Customer
from handrail.domain.draft import Draft, Note, Source
from handrail.domain.handoff import AskedBy, Handoff, HandoffState, Prefer
from handrail.domain.policy import Lead
from handrail.domain.record import Decision, Outcome
from tests.contracts.conftest import UnderContract
from tests.domain.policies import a_policy

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TOKEN = b"t" * 32
SAID = EventDraft(
    EventKind.MESSAGE,
    Speaker.AI,
    "Hello",
    Provenance(MadeBy.AI_DRAFT, "Ana"),
    {"sources": [{"slug": "a", "title": "A"}], "offers_person": True},
)


def new_id() -> str:
    return str(uuid.uuid4())


def token() -> bytes:
    return uuid.uuid4().bytes * 2


async def opened(desk: UnderContract, token_hash: bytes = TOKEN) -> Conversation:
    async with desk.store.transaction() as tx:
        customer = await tx.upsert_customer(Customer(new_id()))
        conversation = Conversation(new_id(), "web", "en", customer.id, NOW)
        await tx.open_conversation(conversation, token_hash)
    return conversation


def posting(conversation: Conversation, text: str = "Hi", client_id: str | None = None) -> Posting:
    return Posting(conversation.id, TOKEN, client_id or new_id(), text, NOW)


def asked(conversation: Conversation, minute: int = 0, urgency: int = 0) -> Handoff:
    at = NOW + timedelta(minutes=minute)
    return Handoff(
        new_id(), conversation.id, AskedBy.CUSTOMER, "asks", "Asked.", at, urgency=urgency
    )


async def hired(desk: UnderContract, name: str = "Ana") -> StaffMember:
    member = StaffMember(new_id(), f"{new_id()}@example.com", name, ("staff",), ("cards",), 3)
    await desk.hire(member)
    return member


async def test_a_conversation_comes_back_as_it_was_saved(desk: UnderContract) -> None:
    ana = await hired(desk)
    conversation = await opened(desk)
    led = replace(
        conversation,
        state=State.PERSON,
        lead=Lead.PERSON,
        staff_id=ana.id,
        ai_may=AiMay.HOW_TO_ONLY,
    )
    async with desk.store.transaction() as tx:
        await tx.save_conversation(replace(led, last_seq=9, asked_seq=9))
    async with desk.store.transaction() as tx:
        assert await tx.conversation(conversation.id) == led
        assert await tx.conversation(new_id()) is None


async def test_an_unknown_conversation_cannot_be_saved_or_written_to(desk: UnderContract) -> None:
    stranger = replace(await opened(desk), id=new_id())
    with pytest.raises(LookupError):
        async with desk.store.transaction() as tx:
            await tx.save_conversation(stranger)
    with pytest.raises(LookupError):
        async with desk.store.transaction() as tx:
            await tx.append(stranger.id, [SAID])


async def test_events_take_their_places_without_gaps(desk: UnderContract) -> None:
    conversation = await opened(desk)
    async with desk.store.transaction() as tx:
        assert await tx.append(conversation.id, []) == []
        first = await tx.append(
            conversation.id, [SAID, replace(SAID, text="More", provenance=None)]
        )
    async with desk.store.transaction() as tx:
        second = await tx.append(conversation.id, [SAID])
        kept = await tx.events(conversation.id)
        assert kept == [*first, *second]
        assert [event.seq for event in kept] == [1, 2, 3]
        assert (kept[0].text, kept[0].provenance, kept[0].data) == (
            SAID.text,
            SAID.provenance,
            SAID.data,
        )
        assert kept[1].provenance is None
        assert await tx.events(conversation.id, after=1, limit=1) == [first[1]]
        moved = await tx.conversation(conversation.id)
        assert moved is not None
        assert (moved.last_seq, moved.asked_seq) == (3, 0)


async def test_a_customers_message_cannot_be_appended(desk: UnderContract) -> None:
    conversation = await opened(desk)
    with pytest.raises(ValueError, match="post_message"):
        async with desk.store.transaction() as tx:
            await tx.append(conversation.id, [replace(SAID, speaker=Speaker.CUSTOMER)])


async def test_what_a_failed_transaction_did_is_undone(desk: UnderContract) -> None:
    conversation = await opened(desk)

    async def half() -> None:
        async with desk.store.transaction() as tx:
            await tx.append(conversation.id, [SAID])
            await tx.defer(Job(JobKind.ROUTE_QUEUE))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half()
    async with desk.store.transaction() as tx:
        assert await tx.events(conversation.id) == []
    assert await desk.jobs() == []


async def test_a_post_moves_the_conversation_as_the_domain_says(desk: UnderContract) -> None:
    ana = await hired(desk)
    for state in State:
        conversation = await opened(desk, token_hash := token())
        before = replace(
            conversation,
            state=state,
            lead=Lead.AI if state is State.AI else Lead.PERSON,
            staff_id=ana.id if state is State.PERSON else None,
        )
        async with desk.store.transaction() as tx:
            await tx.save_conversation(before)
            await tx.append(conversation.id, [SAID])
        posted = await desk.store.post_message(
            replace(posting(conversation), token_hash=token_hash)
        )
        assert posted is not None
        async with desk.store.transaction() as tx:
            assert await tx.conversation(conversation.id) == before.customer_wrote(2)
        deferred = ("take_turn", conversation.id, None, False) in await desk.jobs()
        assert deferred == (state is not State.PERSON)


async def test_a_posted_message_is_kept_as_it_was_sent(desk: UnderContract) -> None:
    conversation = await opened(desk)
    sent = posting(conversation, "¿Qué tal? 🙂\n«x»")
    assert await desk.store.post_message(sent)
    async with desk.store.transaction() as tx:
        [event] = await tx.events(conversation.id)
        assert await tx.message_by_client_id(conversation.id, sent.client_id) == event
        assert await tx.message_by_client_id(conversation.id, new_id()) is None
    assert (event.seq, event.at, event.kind, event.speaker, event.text, event.provenance) == (
        1,
        NOW,
        EventKind.MESSAGE,
        Speaker.CUSTOMER,
        sent.text,
        None,
    )
    assert event.data == {"client_id": sent.client_id}


async def test_the_same_client_id_again_changes_nothing(desk: UnderContract) -> None:
    conversation = await opened(desk)
    sent = posting(conversation)
    first = await desk.store.post_message(sent)
    again = await desk.store.post_message(replace(sent, text="other words"))
    assert first is not None
    assert again == replace(first, fresh=False)
    async with desk.store.transaction() as tx:
        assert [event.text for event in await tx.events(conversation.id)] == ["Hi"]
    assert len(await desk.jobs()) == 1


async def test_one_message_sent_many_times_at_once_is_kept_once(desk: UnderContract) -> None:
    conversation = await opened(desk)
    for _ in range(20):
        sent = posting(conversation)
        posts = await asyncio.gather(*(desk.store.post_message(sent) for _ in range(12)))
        assert len({post.seq for post in posts if post}) == 1
        assert sum(post.fresh for post in posts if post) == 1
    async with desk.store.transaction() as tx:
        assert [event.seq for event in await tx.events(conversation.id)] == list(range(1, 21))
    assert len(await desk.jobs()) == 20


async def test_messages_at_once_get_places_of_their_own(desk: UnderContract) -> None:
    conversation = await opened(desk)

    async def answer() -> None:
        async with desk.store.transaction() as tx:
            await tx.append(conversation.id, [SAID, SAID])

    posts = [desk.store.post_message(posting(conversation)) for _ in range(40)]
    await asyncio.gather(*posts, *(answer() for _ in range(20)))
    async with desk.store.transaction() as tx:
        assert [event.seq for event in await tx.events(conversation.id)] == list(range(1, 81))
        kept = await tx.conversation(conversation.id)
        assert kept is not None
        assert kept.last_seq == 80


async def test_a_wrong_token_opens_nothing(desk: UnderContract) -> None:
    conversation = await opened(desk)
    other = await opened(desk, b"o" * 32)
    sent = posting(conversation)
    assert await desk.store.post_message(replace(sent, token_hash=b"o" * 32)) is None
    assert await desk.store.post_message(replace(sent, conversation_id=other.id)) is None
    assert await desk.store.post_message(replace(sent, conversation_id=new_id())) is None
    assert await desk.store.post_message(sent)
    assert await desk.store.post_message(replace(sent, token_hash=b"o" * 32)) is None


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
        known = await tx.upsert_customer(Customer(new_id(), "c-1", "Mia", "mia@example.com", "gold"))
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


async def test_decisions_come_back_whole_and_in_order(desk: UnderContract) -> None:
    conversation = await opened(desk)
    decisions = [
        Decision(
            id=new_id(),
            conversation_id=conversation.id,
            turn_seq=seq,
            at=NOW + timedelta(seconds=seq),
            lead=Lead.PERSON.value,
            tier="high",
            kind="fraud",
            rule="suspected_fraud",
            rule_kind="hard",
            reason="Because.",
            reason_customer="Weil.",
            moment={"risk": "high", "reasons": ["a", "b"]},
            scores={"kinds": [{"name": "fraud", "probability": 0.25}], "emotions": {}},
            evidence={"turn": 1, "staffing": {"in_hours": True}, "none": None},
            policy_name="banking",
            policy_version="1",
            signals_version="s",
            outcome=outcome,
        )
        for seq, outcome in enumerate(Outcome, 1)
    ]
    async with desk.store.transaction() as tx:
        for decision in reversed(decisions):
            await tx.add_decision(decision)
        assert await tx.decisions(conversation.id) == decisions


async def test_one_draft_waits_at_a_time(desk: UnderContract) -> None:
    conversation = await opened(desk)
    draft = Draft(
        id=new_id(),
        conversation_id=conversation.id,
        reply_to=1,
        text="Answer",
        sources=(Source("a", "A"),),
        reason="Because",
        made_at=NOW,
        expires_at=NOW + timedelta(minutes=5),
    )
    async with desk.store.transaction() as tx:
        await tx.add_draft(draft)
        assert await tx.open_draft(conversation.id) == draft
    with pytest.raises(Exception):  # noqa: B017, PT011 - each store refuses in its own words
        async with desk.store.transaction() as tx:
            await tx.add_draft(replace(draft, id=new_id()))
    async with desk.store.transaction() as tx:
        await tx.end_draft(replace(draft, ended="sent", ended_by="ana", ended_at=NOW))
        assert await tx.open_draft(conversation.id) is None
        await tx.add_draft(replace(draft, id=new_id()))


async def test_notes_come_oldest_first(desk: UnderContract) -> None:
    conversation = await opened(desk)
    ana = await hired(desk)
    notes = [
        Note(new_id(), conversation.id, ana.id, "Ana", NOW + timedelta(seconds=n), f"note {n}")
        for n in range(3)
    ]
    async with desk.store.transaction() as tx:
        for note in reversed(notes):
            await tx.add_note(note)
        assert await tx.notes(conversation.id) == notes


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


async def test_the_policy_activated_last_decides(desk: UnderContract) -> None:
    store = desk.store
    with pytest.raises(LookupError):
        await store.active_policy()
    with pytest.raises(LookupError):
        await store.activate_policy("1", NOW, "ana")
    policy = a_policy()
    one, two = replace(policy, version="1"), replace(policy, version="2")
    await store.add_policy(one, "one", NOW, "ana")
    await store.add_policy(two, "two", NOW, "ana")
    await store.add_policy(one, "changed", NOW, "ben")
    with pytest.raises(LookupError):
        await store.active_policy()
    await store.activate_policy("2", NOW, "ana")
    await store.activate_policy("1", NOW, "ana")
    assert await store.active_policy() == "1"
    assert (await store.policy_text("1"), await store.policy_text("2")) == ("one", "two")
    with pytest.raises(LookupError):
        await store.policy_text("3")
