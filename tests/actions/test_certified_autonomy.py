"""The AI leads alone only under a certificate: evidence, certificates, and what ends them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.actions.accept import take_over
from handrail.actions.evidence import Drawn, SampleQuery
from handrail.actions.issue_certificates import (
    CertificateWish,
    Issued,
    NotCertifiable,
    issue_certificates,
)
from handrail.actions.judge_answer import judge_by_case, judge_sample, say_resolved
from handrail.actions.let_go import close
from handrail.actions.open_conversation import Opened
from handrail.actions.ports import StaffMember
from handrail.actions.read_autonomy import read_autonomy
from handrail.actions.review_draft import review_draft
from handrail.actions.suspend_certificate import suspend_certificate
from handrail.actions.take_turn import take_turn
from handrail.actions.watch_drift import check_drift, watch_drift
from handrail.domain.basis import basis
from handrail.domain.conversation import State, WrongState
from handrail.domain.judgement import JudgedBy, Judgement, Sample, Verdict
from handrail.domain.level import Level
from handrail.domain.policy import TRUST, Policy
from handrail.domain.record import Decision
from handrail.domain.replay import decide_again
from tests.actions.desks import ROUTINE, SUNDAY, Stage, a_stage
from tests.certificates import a_certificate
from tests.contracts.test_store_evidence import a_decision

QUESTION = "what are your opening hours"


async def asks(stage: Stage, opened: Opened | None = None) -> Opened:
    """A customer asks about the hours, and the turn is taken."""
    opened = opened or await stage.customer()
    await stage.asks(opened, QUESTION, ROUTINE)
    await take_turn(stage.desk, opened.id)
    return opened


async def last_decision(stage: Stage, opened: Opened) -> Decision:
    async with stage.desk.store.transaction() as tx:
        return (await tx.decisions(opened.id))[-1]


async def judgements(stage: Stage, opened: Opened) -> list[Judgement]:
    async with stage.desk.store.transaction() as tx:
        return await tx.judgements((await tx.decisions(opened.id))[-1].id)


async def drafted(stage: Stage, opened: Opened) -> str:
    async with stage.desk.store.transaction() as tx:
        draft = await tx.open_draft(opened.id)
    assert draft is not None
    return draft.id


async def reviewed(
    stage: Stage, staff: StaffMember, count: int, wrong: int = 0, probability: float = 1.0
) -> None:
    """That many answers on the hours, each in a conversation of its own, were reviewed."""
    depends_on = basis(stage.policy, stage.policy.kind("hours"), stage.desk.model_version)
    for number in range(count):
        opened = await stage.customer()
        stage.later(60)
        decision = a_decision(await stage.conversation(opened), at=stage.desk.now(), confidence=0.9)
        sample = Sample(decision.id, opened.id, 1, "hours", 0.9, probability, decision.at)
        async with stage.desk.store.transaction() as tx:
            await tx.add_decision(decision)
            await tx.add_sample(Drawn(sample, depends_on, second_wanted=False))
        verdict = Verdict.WRONG if number < wrong else Verdict.RIGHT
        await judge_sample(stage.desk, decision.id, staff, verdict)


async def certified(stage: Stage, kind: str | None = "hours", **wish: float) -> Issued:
    wanted = CertificateWish("Ines", kind, **wish)
    return await issue_certificates(stage.desk, wanted, stage.policy)


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


async def test_without_anybody_to_review_a_person_leads(database_url: str) -> None:
    async with a_stage(database_url, at=SUNDAY, certified=False) as stage:
        opened = await asks(stage)
        decision = await last_decision(stage, opened)
        assert (decision.lead, decision.rule) == ("PERSON", "nobody-to-review")
        assert (await stage.conversation(opened)).state is State.QUEUED


async def test_enough_right_answers_bring_a_certificate_and_the_ai_leads(
    database_url: str,
) -> None:
    async with a_stage(database_url, certified=False) as stage:
        anna = await stage.staff()
        await reviewed(stage, anna, 28)
        refused = await certified(stage)
        assert refused.certificates == ()
        assert (refused.refusals["hours"].reason, refused.refusals["hours"].needed) == (
            "too_few", 29,
        )  # fmt: skip
        await reviewed(stage, anna, 1)
        [certificate] = (await certified(stage)).certificates
        assert (certificate.judged, certificate.errors, certificate.alpha) == (29, 0, 0.1)
        assert certificate.upper <= 0.1
        assert certificate.valid_until - certificate.issued_at == timedelta(days=90)
        opened = await asks(stage)
        decision = await last_decision(stage, opened)
        assert (decision.lead, decision.rule) == ("AI", "tier-low")
        standing = {"certificate_id": certificate.id, "threshold": 0.9, "status": "certified"}
        assert decision.evidence["standing"] == standing


async def test_many_wrong_answers_bring_none(database_url: str) -> None:
    async with a_stage(database_url, certified=False) as stage:
        await reviewed(stage, await stage.staff(), 30, wrong=6)
        refusals = (await certified(stage, None)).refusals
        assert refusals["hours"].reason == "too_many_errors"
        assert refusals["card"].reason == "never"
        assert refusals["unknown"].reason == "too_few"
        assert "hello" not in refusals


async def test_what_cannot_be_certified_is_refused_by_name(database_url: str) -> None:
    async with a_stage(database_url, certified=False) as stage:
        await reviewed(stage, await stage.staff(), 29)
        for kind, threshold, field in (
            ("boats", None, "kind"),
            ("hello", None, "kind"),
            (None, 0.5, "kind"),
            ("hours", 0.2, "threshold"),
        ):
            wish = CertificateWish("Ines", kind, threshold)
            with pytest.raises(NotCertifiable) as refused:
                await issue_certificates(stage.desk, wish, stage.policy)
            assert refused.value.field == field


async def test_a_suspended_certificate_leaves_the_next_turn_to_review(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        assert (await last_decision(stage, await asks(stage))).lead == "AI"
        async with stage.desk.store.transaction() as tx:
            certificate = (await tx.certificates(["hours"]))["hours"]
        await suspend_certificate(stage.desk, certificate.id, "Ines", "The hours change.")
        with pytest.raises(WrongState):
            await suspend_certificate(stage.desk, certificate.id, "Ines", "Again.")
        decision = await last_decision(stage, await asks(stage))
        assert (decision.lead, decision.rule) == ("REVIEW", "no-certificate")
        [row] = (await read_autonomy(stage.desk, ["hours"])).kinds
        assert (row.standing.status, row.certificate is not None) == ("suspended", True)


async def test_drift_of_the_error_suspends_from_the_next_turn_on(database_url: str) -> None:
    async with a_stage(database_url, certified=False) as stage:
        anna = await stage.staff()
        await reviewed(stage, anna, 29)
        [certificate] = (await certified(stage)).certificates
        await reviewed(stage, anna, 6, wrong=1, probability=0.1)
        await check_drift(stage.desk, "hours")
        assert (await last_decision(stage, await asks(stage))).lead == "AI"
        await reviewed(stage, anna, 14, wrong=14, probability=0.1)
        await check_drift(stage.desk, "hours")
        async with stage.desk.store.transaction() as tx:
            suspended = await tx.certificate(certificate.id)
        assert suspended is not None
        assert suspended.suspended_because.startswith("The error has drifted: 15 of 20 answers")
        decision = await last_decision(stage, await asks(stage))
        assert (decision.lead, decision.rule) == ("REVIEW", "no-certificate")
        await check_drift(stage.desk, "hours")  # nothing more to suspend


async def test_drift_of_the_input_suspends_and_the_watch_ends(database_url: str) -> None:
    async with a_stage(database_url, certified=False) as stage:
        conversation = await stage.conversation(await stage.customer())
        certificate = a_certificate("hours", stage.desk.now(), window_from=SUNDAY)
        async with stage.desk.store.transaction() as tx:
            await tx.add_certificate(certificate)
            for n in range(400):
                at = SUNDAY + timedelta(seconds=n)
                await tx.add_decision(
                    a_decision(conversation, n + 1, at=at, confidence=0.9 + n % 97 / 1000)
                )
        stage.later(3600)
        await watch_drift(stage.desk, certificate.id)
        async with stage.desk.store.transaction() as tx:
            assert (await tx.certificate(certificate.id)) == certificate
            for n in range(200):
                at = certificate.issued_at + timedelta(seconds=n)
                await tx.add_decision(
                    a_decision(conversation, n + 500, at=at, confidence=0.5 + n % 97 / 1000)
                )
        await watch_drift(stage.desk, certificate.id)
        async with stage.desk.store.transaction() as tx:
            suspended = await tx.certificate(certificate.id)
        assert suspended is not None
        assert suspended.suspended_because.startswith("What customers write has drifted")
        await watch_drift(stage.desk, certificate.id)
        await watch_drift(stage.desk, stage.desk.new_id())


async def test_a_new_policy_version_voids_and_the_same_evidence_certifies_again(
    database_url: str,
) -> None:
    async with a_stage(database_url, certified=False) as stage:
        await reviewed(stage, await stage.staff(), 29)
        await certified(stage)
        promised = replace(stage.policy, version="v2", company="Other Bank")
        await activated(stage, promised)
        decision = await last_decision(stage, await asks(stage))
        assert (decision.lead, decision.rule) == ("REVIEW", "no-certificate")
        assert (await read_autonomy(stage.desk, ["hours"])).kinds[0].standing.status == "void"
        await certified(stage)
        assert (await last_decision(stage, await asks(stage))).lead == "AI"
        bars = replace(stage.policy.thresholds, retrieval=0.2)
        await activated(stage, replace(promised, version="v3", thresholds=bars))
        refused = (await certified(stage)).refusals["hours"]
        assert (refused.reason, refused.judged) == ("too_few", 0)  # another basis


async def activated(stage: Stage, policy: Policy) -> None:
    stage.policies[policy.version] = stage.policy = policy
    await stage.desk.store.add_policy(policy, policy.version, stage.desk.now(), "test")
    await stage.desk.store.activate_policy(policy.version, stage.desk.now(), "test")


async def test_answers_are_drawn_by_the_tiers_share_and_once_a_conversation(
    database_url: str,
) -> None:
    tiers = {**TRUST.tiers, Level.LOW: replace(TRUST.tiers[Level.LOW], sample=0.5)}
    async with a_stage(database_url) as stage:
        halves = replace(stage.policy, version="v1", trust=replace(TRUST, tiers=tiers))
        stage.policies["v1"] = halves
        drawn = 0
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


async def test_the_record_shows_every_kind(database_url: str) -> None:
    async with a_stage(database_url, certified=False) as stage:
        await reviewed(stage, await stage.staff(), 45, wrong=1)
        record = await read_autonomy(stage.desk)
        rows = {row.kind.name: row for row in record.kinds}
        assert set(rows) == {*stage.policy.kinds, "unknown"}
        hours = rows["hours"]
        assert (hours.judged, hours.errors, hours.turns, hours.next_look) == (45, 1, 45, 66)
        assert hours.refusal is not None
        assert hours.curve[-1].judged == 44
        assert hours.turns_per_day == 45
        assert (rows["card"].standing.status, rows["hello"].standing.status) == (
            "never", "not_needed",
        )  # fmt: skip
        assert [needed.error for needed in record.start] == [0.01, 0.03, 0.05, 0.01, 0.03]
        assert record.minutes_per_person is None
