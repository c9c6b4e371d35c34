"""Approve a call, amended or not, or refuse it: what the AI proposed, a named person decides."""

from collections.abc import Mapping
from dataclasses import replace

from handrail.actions.desk import Desk
from handrail.actions.gather_tools import HISTORY, known_of
from handrail.actions.ports import Job, JobKind, StaffMember, Transaction
from handrail.actions.tell_outcome import tell_outcome
from handrail.domain.tool import Call, CallState, CallStep, ToolSpec, WrongCallState
from handrail.domain.tool_flow import say
from handrail.domain.tool_rules import caller_of, may_call


class NotAllowed(Exception):
    """The rules refuse a call as it is; says why, in words for staff."""


async def approve_call(
    desk: Desk,
    call_id: str,
    staff: StaffMember,
    arguments: Mapping[str, object] | None = None,
) -> Call:
    """Let a call leave, with ``arguments`` in place of the proposed ones when given.

    Raises WrongCallState when it does not wait (any more), NotAllowed when the rules refuse these
    arguments for everybody, LookupError for no such call.
    """
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        call = await locked(tx, call_id)
        if call.state is not CallState.AWAITING_APPROVAL or _is_over(desk, call):
            raise WrongCallState(
                "This call does not wait for approval any more; reload to see why."
            )
        spec = policy.tools.get(call.tool)
        if spec is None:
            raise NotAllowed(f"The policy that decides now has no tool '{call.tool}'.")
        approved = _amended(spec, call, arguments)
        approved = replace(approved, approved_by=staff.id)
        conversation = await tx.conversation(call.conversation_id)
        assert conversation is not None
        known = await known_of(tx, conversation)
        history = await tx.calls_of_customer(call.customer_id, desk.now() - HISTORY)
        verdict = may_call(
            spec, approved.arguments, caller_of(approved), known, history, desk.now()
        )
        if not verdict.allowed:
            raise NotAllowed(" ".join(verdict.reasons))
        approved = _stepped(approved, CallState.APPROVED, desk, staff, _amendment(call, approved))
        await tx.save_call(approved)
        await tx.defer(Job(JobKind.RUN_CALL, call.conversation_id, call.id))
    return approved


def _is_over(desk: Desk, call: Call) -> bool:
    return call.expires_at is not None and call.expires_at <= desk.now()


def _amended(spec: ToolSpec, call: Call, arguments: Mapping[str, object] | None) -> Call:
    if arguments is None or dict(arguments) == dict(call.arguments):
        return call
    changed = {
        name: str(value) for name, value in arguments.items() if value != call.arguments.get(name)
    }
    amended = replace(
        call,
        arguments=dict(arguments),
        labels={**call.labels, **changed},
        proposed=call.arguments,
    )
    return replace(amended, effect=say(spec.says.effect, "en", amended, {}))


def _amendment(before: Call, after: Call) -> str:
    changed = [
        f"{name}: {before.arguments.get(name)} → {value}"
        for name, value in after.arguments.items()
        if value != before.arguments.get(name)
    ]
    return f"Amended {', '.join(changed)}." if changed else "Approved as proposed."


def _stepped(call: Call, state: CallState, desk: Desk, staff: StaffMember, because: str) -> Call:
    moved = call.became(state, desk.now(), staff.id, because)
    *before, last = moved.steps
    named = CallStep(last.at, last.state, last.by, last.because, staff.name)
    return replace(moved, steps=(*before, named))


async def refuse_call(desk: Desk, call_id: str, staff: StaffMember, reason: str = "") -> Call:
    """Refuse a call that waits for approval, and tell the customer that it will not be done.

    Raises WrongCallState when it does not wait (any more), LookupError for no such call.
    """
    policy = await desk.policies.active()
    because = reason or "Refused."
    async with desk.store.transaction() as tx:
        call = await locked(tx, call_id)
        if call.state is not CallState.AWAITING_APPROVAL:
            raise WrongCallState(
                "This call does not wait for approval any more; reload to see why."
            )
        refused = replace(_stepped(call, CallState.REFUSED, desk, staff, because), outcome=because)
        await tx.save_call(refused)
    await tell_outcome(desk, policy, call_id)
    return refused


async def settle_call(
    desk: Desk, call_id: str, staff: StaffMember, *, happened: bool, note: str = ""
) -> Call:
    """A person found out whether a call of unknown outcome happened.

    Raises WrongCallState when its outcome is known, LookupError for no such call.
    """
    state = CallState.DONE if happened else CallState.FAILED
    async with desk.store.transaction() as tx:
        call = await locked(tx, call_id)
        if call.state is not CallState.UNKNOWN_OUTCOME:
            raise WrongCallState("The outcome of this call is known already; reload to see it.")
        because = note or ("It happened." if happened else "It did not happen.")
        settled = replace(_stepped(call, state, desk, staff, because), outcome=because)
        if call.undoes is not None:  # the customer was told that nobody knows
            settled = replace(settled, said_seq=None)
        await tx.save_call(settled)
    if settled.undoes is not None:
        await tell_outcome(desk, await desk.policies.active(), call_id)
    return settled


async def locked(tx: Transaction, call_id: str) -> Call:
    """The call, after its conversation is locked. Raises LookupError for no such call."""
    conversation_id = await tx.conversation_of_call(call_id)
    if conversation_id is None:
        raise LookupError(f"no tool call {call_id}")
    await tx.conversation(conversation_id)
    call = await tx.call(call_id)
    assert call is not None
    return call
