"""Tool shapes: tools, their calls, and what a person decides about them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from handrail.web.shapes import Answer, Request

CallStateName = Literal[
    "proposed",
    "awaiting_confirmation",
    "awaiting_approval",
    "approved",
    "running",
    "done",
    "failed",
    "refused",
    "lapsed",
    "unknown_outcome",
]
CALL_STATES: tuple[CallStateName, ...] = (
    "proposed",
    "awaiting_confirmation",
    "awaiting_approval",
    "approved",
    "running",
    "done",
    "failed",
    "refused",
    "lapsed",
    "unknown_outcome",
)
Reason = Annotated[str, Meta(max_length=500)]
Plain = str | float | bool  # a whole number is a number, too: only one of the types must fit
Arguments = dict[str, str | int | float | bool]


class ArgumentShape(Answer, frozen=True):
    """One argument of a tool. `fixed` ones are filled by rule and cannot be changed by hand."""

    name: str
    title: str
    type: Literal["string", "number", "integer", "boolean"]
    fixed: bool
    value: Plain | None = None
    minimum: float | None = None
    maximum: float | None = None
    approval_over: float | None = None
    allowed: Sequence[Plain] | None = None
    pattern: str | None = None


class ToolShape(Answer, frozen=True):
    """A tool of the policy that staff may call here."""

    name: str
    title: str
    description: str
    who: Literal["ai", "ai_with_approval", "staff"]
    effect: bool
    needs_confirmation: bool
    arguments: Sequence[ArgumentShape]
    undo: str | None = None


class Tools(Answer, frozen=True):
    """The tools of a conversation; `identified_by`: by what its customer is known for sure."""

    tools: Sequence[ToolShape]
    identified_by: str | None = None


class CallStepShape(Answer, frozen=True):
    """One thing that happened to a call."""

    at: datetime
    state: CallStateName
    by: Literal["ai", "customer", "system", "staff"]
    because: str = ""
    name: str = ""


class UndoShape(Answer, frozen=True):
    """How a call is undone: by which tool, with which effect, and until when.

    `because` says why it cannot be (any more); `done_by` is the call that undid it, or may have.
    """

    tool: str
    title: str
    effect: str
    needs_confirmation: bool
    until: datetime | None = None
    because: str = ""
    done_by: str | None = None
    state: CallStateName | None = None


class CallShape(Answer, frozen=True):
    """One call of a tool. `effect` says in words what it does; `proposed` what a person amended.

    `undo` is there where the policy names a way to undo it; `undoes` is the call that this one undoes.
    """

    id: str
    conversation_id: str
    tool: str
    title: str
    state: CallStateName
    effect: str
    at: datetime
    by_ai: bool
    arguments: Mapping[str, Plain]
    argument_shapes: Sequence[ArgumentShape]
    steps: Sequence[CallStepShape]
    output: Mapping[str, Plain]
    outcome: str
    kind: str
    confirmed: bool
    policy_version: str
    proposed: Mapping[str, Plain] | None = None
    expires_at: datetime | None = None
    customer_name: str | None = None
    undo: UndoShape | None = None
    undoes: str | None = None


class Calls(Answer, frozen=True):
    """Calls, latest first in lists and oldest first in a conversation."""

    items: Sequence[CallShape]
    next_cursor: str | None = None


class NewCall(Request, frozen=True):
    """A call that I want made. `call_id` is made by the client, so that a retry is harmless."""

    call_id: UUID
    tool: Annotated[str, Meta(min_length=1, max_length=100)]
    arguments: Arguments
    confirmed: bool = False


class ApproveCall(Request, frozen=True):
    """Let it be done, with these arguments in place of the proposed ones when given."""

    arguments: Arguments | None = None


class RefuseCall(Request, frozen=True):
    """Why it shall not be done."""

    reason: Reason = ""


class UndoCall(Request, frozen=True):
    """Undo what was done. `undo_id` is made by the client, so that a retry is harmless."""

    undo_id: UUID
    confirmed: bool = False


class SettleCall(Request, frozen=True):
    """What I found out about a call whose outcome was unknown."""

    happened: bool
    note: Reason = ""
