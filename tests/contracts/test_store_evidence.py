"""What every store promises of the AI's record, on the fake and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.actions.evidence import Drawn, SampleQuery, SampleState
from handrail.domain.conversation import Conversation
from handrail.domain.draft import Draft, Source
from handrail.domain.handoff import HandoffState
from handrail.domain.judgement import JudgedBy, Judgement, Sample, Verdict
from handrail.domain.record import Decision, Outcome
from tests.certificates import a_certificate
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, asked, hired, new_id, opened, posting, token

MINUTE = timedelta(minutes=1)


def a_decision(conversation: Conversation, seq: int = 1, **changes: object) -> Decision:
    made = Decision(
        id=new_id(),
        conversation_id=conversation.id,
        turn_seq=seq,
        at=NOW + seq * MINUTE,
        lead="AI",
        tier="low",
        kind="hours",
        rule="tier-low",
        rule_kind="matrix",
        reason="Because.",
        reason_customer="Weil.",
        moment={},
        scores={},
        evidence={},
        policy_name="test",
        policy_version="v1",
        signals_version="fake",
        outcome=Outcome.ANSWERED,
        confidence=0.8,
    )
    return replace(made, **changes)


def drawn_from(decision: Decision, second: bool = False) -> Drawn:
    sample = Sample(
        decision_id=decision.id,
        conversation_id=decision.conversation_id,
        turn_seq=decision.turn_seq,
        kind=decision.kind,
        confidence=decision.confidence,
        probability=0.25,
        drawn_at=decision.at,
    )
    return Drawn(sample, "basis", second)


async def kept(desk: UnderContract, decision: Decision, second: bool = False) -> Drawn:
    drawn = drawn_from(decision, second)
    async with desk.store.transaction() as tx:
        await tx.add_decision(decision)
        await tx.add_sample(drawn)
    return drawn


def said(decision: Decision, who: str, verdict: Verdict, minute: int = 0) -> Judgement:
    at = NOW + minute * MINUTE
    return Judgement(new_id(), decision.id, JudgedBy.STAFF, who, verdict, at, "note")


async def a_draw(
    desk: UnderContract, turn_seq: int = 1, second: bool = False, **changes: object
) -> Decision:
    """A drawn answer in a conversation of its own."""
    decision = a_decision(await opened(desk, token()), turn_seq, **changes)
    await kept(desk, decision, second)
    return decision


async def judged(desk: UnderContract, decision: Decision, who: str, verdict: Verdict) -> None:
    async with desk.store.transaction() as tx:
        earlier = len(await tx.judgements(decision.id))
        judgement = said(decision, who, verdict, decision.turn_seq + earlier)
        await tx.keep_judgement(judgement)
        await tx.settle_sample(decision.id, verdict, earlier + 1, judgement.at)


async def test_a_drawn_answer_is_kept_once(desk: UnderContract) -> None:
    decision = a_decision(await opened(desk))
    drawn = await kept(desk, decision)
    async with desk.store.transaction() as tx:
        await tx.add_sample(replace(drawn, basis="another"))
        assert await tx.sample(decision.id) == drawn
        assert await tx.sample_of_turn(decision.conversation_id, 1) == drawn
        assert await tx.decision(decision.id) == decision
        assert await tx.sample(new_id()) is None
        assert await tx.sample_of_turn(decision.conversation_id, 2) is None
        assert await tx.decision(new_id()) is None


async def test_the_last_word_of_a_person_counts(desk: UnderContract) -> None:
    decision = await a_draw(desk)
    first, second = said(decision, "a", Verdict.RIGHT), said(decision, "b", Verdict.HARMFUL, 1)
    async with desk.store.transaction() as tx:
        for judgement in (second, first):
            await tx.keep_judgement(judgement)
        assert await tx.judgements(decision.id) == [first, second]
        again = said(decision, "a", Verdict.WRONG, 2)
        await tx.keep_judgement(again)
        assert await tx.judgements(decision.id) == [second, replace(again, id=first.id)]


async def test_evidence_is_of_one_basis_and_one_answer_a_conversation(desk: UnderContract) -> None:
    ana = await hired(desk)
    for seq, verdict in ((3, Verdict.RIGHT), (2, Verdict.UNCLEAR)):
        await judged(desk, await a_draw(desk, turn_seq=seq), ana.id, verdict)
    await a_draw(desk, confidence=0.3)  # not judged
    old = await a_draw(desk, at=NOW - timedelta(days=99))
    await judged(desk, old, ana.id, Verdict.RIGHT)
    here = await opened(desk, token())
    for seq in (4, 5):  # the second shares the fate of the first
        later = a_decision(here, seq, first_of_kind=seq == 4)
        await kept(desk, later)
        await judged(desk, later, ana.id, Verdict.WRONG)
    hard = a_decision(here, 6, rule_kind="hard", rule="self_harm", lead="PERSON")
    async with desk.store.transaction() as tx:
        await tx.add_decision(hard)
        found = await tx.evidence({"hours": "basis", "loan": "basis"}, NOW - timedelta(days=90))
        other = await tx.evidence({"hours": "other"}, NOW - timedelta(days=90))
    assert [one.wrong for one in found["hours"].judged] == [True, False, True]
    assert {one.probability for one in found["hours"].judged} == {0.25}
    assert found["hours"].turns == 4
    assert (min(found["hours"].confidences), max(found["hours"].confidences)) == (0.3, 0.8)
    assert (found["loan"].judged, found["loan"].turns) == ((), 0)
    assert other["hours"].judged == ()


async def test_confidences_come_in_the_order_of_turns(desk: UnderContract) -> None:
    for seq, confidence in ((1, 0.5), (2, 0.9), (3, 0.1)):
        await a_draw(desk, turn_seq=seq, at=NOW + seq * MINUTE, confidence=confidence)
    async with desk.store.transaction() as tx:
        assert await tx.confidences("hours", NOW, NOW + 3 * MINUTE) == [0.5, 0.9]
        assert await tx.confidences("loan", NOW, NOW + 3 * MINUTE) == []


async def test_what_was_judged_under_a_certificate(desk: UnderContract) -> None:
    ana = await hired(desk)
    certificate = a_certificate("hours", NOW, threshold=0.6)
    for confidence, minute, verdict in (
        (0.7, 5, Verdict.WRONG),
        (0.6, 6, Verdict.RIGHT),
        (0.5, 7, Verdict.WRONG),  # under the threshold
        (0.9, -5, Verdict.WRONG),  # before it was issued
    ):
        decision = await a_draw(desk, confidence=confidence, at=NOW + minute * MINUTE)
        await judged(desk, decision, ana.id, verdict)
    async with desk.store.transaction() as tx:
        found = await tx.judged_under(certificate)
    assert sorted((one.confidence, one.wrong) for one in found) == [(0.6, False), (0.7, True)]


async def test_certificates_come_latest_first_and_are_suspended_once(desk: UnderContract) -> None:
    first = a_certificate("hours", NOW)
    second = a_certificate("hours", NOW + MINUTE)
    loan = a_certificate("loan", NOW)
    async with desk.store.transaction() as tx:
        for certificate in (first, second, loan):
            await tx.add_certificate(certificate)
        assert await tx.certificates(["hours", "loan", "card"]) == {"hours": second, "loan": loan}
        assert await tx.suspend(second.id, NOW + 2 * MINUTE, "drift", "It moved.")
        assert not await tx.suspend(second.id, NOW + 3 * MINUTE, "Ines", "Again.")
        suspended = replace(second, suspended_at=NOW + 2 * MINUTE, suspended_because="It moved.")
        assert await tx.certificate(second.id) == suspended
        assert await tx.certificates(["hours"]) == {"hours": suspended}
        assert await tx.certificate(new_id()) is None


async def test_answers_given_are_those_that_a_customer_had(desk: UnderContract) -> None:
    conversation = await opened(desk)
    answered = a_decision(conversation, 1)
    unsent = a_decision(conversation, 2, outcome=Outcome.REVIEW)
    sent = a_decision(conversation, 3, outcome=Outcome.REVIEW, kind="loan")
    unknown = a_decision(conversation, 4, outcome=Outcome.DID_NOT_KNOW)
    old = a_decision(conversation, 5, at=NOW - timedelta(days=8))
    draft = Draft(new_id(), conversation.id, 3, "A", (), "r", NOW, NOW + MINUTE)
    async with desk.store.transaction() as tx:
        for decision in (answered, unsent, sent, unknown, old):
            await tx.add_decision(decision)
        await tx.add_draft(draft)
        await tx.end_draft(replace(draft, ended="sent", ended_by="a", ended_at=NOW))
        found = await tx.answers_given(conversation.customer_id, NOW - timedelta(days=7))
        assert [(one.decision_id, one.kind) for one in found] == [
            (sent.id, "loan"),
            (answered.id, "hours"),
        ]
        assert await tx.answers_given(new_id(), NOW) == []


async def test_a_sample_waits_for_each_reviewer_until_it_has_enough(desk: UnderContract) -> None:
    ana, ben, cleo = [await hired(desk, name) for name in ("Ana", "Ben", "Cleo")]
    once = await a_draw(desk, turn_seq=1)
    twice = await a_draw(desk, turn_seq=2, at=NOW + 2 * MINUTE, second=True)

    async def waiting(who: str) -> list[str]:
        async with desk.store.transaction() as tx:
            page = await tx.samples(SampleQuery(who))
            assert page.open == await tx.open_samples(who) == len(page.items)
        return [view.sample.decision_id for view in page.items]

    assert await waiting(ana.id) == [once.id, twice.id]
    for decision in (once, twice):
        await judged(desk, decision, ana.id, Verdict.RIGHT)
    assert await waiting(ana.id) == []
    assert await waiting(ben.id) == [twice.id]
    async with desk.store.transaction() as tx:
        [unseen] = (await tx.samples(SampleQuery(ben.id))).items
        seen = (await tx.samples(SampleQuery(ana.id, SampleState.JUDGED))).items
    assert (unseen.second_wanted, unseen.judgements) == (True, ())
    assert [view.sample.decision_id for view in seen] == [twice.id, once.id]
    assert [named.name for named in seen[0].judgements] == ["Ana"]
    await judged(desk, twice, ben.id, Verdict.WRONG)
    assert await waiting(cleo.id) == []
    async with desk.store.transaction() as tx:
        assert await tx.double_judged(NOW - MINUTE) == [(Verdict.RIGHT, Verdict.WRONG)]
        assert await tx.double_judged(NOW + timedelta(days=1)) == []


async def test_samples_come_in_pages(desk: UnderContract) -> None:
    ana = await hired(desk)
    wanted = [await a_draw(desk, at=NOW + n * MINUTE) for n in range(5)]
    for state in SampleState:
        found: list[str] = []
        query = SampleQuery(ana.id, state, limit=2)
        while True:
            async with desk.store.transaction() as tx:
                page = await tx.samples(query)
            found += [view.sample.decision_id for view in page.items]
            if page.next_cursor is None:
                break
            query = replace(query, cursor=page.next_cursor)
        expected = [decision.id for decision in wanted]
        assert found == (expected if state is SampleState.OPEN else expected[::-1])
        for decision in wanted:
            await judged(desk, decision, ana.id, Verdict.RIGHT)
    with pytest.raises(ValueError, match=r"\w"):
        async with desk.store.transaction() as tx:
            await tx.samples(SampleQuery(ana.id, cursor="nonsense"))


async def test_a_sample_shows_question_and_answer_and_waits_for_its_review(
    desk: UnderContract,
) -> None:
    ana = await hired(desk)
    conversation = await opened(desk)
    for text in ("Hello?", "When are you open?"):
        await desk.store.post_message(posting(conversation, text))
    decision = a_decision(conversation, 2, outcome=Outcome.REVIEW)
    source = Source("hours", "Opening hours")
    draft = Draft(new_id(), conversation.id, 2, "At 8.", (source,), "r", NOW, NOW + MINUTE)
    async with desk.store.transaction() as tx:
        await tx.add_draft(draft)
    await kept(desk, decision)
    async with desk.store.transaction() as tx:
        assert (await tx.samples(SampleQuery(ana.id))).items == []  # its reviewer has it
        await tx.end_draft(replace(draft, ended="superseded", ended_at=NOW))
        [view] = (await tx.samples(SampleQuery(ana.id))).items
    assert (view.question, view.answer, view.sources) == (
        "Hello?\nWhen are you open?",
        "At 8.",
        (source,),
    )


async def test_handling_takes_from_joining_to_leaving(desk: UnderContract) -> None:
    ana = await hired(desk)
    async with desk.store.transaction() as tx:
        assert await tx.handling_minutes(NOW) is None
    for minutes in (4, 10, 6):
        conversation = await opened(desk, token())
        handoff = asked(conversation).queued().accepted(ana.id, NOW + MINUTE)
        async with desk.store.transaction() as tx:
            await tx.add_handoff(handoff)
            ended = handoff.ended(HandoffState.CLOSED, NOW + (1 + minutes) * MINUTE)
            await tx.save_handoff(ended)
    async with desk.store.transaction() as tx:
        assert await tx.handling_minutes(NOW) == pytest.approx(6)
        assert await tx.handling_minutes(NOW + timedelta(days=1)) is None
