"""Views: what the screens of staff show, as the board and the accounts read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handrail.actions.ports import StaffMember
from handrail.domain.conversation import Conversation, Speaker
from handrail.domain.handoff import Handoff
from handrail.domain.record import Decision


class View(StrEnum):
    """Which conversations a list shows."""

    QUEUE = "queue"
    MINE = "mine"
    REVIEWS = "reviews"
    AI = "ai"
    CALLBACKS = "callbacks"
    ALL = "all"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, where that decides what may be seen: one member of staff with these skills."""

    staff_id: str
    skills: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class StaffName:
    """A member of staff, by name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in a list.

    ``tier``, ``kind`` and ``sentiment`` come from its latest decision; ``waiting_since`` is the
    customer's oldest message without an answer, or when the waiting hand-off was asked for.
    """

    conversation: Conversation
    last_text: str
    last_from: Speaker
    last_at: datetime
    customer_name: str | None = None
    segment: str = ""
    staff: StaffName | None = None
    tier: str | None = None
    kind: str | None = None
    sentiment: float | None = None
    waiting_since: datetime | None = None
    handoff: Handoff | None = None
    offered_to: StaffName | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class RowQuery:
    """Which rows: ``staff_id`` is who looks, ``q`` words to find, ``cursor`` from the page before.

    A ``reader`` finds no conversation that is sealed for them; None finds all.
    """

    view: View
    staff_id: str
    q: str = ""
    cursor: str | None = None
    limit: int = 50
    reader: Reader | None = None


@dataclass(frozen=True, slots=True)
class RowPage:
    """One page of rows, and how many there are in all (of this view, with this search)."""

    items: Sequence[Row]
    total: int
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of each thing that one person may turn to."""

    queued: int = 0
    offered_to_me: int = 0
    mine: int = 0
    reviews: int = 0
    ai: int = 0
    callbacks: int = 0


@dataclass(frozen=True, slots=True)
class DecisionQuery:
    """Which decisions, latest first; a ``reader`` finds none of what is sealed for them."""

    q: str = ""
    lead: str = ""
    rule: str = ""
    kind: str = ""
    cursor: str | None = None
    limit: int = 50
    reader: Reader | None = None


@dataclass(frozen=True, slots=True)
class DecidedTurn:
    """A decision with the words it was taken on."""

    decision: Decision
    text: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One page of decisions."""

    items: Sequence[DecidedTurn]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class StaffLoad:
    """One member of staff and how much they carry."""

    id: str
    name: str
    available: bool
    load: int
    capacity: int
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The last 24 hours in numbers; waits in seconds from asked to accepted."""

    turns: int = 0
    ai: int = 0
    review: int = 0
    person: int = 0
    handoffs: int = 0
    p50_wait_s: float | None = None
    p90_wait_s: float | None = None


@dataclass(frozen=True, slots=True)
class Supervision:
    """Who leads what now, who waits (longest first), who is there.

    ``leads`` counts open conversations by AI, REVIEW and PERSON.
    """

    leads: Mapping[str, int]
    waiting: Sequence[Row]
    longest_wait_s: float | None
    staff: Sequence[StaffLoad]
    today: Today


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A loaded version of a policy; ``active_since`` is set on the one that decides."""

    name: str
    version: str
    loaded_at: datetime
    loaded_by: str
    active_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """Something on its way that will not be kept: an SSE event's name and data."""

    event: str
    data: dict[str, object]


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """An invented customer that a visitor of the demo may write as."""

    external_id: str
    name: str
    segment: str
    contacts: int


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff's account; ``disabled_at`` set: they cannot sign in."""

    staff: StaffMember
    created_at: datetime
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What changes in an account; None leaves it as it is."""

    name: str | None = None
    roles: tuple[str, ...] | None = None
    skills: tuple[str, ...] | None = None
    capacity: int | None = None
    locale: str | None = None
    password_hash: str | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key with which a program calls; only its hash is kept."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a sign-in is checked against: the account's id and its password hash."""

    staff_id: str
    password_hash: str = field(repr=False)


class AlreadyThere(Exception):
    """Something of that name exists already."""
