"""Judge an answer: staff on drawn ones, cases on any, and customers on the last that they had."""

from handrail.actions.desk import Desk
from handrail.actions.keep_judgement import keep_judgement
from handrail.actions.ports import StaffMember, Transaction
from handrail.domain.conversation import EventKind, MadeBy, WrongState
from handrail.domain.judgement import JudgedBy, Judgement, Verdict
from handrail.domain.record import AI_WROTE, Decision


async def judge_sample(
    desk: Desk, decision_id: str, staff: StaffMember, verdict: Verdict, note: str = ""
) -> Judgement:
    """Keep a reviewer's verdict on a drawn answer, given once.

    Raises LookupError when no such answer was drawn, WrongState when this person has judged it.
    """
    judgement = Judgement(
        desk.new_id(), decision_id, JudgedBy.STAFF, staff.id, verdict, desk.now(), note
    )
    async with desk.store.transaction() as tx:
        drawn = await tx.sample(decision_id)
        if drawn is None:
            raise LookupError(f"no sample {decision_id}")
        for earlier in await tx.judgements(decision_id):
            if earlier.by is JudgedBy.STAFF and earlier.who == staff.id:
                raise WrongState("You have judged this answer already; a verdict is given once.")
        await keep_judgement(tx, judgement, drawn.sample.kind)
    return judgement


async def judge_by_case(
    desk: Desk, decision_id: str, case: str, verdict: Verdict, note: str = ""
) -> Judgement:
    """Keep what a case came to; the same case again replaces its verdict.

    Raises LookupError for no such decision, WrongState when the AI answered nothing by it.
    """
    judgement = Judgement(
        desk.new_id(), decision_id, JudgedBy.CASE, case, verdict, desk.now(), note
    )
    async with desk.store.transaction() as tx:
        decision = await tx.decision(decision_id)
        if decision is None:
            raise LookupError(f"no decision {decision_id}")
        if decision.outcome not in AI_WROTE:
            raise WrongState("The AI wrote no answer in this turn, so there is none to judge.")
        await keep_judgement(tx, judgement, decision.kind)
    return judgement


async def say_resolved(desk: Desk, conversation_id: str, *, resolved: bool) -> Judgement:
    """Keep the customer's own word on the last answer of the AI's; their latest counts.

    Raises WrongState when the AI has answered nothing, LookupError for no such conversation.
    """
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        decision = await _last_answered(tx, conversation_id)
        if decision is None:
            raise WrongState("There is no answer of the AI's here to judge yet.")
        judgement = Judgement(
            id=desk.new_id(),
            decision_id=decision.id,
            by=JudgedBy.CUSTOMER,
            who=conversation.customer_id,
            verdict=Verdict.RIGHT if resolved else Verdict.WRONG,
            at=desk.now(),
        )
        await keep_judgement(tx, judgement, decision.kind)
    return judgement


async def _last_answered(tx: Transaction, conversation_id: str) -> Decision | None:
    """The decision behind the last message that the AI wrote, alone or checked by a person."""
    answered: set[object] = {
        event.data.get("reply_to")
        for event in await tx.events(conversation_id)
        if event.kind is EventKind.MESSAGE
        and event.provenance is not None
        and event.provenance.made_by in (MadeBy.AI, MadeBy.AI_DRAFT)
    }
    for decision in reversed(await tx.decisions(conversation_id)):
        if decision.turn_seq in answered and decision.outcome in AI_WROTE:
            return decision
    return None
