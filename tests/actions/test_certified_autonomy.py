"""The AI leads alone only under a certificate: how kinds get one, and what ends it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.actions.issue_certificates import (
    CertificateWish,
    NotCertifiable,
    issue_certificates,
)
from handrail.actions.read_autonomy import figures_of, forget_figures, read_autonomy
from handrail.actions.suspend_certificate import suspend_certificate
from handrail.actions.watch_drift import check_drift, watch_drift
from handrail.domain.certificate import Bound, Judged
from handrail.domain.conversation import State, WrongState
from handrail.domain.look import Look
from handrail.domain.policy import Policy
from handrail.domain.risk_curve import RiskCurve
from tests.actions.desks import MONDAY_NOON, SUNDAY, Stage, a_stage
from tests.actions.evidence import (
    asks,
    certified,
    last_decision,
    reviewed,
)
from tests.certificates import a_certificate
from tests.contracts.test_store_evidence import a_decision


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
        stage.later(60)
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


def test_figures_are_worked_out_again_only_when_something_of_them_changed() -> None:
    answers = tuple(
        Judged(n / 40, wrong=n == 30, probability=1.0, at=MONDAY_NOON) for n in range(40)
    )
    look = Look(answers, Bound(0.1, 0.1), 60)
    first = figures_of(look, (0.2, 0.9))
    assert figures_of(look, (0.2, 0.9)) is first
    assert first.points == RiskCurve(answers, (0.2, 0.9), look.bound).points
    other = replace(answers[30], wrong=False)
    assert (
        figures_of(replace(look, judged=(*answers[:30], other, *answers[31:])), (0.2, 0.9)) != first
    )
    assert figures_of(look, (0.3, 0.9)) != first
    forget_figures()
    again = figures_of(look, (0.2, 0.9))
    assert again == first
    assert again is not first
