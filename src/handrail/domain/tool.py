"""Tool: what the AI and staff may have done for a customer, and one call of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

Texts = Mapping[str, str]  # by locale
Value = str | int | float | bool
Arguments = Mapping[str, object]

LONGEST_VALUE = 200  # characters of one argument or told field


class ToolUse(StrEnum):
    """The least trusted who may call a tool; staff may call each that the policy names."""

    AI = "ai"
    AI_WITH_APPROVAL = "ai_with_approval"  # the AI proposes, a person approves
    STAFF = "staff"


class Beyond(StrEnum):
    """What happens to a call of the AI's that is beyond a limit."""

    REFUSE = "refuse"  # nobody may: not the AI, not staff
    APPROVAL = "approval"  # a person decides


class Per(StrEnum):
    """What a rate counts over."""

    CONVERSATION = "conversation"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Limit:
    """What one argument must satisfy; each part that is None asks nothing.

    ``own`` names a field of the identified customer that it must equal, such as
    "customer.external_id": nobody can act on somebody else's account.
    """

    argument: str
    least: float | None = None
    most: float | None = None
    allowed: tuple[Value, ...] | None = None
    pattern: str | None = None
    own: str | None = None
    beyond: Beyond = Beyond.REFUSE


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``count`` calls in ``window_s`` seconds."""

    count: int
    window_s: int
    per: Per = Per.CUSTOMER


@dataclass(frozen=True, slots=True)
class Choice:
    """How the AI finds an argument: by a reading tool whose list the customer chooses from.

    ``items`` is the field of the output that is the list, ``value`` the field of an item that becomes
    the argument, ``label`` what the customer reads of it with ``{field}`` filled in, ``only`` the
    values that fields of an item must have.
    """

    tool: str
    items: str
    value: str
    label: str
    ask: Texts
    none: Texts
    only: Mapping[str, Value] = field(default_factory=dict[str, Value])


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the AI takes an argument from: a customer's field, a constant, a choice or a plain question."""

    argument: str
    own: str | None = None
    value: Value | None = None
    choice: Choice | None = None
    ask: Texts | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A field of a tool's output that may stand in words to the customer, if it fits ``pattern``."""

    name: str
    pattern: str = r"[\w .,:/+-]{1,60}"
    words: Mapping[str, Texts] = field(default_factory=dict[str, Texts])  # value -> its words


@dataclass(frozen=True, slots=True)
class Listed:
    """A list in the output of a tool that only reads, told to the customer a line an item.

    ``items`` is the field that is the list; of an item, the fields under ``tells`` are said, filled into
    ``line``. ``only`` are the values that fields must have, ``upcoming`` a field with a day or time that
    must not be over. ``none`` is said when no item is left, ``more`` where there are over ``most``.
    """

    items: str
    line: Texts
    none: Texts
    more: Texts
    tells: tuple[Told, ...]
    only: Mapping[str, Value] = field(default_factory=dict[str, Value])
    upcoming: str | None = None
    most: int = 5


@dataclass(frozen=True, slots=True)
class Says:
    """The company's words around a call; ``{argument}`` and declared output fields are filled in.

    A text that is empty is not said; ``done`` and ``failed`` must be there for a tool of the AI's.
    """

    effect: Texts = field(default_factory=dict[str, str])
    done: Texts = field(default_factory=dict[str, str])
    failed: Texts = field(default_factory=dict[str, str])
    unknown: Texts = field(default_factory=dict[str, str])  # nobody knows yet whether it happened
    refused: Texts = field(default_factory=dict[str, str])
    declined: Texts = field(default_factory=dict[str, str])  # the customer said no
    waiting: Texts = field(default_factory=dict[str, str])  # a person is asked to approve


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """One tool as the policy allows it. What it does not allow is refused.

    ``sees`` are the fields of customer and conversation that it may receive. ``effect`` False: it only
    reads. ``idempotent``: the server does the same key once, so that a call cut off may be repeated.
    ``undo`` names the tool that undoes a call of this one, within ``undo_s`` seconds of it (None: always).
    """

    name: str
    title: Texts
    server: str
    remote_name: str
    description: str
    input_schema: Mapping[str, object]  # JSON Schema of an object with plain values
    who: ToolUse = ToolUse.STAFF
    limits: tuple[Limit, ...] = ()
    rates: tuple[Rate, ...] = ()
    undo: str | None = None
    undo_s: int | None = None
    needs_confirmation: bool = True
    effect: bool = True
    idempotent: bool = False
    sees: tuple[str, ...] = ()
    approval_s: int = 600
    approval_fallback: str = "hand_off"  # or "refuse"
    kinds: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    tells: tuple[Told, ...] = ()
    lists: Listed | None = None
    says: Says = Says()
    deadline_s: float = 15.0

    def slot(self, argument: str) -> Slot | None:
        """Where the AI takes this argument from."""
        return next((slot for slot in self.slots if slot.argument == argument), None)


class CallState(StrEnum):
    """Where a call stands."""

    PROPOSED = "proposed"  # an argument is still asked for
    AWAITING_CONFIRMATION = "awaiting_confirmation"  # of the customer
    AWAITING_APPROVAL = "awaiting_approval"  # of a person
    APPROVED = "approved"
    RUNNING = "running"  # kept before the call leaves, so that a crash cannot hide it
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    LAPSED = "lapsed"
    UNKNOWN_OUTCOME = "unknown_outcome"  # it may have happened; a person finds out


ENDED = frozenset(
    {
        CallState.DONE,
        CallState.FAILED,
        CallState.REFUSED,
        CallState.LAPSED,
        CallState.UNKNOWN_OUTCOME,
    }
)
TAKES_PLACE = frozenset(
    {CallState.APPROVED, CallState.RUNNING, CallState.DONE, CallState.UNKNOWN_OUTCOME}
)
"""States that count towards a rate: it happened, will happen, or may have happened."""

_NEVER_LEAVES = frozenset({CallState.REFUSED, CallState.LAPSED})
_NEXT: Mapping[CallState, frozenset[CallState]] = {
    CallState.PROPOSED: _NEVER_LEAVES
    | {
        CallState.PROPOSED,
        CallState.AWAITING_CONFIRMATION,
        CallState.AWAITING_APPROVAL,
        CallState.APPROVED,
        CallState.FAILED,
    },
    CallState.AWAITING_CONFIRMATION: _NEVER_LEAVES
    | {CallState.AWAITING_APPROVAL, CallState.APPROVED},
    CallState.AWAITING_APPROVAL: _NEVER_LEAVES | {CallState.APPROVED},
    CallState.APPROVED: _NEVER_LEAVES | {CallState.RUNNING},
    CallState.RUNNING: frozenset({CallState.DONE, CallState.FAILED, CallState.UNKNOWN_OUTCOME}),
    CallState.UNKNOWN_OUTCOME: frozenset({CallState.DONE, CallState.FAILED}),
}


def follows(state: CallState, after: CallState) -> bool:
    """Whether a call may come from one state into another, or stay where it is."""
    return state is after or state in _NEXT.get(after, frozenset())


class WrongCallState(Exception):
    """The call is not in a state in which this can be done; says where it stands."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that the customer may choose: the argument's value, and what they read of it."""

    value: Value
    label: str


@dataclass(frozen=True, slots=True)
class CallStep:
    """One thing that happened to a call: who did it, and what it says of it."""

    at: datetime
    state: CallState
    by: str  # "ai", "customer", "system" or the id of a member of staff
    because: str = ""
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool, from its proposal to its outcome. Every transition gives a new value.

    ``idempotency_key`` is the same at every attempt. ``turn_seq`` is the customer's message it answers
    and ``said_seq`` the event that last asked the customer about it. ``proposed`` keeps the arguments
    before a person amended them. ``undoes`` is the call that this one undoes.
    """

    id: str
    conversation_id: str
    customer_id: str
    tool: str
    arguments: Arguments
    asked_by: str  # "ai" or the id of a member of staff
    idempotency_key: str
    state: CallState
    policy_version: str
    at: datetime
    kind: str = ""  # of the moment that brought it, with how sure the reading was
    kind_probability: float = 0.0
    turn_seq: int = 0
    said_seq: int | None = None
    asking: str | None = None
    options: tuple[Option, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict[str, str])  # argument -> words
    reviewed: bool = False  # a person reviews what the AI does in this moment
    confirmed_at: datetime | None = None
    approved_by: str | None = None
    proposed: Arguments | None = None
    expires_at: datetime | None = None
    effect: str = ""  # in words, as it was stated
    outcome: str = ""
    output: Mapping[str, object] = field(default_factory=dict[str, object])
    steps: tuple[CallStep, ...] = ()
    undoes: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self.state not in ENDED

    def became(self, state: CallState, at: datetime, by: str, because: str = "") -> "Call":
        """The call in its next state. Raises WrongCallState where that does not follow."""
        if state not in _NEXT.get(self.state, frozenset()):
            raise WrongCallState(
                f"This call is '{self.state}' and cannot become '{state}'; reload to see it as it is."
            )
        return replace(self, state=state, steps=(*self.steps, CallStep(at, state, by, because)))
