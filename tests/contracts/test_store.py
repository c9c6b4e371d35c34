"""What every store promises, on the fake and on PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.actions.ports import Job, JobKind, NotReady
from handrail.domain.conversation import (
    AiMay,
    EventKind,
    Speaker,
    State,
)
from handrail.domain.draft import Draft, Note, Source
from handrail.domain.policy import Lead
from handrail.domain.record import Decision, Outcome
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, SAID, hired, new_id, opened, posting, token
from tests.domain.policies import a_policy


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


async def test_the_policy_activated_last_decides(desk: UnderContract) -> None:
    store = desk.store
    with pytest.raises(NotReady):
        await store.active_policy()
    with pytest.raises(LookupError):
        await store.activate_policy("1", NOW, "ana")
    policy = a_policy()
    one, two = replace(policy, version="1"), replace(policy, version="2")
    await store.add_policy(one, "one", NOW, "ana")
    await store.add_policy(two, "two", NOW, "ana")
    await store.add_policy(one, "changed", NOW, "ben")
    with pytest.raises(NotReady):
        await store.active_policy()
    await store.activate_policy("2", NOW, "ana")
    await store.activate_policy("1", NOW, "ana")
    assert await store.active_policy() == "1"
    assert (await store.policy_text("1"), await store.policy_text("2")) == ("one", "two")
    with pytest.raises(LookupError):
        await store.policy_text("3")
