"""Reviewed answers for tests of the AI's record."""

from handrail.actions.evidence import Drawn
from handrail.actions.issue_certificates import (
    CertificateWish,
    Issued,
    issue_certificates,
)
from handrail.actions.judge_answer import judge_sample
from handrail.actions.open_conversation import Opened
from handrail.actions.ports import StaffMember
from handrail.actions.take_turn import take_turn
from handrail.domain.basis import basis
from handrail.domain.judgement import Judgement, Sample, Verdict
from handrail.domain.record import Decision
from tests.actions.desks import ROUTINE, Stage
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
