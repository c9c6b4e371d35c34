"""Undo a call: what was done for a customer is taken back by the tool that the policy names for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handrail.actions.approve_call import NotAllowed, locked
from handrail.actions.desk import Desk
from handrail.actions.gather_tools import HISTORY, known_of
from handrail.actions.ports import Job, JobKind, StaffMember
from handrail.domain.conversation import Conversation, State, WrongState
from handrail.domain.policy import Policy
from handrail.domain.tool import Call, CallState, CallStep, WrongCallState
from handrail.domain.tool_rules import Known, caller_of, may_call
from handrail.domain.tool_undo import (
    Undo,
    undo_arguments,
    undo_effect,
    undo_labels,
    undo_of,
    why_not_undone,
)


@dataclass(frozen=True, slots=True)
class UndoWish:
    """Which call shall be undone. ``undo_id`` is made by the client, so that a retry is harmless.

    ``confirmed``: the customer said yes to it.
    """

    undo_id: str
    call_id: str
    confirmed: bool = False


async def undo_call(desk: Desk, wish: UndoWish, staff: StaffMember) -> Call:
    """Let the undoing of a call leave, once per call; it is a call like others, and its limits hold.

    Gives the call that undoes. Raises WrongState when a colleague leads the conversation, WrongCallState
    when the call cannot be undone (any more), NotAllowed when the rules refuse it, LookupError for no
    such call or an id that another call has.
    """
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        call = await locked(tx, wish.call_id)
        kept = await tx.call(wish.undo_id)
        if kept is not None:
            return _same(kept, wish, staff)
        conversation = await tx.conversation(call.conversation_id)
        assert conversation is not None
        _hold_off(conversation, staff)
        undo = _undo(desk, policy, call, await tx.undos_of([call.id]))
        known = await known_of(tx, conversation, by_staff=True)
        made = _made(wish, _begun(desk, wish, staff), undo, call, known)
        made = replace(made, turn_seq=conversation.asked_seq, policy_version=policy.version)
        history = await tx.calls_of_customer(call.customer_id, desk.now() - HISTORY)
        verdict = may_call(undo.spec, made.arguments, caller_of(made), known, history, desk.now())
        if not verdict.allowed:
            raise NotAllowed(" ".join(verdict.reasons))
        await tx.add_call(made)
        await tx.defer(Job(JobKind.RUN_CALL, conversation.id, made.id))
    return made


def _same(kept: Call, wish: UndoWish, staff: StaffMember) -> Call:
    if kept.undoes != wish.call_id or kept.asked_by != staff.id:
        raise LookupError(f"no tool call {wish.undo_id}")
    return kept


def _hold_off(conversation: Conversation, staff: StaffMember) -> None:
    """Whoever leads the conversation undoes in it; where nobody does, each who may approve calls may."""
    led_by_another = (
        conversation.state is State.PERSON and conversation.staff_id not in (None, staff.id)
    )  # fmt: skip
    if led_by_another and not {"supervisor", "admin"} & set(staff.roles):
        raise WrongState(
            "A colleague leads this conversation; they or a supervisor may undo the call."
        )


def _undo(desk: Desk, policy: Policy, call: Call, undos: Sequence[Call]) -> Undo:
    undo = undo_of(policy.tools, call)
    why_not = why_not_undone(undo, undos, desk.now())
    if why_not or undo is None:
        raise WrongCallState(why_not)
    if undo.spec.server not in desk.tools:
        raise NotAllowed(f"No server '{undo.spec.server}' is connected, which would undo it.")
    return undo


def _begun(desk: Desk, wish: UndoWish, staff: StaffMember) -> CallStep:
    said = " The customer said yes." if wish.confirmed else ""
    because = f"Undone by staff.{said}"
    return CallStep(desk.now(), CallState.APPROVED, staff.id, because, staff.name)


def _made(wish: UndoWish, begun: CallStep, undo: Undo, call: Call, known: Known) -> Call:
    return Call(
        id=wish.undo_id,
        conversation_id=call.conversation_id,
        customer_id=call.customer_id,
        tool=undo.spec.name,
        arguments=undo_arguments(undo, call, known),
        asked_by=begun.by,
        idempotency_key=wish.undo_id,
        state=CallState.APPROVED,
        policy_version=call.policy_version,
        at=begun.at,
        labels=undo_labels(call),
        confirmed_at=begun.at if wish.confirmed else None,
        approved_by=begun.by,
        effect=undo_effect(undo, call, "en"),
        steps=(begun,),
        undoes=call.id,
    )
