"""Confirm a call: the customer said yes to the effect that was stated to them."""

from dataclasses import replace

from handrail.actions.desk import Desk
from handrail.actions.end_call import refuse
from handrail.actions.gather_turn import OpenTurn
from handrail.actions.ports import Job, JobKind
from handrail.actions.propose_call import decided, request_approval
from handrail.domain.conversation import State
from handrail.domain.policy import Lead
from handrail.domain.record import Case
from handrail.domain.tool import Call, CallState, ToolSpec
from handrail.domain.tool_rules import Decided, caller_of, may_call


async def confirm_call(desk: Desk, turn: OpenTurn, case: Case, spec: ToolSpec, call: Call) -> bool:
    """Let the call be made, or ask a person, or refuse; False when it comes too late.

    The rules are asked again, with the confirmation, about the arguments that were stated. The turn
    stays open: its answer is the call's outcome.
    """
    now, tools = desk.now(), turn.tools
    reviewed = call.reviewed or case.leading.lead is not Lead.AI
    confirmed = replace(call, confirmed_at=now, turn_seq=case.turn_seq, reviewed=reviewed)
    verdict = may_call(spec, call.arguments, caller_of(confirmed), tools.known, tools.history, now)
    if verdict.decided is Decided.NEEDS_APPROVAL:
        return await request_approval(desk, case, spec, confirmed, verdict)
    if verdict.decided is not Decided.ALLOW:
        return await refuse(desk, case, confirmed, verdict, spec.says.refused)
    approved = confirmed.became(CallState.APPROVED, now, "customer", "The customer said yes.")
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(case.conversation_id)
        kept = await tx.call(call.id)
        if conversation is None or kept is None or kept.state is not call.state:
            return False
        if conversation.state not in (State.AI, State.REVIEW):
            return False
        if conversation.answered_seq >= case.turn_seq or (await tx.ai_switch()).stopped_at:
            return False
        await tx.save_call(approved)
        await tx.add_decision(decided(desk, case, approved, verdict.rule, "The customer said yes."))
        await tx.defer(Job(JobKind.RUN_CALL, case.conversation_id, call.id))
    return True
