"""What every store promises of articles to write, on the fake and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

from handrail.domain.conversation import Conversation, EventDraft, EventKind, Speaker
from handrail.domain.gap import Gap, GapState, Toll
from handrail.domain.record import Decision, Outcome
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, SAID, asked, new_id, opened, posting, token
from tests.contracts.test_store_evidence import a_decision


def a_gap(**changes: object) -> Gap:
    made = Gap(
        id=new_id(),
        locale="en",
        kind="hours",
        title="Do you open on Easter Monday?",
        draft="",
        centre=(1.0, 0.0),
        model="fake",
        opened_at=NOW,
    )
    return replace(made, **changes)


async def unanswered(desk: UnderContract, minute: int = 0, **changes: object) -> Decision:
    """A question that found nothing, in a conversation of its own."""
    conversation = await opened(desk, hashed := token())
    await desk.store.post_message(replace(posting(conversation, "Easter?"), token_hash=hashed))
    decision = a_decision(conversation, outcome=Outcome.DID_NOT_KNOW)
    decision = replace(decision, at=NOW + timedelta(minutes=minute), **changes)
    async with desk.store.transaction() as tx:
        await tx.add_decision(decision)
    return decision


async def test_questions_that_found_nothing_wait_for_a_gap(desk: UnderContract) -> None:
    later = await unanswered(desk, 1, scores={"sentiment": -0.5, "language": "de-AT"})
    first = await unanswered(desk, 0, evidence={"repeated": True})
    await unanswered(desk, 2, outcome=Outcome.ANSWERED)
    third = await unanswered(desk, 3, outcome=Outcome.HANDED_OFF, rule="no-article")
    async with desk.store.transaction() as tx:
        found = await tx.unanswered(10)
        assert [one.decision_id for one in found] == [first.id, later.id, third.id]
        assert await tx.unanswered(1) == found[:1]
    assert [one.text for one in found] == ["Easter?"] * 3
    assert [one.locale for one in found] == ["en", "de", "en"]
    assert [one.sentiment for one in found] == [0.0, -0.5, 0.0]
    assert [one.repeated for one in found] == [True, False, False]
    assert [one.handed_off for one in found] == [False, False, True]


async def test_a_question_is_in_one_gap(desk: UnderContract) -> None:
    one, other = a_gap(), a_gap(opened_at=NOW + timedelta(minutes=1))
    first, second = await unanswered(desk, 0), await unanswered(desk, 1)
    async with desk.store.transaction() as tx:
        await tx.lock_gaps()
        await tx.keep_gap(one)
        await tx.keep_gap(other)
        await tx.put_in_gap(one.id, [first.id, second.id])
        await tx.put_in_gap(other.id, [first.id])
        assert await tx.unanswered(10) == []
        latest = await tx.gap_questions(one.id, 10)
        assert [asked.decision_id for asked in latest] == [second.id, first.id]
        assert await tx.gap_questions(one.id, 1) == latest[:1]
        assert await tx.gap_questions(other.id, 10) == []
        assert await tx.gaps([GapState.OPEN]) == [one, other]


async def test_a_gap_is_kept_as_it_is_now(desk: UnderContract) -> None:
    gap = a_gap()
    done = replace(
        gap,
        title="Easter",
        draft="We are closed.",
        centre=(0.5, 0.5),
        state=GapState.PUBLISHED,
        edited_by="Ana",
        edited_at=NOW,
        decided_by="Ana",
        decided_at=NOW,
        slug="easter",
    )
    async with desk.store.transaction() as tx:
        await tx.keep_gap(gap)
        await tx.keep_gap(done)
        assert await tx.gap(gap.id) == done
        assert await tx.gap(new_id()) is None
        assert await tx.gaps([GapState.OPEN, GapState.DISMISSED]) == []


async def test_what_a_gap_costs_is_counted(desk: UnderContract) -> None:
    gap = a_gap()
    first = await unanswered(desk, 0, scores={"sentiment": -0.5}, evidence={"repeated": True})
    second = await unanswered(desk, 1, scores={"sentiment": 0.5})
    async with desk.store.transaction() as tx:
        await tx.add_handoff(asked(Conversation(second.conversation_id, "web", "en", "", NOW), 5))
        await tx.keep_gap(gap)
        await tx.keep_gap(empty := a_gap())
        await tx.put_in_gap(gap.id, [first.id, second.id])
        lines = {line.gap.id: line for line in await tx.gap_lines(GapState.OPEN)}
        assert lines[gap.id].gap == gap
        assert lines[gap.id].toll == Toll(2, 0.5, 1, 1)
        assert lines[empty.id].toll == Toll(0, 0.0, 0, 0)
        assert await tx.gap_lines(GapState.DISMISSED) == []


async def test_what_staff_answered_after_the_question(desk: UnderContract) -> None:
    gap, decision = a_gap(), await unanswered(desk)
    by_staff = EventDraft(EventKind.MESSAGE, Speaker.STAFF, "Closed.", SAID.provenance)
    async with desk.store.transaction() as tx:
        await tx.append(decision.conversation_id, [SAID, by_staff, replace(by_staff, text="Bye.")])
        await tx.keep_gap(gap)
        await tx.put_in_gap(gap.id, [decision.id])
        told = await tx.staff_answers(gap.id, 5)
    assert [(one.conversation_id, one.text) for one in told] == [
        (decision.conversation_id, "Closed."),
        (decision.conversation_id, "Bye."),
    ]
