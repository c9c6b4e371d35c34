"""Start a call: a member of staff uses a tool for the customer they talk to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handrail.actions.approve_call import NotAllowed
from handrail.actions.desk import Desk
from handrail.actions.gather_tools import HISTORY, known_of
from handrail.actions.ports import Job, JobKind, StaffMember
from handrail.domain.conversation import Conversation, State, WrongState
from handrail.domain.policy import Policy
from handrail.domain.tool import Call, CallState, CallStep
from handrail.domain.tool_flow import say
from handrail.domain.tool_rules import caller_of, may_call


@dataclass(frozen=True, slots=True)
class CallWish:
    """What a member of staff wants called. ``call_id`` is made by the client, so that a retry is harmless.

    ``confirmed``: the customer said yes to it.
    """

    call_id: str
    conversation_id: str
    tool: str
    arguments: Mapping[str, object]
    confirmed: bool = False


async def start_call(desk: Desk, wish: CallWish, staff: StaffMember) -> Call:
    """Let a call of staff's leave, once per ``call_id``; its limits hold for them too.

    Raises WrongState when they do not lead the conversation, NotAllowed when the rules refuse it,
    LookupError for no such conversation or tool.
    """
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(wish.conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {wish.conversation_id}")
        kept = await tx.call(wish.call_id)
        if kept is not None:
            if kept.conversation_id != wish.conversation_id or kept.asked_by != staff.id:
                raise LookupError(f"no tool call {wish.call_id}")
            return kept
        if conversation.state is not State.PERSON or conversation.staff_id != staff.id:
            raise WrongState("You do not lead this conversation. Accept it or take it over first.")
        spec = policy.tools.get(wish.tool)
        if spec is None or spec.server not in desk.tools:
            raise LookupError(f"no tool {wish.tool}")
        call = _call(desk, conversation, wish, staff, policy)
        known = await known_of(tx, conversation, by_staff=True)
        history = await tx.calls_of_customer(call.customer_id, desk.now() - HISTORY)
        verdict = may_call(spec, call.arguments, caller_of(call), known, history, desk.now())
        if not verdict.allowed:
            raise NotAllowed(" ".join(verdict.reasons))
        await tx.add_call(call)
        await tx.defer(Job(JobKind.RUN_CALL, conversation.id, call.id))
    return call


def _call(
    desk: Desk, conversation: Conversation, wish: CallWish, staff: StaffMember, policy: Policy
) -> Call:
    now, spec = desk.now(), policy.tools[wish.tool]
    call = Call(
        id=wish.call_id,
        conversation_id=conversation.id,
        customer_id=conversation.customer_id,
        tool=spec.name,
        arguments=dict(wish.arguments),
        asked_by=staff.id,
        idempotency_key=wish.call_id,
        state=CallState.APPROVED,
        policy_version=policy.version,
        at=now,
        turn_seq=conversation.asked_seq,
        labels={name: str(value) for name, value in wish.arguments.items()},
        confirmed_at=now if wish.confirmed else None,
        approved_by=staff.id,
        steps=(CallStep(now, CallState.APPROVED, staff.id, "Called by staff.", staff.name),),
    )
    return replace(call, effect=say(spec.says.effect, "en", call, {}) or spec.title.get("en", ""))
