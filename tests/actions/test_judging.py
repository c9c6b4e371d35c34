"""How the AI's answers are drawn and judged."""

from dataclasses import replace

import pytest

from handrail.actions.accept import take_over
from handrail.actions.evidence import SampleQuery
from handrail.actions.judge_answer import judge_by_case, judge_sample, say_resolved
from handrail.actions.let_go import close
from handrail.actions.read_autonomy import read_autonomy
from handrail.actions.review_draft import review_draft
from handrail.actions.take_turn import take_turn
from handrail.domain.conversation import WrongState
from handrail.domain.judgement import JudgedBy, Verdict
from handrail.domain.level import Level
from handrail.domain.policy import TRUST
from handrail.domain.replay import decide_again
from tests.actions.desks import ROUTINE, a_stage
from tests.actions.evidence import (
    QUESTION,
    asks,
    drafted,
    judgements,
    last_decision,
    reviewed,
)


async def test_on_day_one_everything_is_reviewed_and_judged_by_its_review(
    database_url: str,
) -> None:
    async with a_stage(database_url, certified=False) as stage:
        opened = await asks(stage)
        decision = await last_decision(stage, opened)
        assert (decision.lead, decision.rule) == ("REVIEW", "no-certificate")
        assert decision.evidence["standing"] == {
            "certificate_id": None, "threshold": None, "status": "none",
        }  # fmt: skip
        assert decision.evidence["sample"] == {"probability": 1.0, "drawn": True}
        assert decide_again(decision, QUESTION, stage.policy).rule == "no-certificate"
        anna = await stage.staff()
        await review_draft(stage.desk, opened.id, anna, await drafted(stage, opened))
        [judgement] = await judgements(stage, opened)
        assert (judgement.verdict, judgement.by, judgement.who) == (
            Verdict.RIGHT, JudgedBy.STAFF, anna.id,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tone_only", "verdict"),
    [
        ("Other words.", False, Verdict.WRONG),
        ("Other words.", True, Verdict.RIGHT),
        ("We are open from 8 to 20.", False, Verdict.RIGHT),
    ],
)
async def test_an_edited_draft_was_wrong_unless_only_its_tone_was(
    database_url: str, text: str, tone_only: bool, verdict: Verdict
) -> None:
    async with a_stage(database_url, certified=False) as stage:
        opened = await asks(stage)
        draft = await drafted(stage, opened)
        await review_draft(stage.desk, opened.id, await stage.staff(), draft, text, tone_only)
        [judgement] = await judgements(stage, opened)
        assert judgement.verdict is verdict


@pytest.mark.parametrize("instead", [take_over, close])
async def test_a_draft_that_is_discarded_was_wrong(database_url: str, instead: object) -> None:
    async with a_stage(database_url, certified=False) as stage:
        opened = await asks(stage)
        await instead(stage.desk, opened.id, await stage.staff())  # type: ignore[operator]
        [judgement] = await judgements(stage, opened)
        assert judgement.verdict is Verdict.WRONG


async def test_a_new_message_in_review_judges_nothing(database_url: str) -> None:
    async with a_stage(database_url, certified=False) as stage:
        opened = await asks(stage)
        await stage.asks(opened, "hello?")
        stage.signals.readings[f"{QUESTION}\nhello?"] = ROUTINE
        await take_turn(stage.desk, opened.id)
        assert await judgements(stage, opened) == []


async def test_answers_are_drawn_by_the_tiers_share_and_once_a_conversation(
    database_url: str,
) -> None:
    tiers = {**TRUST.tiers, Level.LOW: replace(TRUST.tiers[Level.LOW], sample=0.5)}
    async with a_stage(database_url) as stage:
        halves = replace(stage.policy, version="v1", trust=replace(TRUST, tiers=tiers))
        stage.policies["v1"] = halves
        drawn, opened = 0, None
        for _ in range(24):
            opened = await asks(stage)
            first = await last_decision(stage, opened)
            async with stage.desk.store.transaction() as tx:
                sample = await tx.sample(first.id)
            assert first.evidence["sample"] == {"probability": 0.5, "drawn": sample is not None}
            assert sample is None or sample.sample.probability == 0.5
            drawn += sample is not None
        second = await last_decision(stage, await asks(stage, opened))
        assert second.evidence["sample"] == {"probability": 0.0, "drawn": False}
        assert not second.first_of_kind
        assert 0 < drawn < 24


async def test_a_verdict_is_given_once_and_only_on_what_was_drawn(database_url: str) -> None:
    async with a_stage(database_url, certified=False) as stage:
        anna, ben = await stage.staff(), await stage.staff()
        await reviewed(stage, anna, 1)
        async with stage.desk.store.transaction() as tx:
            [view] = (await tx.samples(SampleQuery(ben.id))).items or [None]
        assert view is None
        with pytest.raises(LookupError):
            await judge_sample(stage.desk, stage.desk.new_id(), anna, Verdict.RIGHT)
        opened = await asks(stage)
        draft = await drafted(stage, opened)
        await review_draft(stage.desk, opened.id, anna, draft)
        decision = await last_decision(stage, opened)
        with pytest.raises(WrongState, match="already"):
            await judge_sample(stage.desk, decision.id, anna, Verdict.WRONG)
        await judge_sample(stage.desk, decision.id, ben, Verdict.HARMFUL, "No.")
        [row] = (await read_autonomy(stage.desk, ["hours"])).kinds
        assert (row.judged, row.errors) == (2, 1)  # the worse of two verdicts counts


async def test_customers_say_whether_the_last_answer_helped(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        with pytest.raises(WrongState):
            await say_resolved(stage.desk, opened.id, resolved=True)
        await asks(stage, opened)
        for resolved in (True, False):
            await say_resolved(stage.desk, opened.id, resolved=resolved)
        [judgement] = await judgements(stage, opened)
        assert (judgement.by, judgement.verdict) == (JudgedBy.CUSTOMER, Verdict.WRONG)
        with pytest.raises(LookupError):
            await say_resolved(stage.desk, stage.desk.new_id(), resolved=True)


async def test_who_comes_back_about_the_same_was_not_helped(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await asks(stage)
        first = await last_decision(stage, opened)
        stage.later(600)
        await asks(stage, opened)  # still asking on
        async with stage.desk.store.transaction() as tx:
            assert await tx.judgements(first.id) == []
        second = await last_decision(stage, opened)
        stage.later(3 * 86_400)
        await asks(stage, opened)
        async with stage.desk.store.transaction() as tx:
            [judgement] = await tx.judgements(second.id)
        assert (judgement.by, judgement.verdict) == (JudgedBy.CUSTOMER, Verdict.WRONG)
        third = await last_decision(stage, opened)
        stage.later(8 * 86_400)
        await asks(stage, opened)
        async with stage.desk.store.transaction() as tx:
            assert await tx.judgements(third.id) == []


async def test_a_case_judges_any_answer_and_its_blame_is_evidence(database_url: str) -> None:
    async with a_stage(database_url, certified=False) as stage:
        opened = await asks(stage)
        decision = await last_decision(stage, opened)
        await judge_by_case(stage.desk, decision.id, "desk: C-1", Verdict.RIGHT)
        [row] = (await read_autonomy(stage.desk, ["hours"])).kinds
        assert row.judged == 0  # praise that chose itself is no evidence
        await judge_by_case(stage.desk, decision.id, "desk: C-1", Verdict.WRONG)
        [row] = (await read_autonomy(stage.desk, ["hours"])).kinds
        assert (row.judged, row.errors) == (1, 1)
        with pytest.raises(LookupError):
            await judge_by_case(stage.desk, stage.desk.new_id(), "C-1", Verdict.RIGHT)
        unanswered = await stage.customer()
        await stage.asks(unanswered, "do you sell boats")
        await take_turn(stage.desk, unanswered.id)
        other = await last_decision(stage, unanswered)
        with pytest.raises(WrongState):
            await judge_by_case(stage.desk, other.id, "C-1", Verdict.RIGHT)
