"""Run a call: it leaves at most once, and what came of it is kept and told."""

from dataclasses import replace

from handrail.actions.ask_server import Answer, Happened, ask_server
from handrail.actions.desk import Desk
from handrail.actions.gather_tools import HISTORY, known_of
from handrail.actions.ports import Job, JobKind, Transaction
from handrail.actions.tell_outcome import tell_outcome
from handrail.domain.conversation import Conversation, State
from handrail.domain.policy import Policy
from handrail.domain.tool import Call, CallState, ToolSpec
from handrail.domain.tool_flow import told
from handrail.domain.tool_rules import Verdict, caller_of, may_call
from handrail.domain.tool_words import ENGLISH

CUT_OFF = "The program stopped between the call and its record; whether it happened is not known."
NEVER_LEFT = "The program failed again and again before the call left; nothing happened."


async def run_call(desk: Desk, conversation_id: str, call_id: str) -> None:
    """Make an approved call and tell its outcome. Safe to repeat after a crash at any line.

    The state ``running`` is kept before the call leaves. Found again in it, the call is repeated under
    its key where the server does a key once, else its outcome is unknown and a person finds out: it is
    never made twice. No transaction is open while the server works.
    """
    policy = await desk.policies.active()
    begun = await _begin(desk, policy, conversation_id, call_id)
    if begun is not None:
        spec = policy.tools[begun.tool]
        came = await ask_server(desk, spec, begun)
        if came.happened is Happened.MAYBE and spec.idempotent:
            came = await ask_server(desk, spec, begun)  # the same key: done once at most
        await _end(desk, spec, begun, came)
    await tell_outcome(desk, policy, call_id)
    await _go_on(desk, conversation_id)


async def give_up_call(desk: Desk, conversation_id: str, call_id: str) -> None:
    """A call at which software failed again and again: its outcome is unknown, and a person finds out."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        await tx.conversation(conversation_id)
        call = await tx.call(call_id)
        if call is not None and call.state is CallState.RUNNING:
            unknown = call.became(CallState.UNKNOWN_OUTCOME, desk.now(), "system", CUT_OFF)
            await tx.save_call(replace(unknown, outcome=CUT_OFF))
        elif call is not None and call.state is CallState.APPROVED:
            ended = call.became(CallState.LAPSED, desk.now(), "system", NEVER_LEFT)
            await tx.save_call(replace(ended, outcome=NEVER_LEFT))
    await tell_outcome(desk, policy, call_id)
    await _go_on(desk, conversation_id)


async def _begin(desk: Desk, policy: Policy, conversation_id: str, call_id: str) -> Call | None:
    """The call, kept as running; None when it must not leave (any more)."""
    now = desk.now()
    async with desk.store.transaction() as tx:
        await tx.conversation(conversation_id)
        call = await tx.call(call_id)
        if call is None or call.state not in (CallState.APPROVED, CallState.RUNNING):
            return None
        spec = policy.tools.get(call.tool)
        if call.state is CallState.RUNNING:
            if spec is not None and spec.idempotent:
                return call
            unknown = call.became(CallState.UNKNOWN_OUTCOME, now, "system", CUT_OFF)
            await tx.save_call(replace(unknown, outcome=CUT_OFF))
            return None
        refused = await _refusal(desk, tx, spec, call)
        if refused:
            ended = call.became(CallState.REFUSED, now, "system", refused)
            await tx.save_call(replace(ended, outcome=refused))
            return None
        running = call.became(CallState.RUNNING, now, "system")
        await tx.save_call(running)
        return running


async def _refusal(desk: Desk, tx: Transaction, spec: ToolSpec | None, call: Call) -> str:
    """Why a call that was let through must not leave now; empty when it may."""
    if spec is None:
        return "The policy that decides now has no such tool."
    conversation = await tx.conversation(call.conversation_id)
    if conversation is None:
        return "The conversation is gone."
    by_ai_alone = call.asked_by == "ai" and call.approved_by is None
    if by_ai_alone and not await _ai_leads(tx, conversation):
        return "A person leads now, or the AI was stopped."
    verdict = await _verdict(desk, tx, spec, call, conversation)
    return "" if verdict.allowed else " ".join(verdict.reasons)


async def _ai_leads(tx: Transaction, conversation: Conversation) -> bool:
    stopped = (await tx.ai_switch()).stopped_at is not None
    return conversation.state in (State.AI, State.REVIEW) and not stopped


async def _verdict(
    desk: Desk, tx: Transaction, spec: ToolSpec, call: Call, conversation: Conversation
) -> Verdict:
    history = await tx.calls_of_customer(call.customer_id, desk.now() - HISTORY)
    others = [each for each in history if each.id != call.id]
    known = await known_of(tx, conversation, by_staff=call.asked_by != "ai")
    return may_call(spec, call.arguments, caller_of(call), known, others, desk.now())


async def _end(desk: Desk, spec: ToolSpec, call: Call, came: Answer) -> None:
    values = told(spec, came.data, ENGLISH) if came.ok else dict[str, str]()
    if isinstance(values, str):  # it says that it is done, and does not say what was promised
        came, values = (
            Answer(Happened.MAYBE, f"The answer broke the tool's contract: {values}."),
            {},
        )
    state = {
        Happened.YES: CallState.DONE,
        Happened.NO: CallState.FAILED,
        Happened.MAYBE: CallState.UNKNOWN_OUTCOME if spec.effect else CallState.FAILED,
    }[came.happened]
    fields = {each.name: (came.data or {})[each.name] for each in spec.tells} if values else {}
    ended = call.became(state, desk.now(), "system", came.says)
    async with desk.store.transaction() as tx:
        await tx.conversation(call.conversation_id)
        kept = await tx.call(call.id)
        if kept is not None and kept.state is CallState.RUNNING:
            await tx.save_call(replace(ended, outcome=came.says, output=fields))


async def _go_on(desk: Desk, conversation_id: str) -> None:
    """Have decided what the customer wrote meanwhile."""
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is not None and conversation.turn_is_open:
            await tx.defer(Job(JobKind.TAKE_TURN, conversation_id))
