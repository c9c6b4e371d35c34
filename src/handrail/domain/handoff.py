"""Hand-off: the way from a wish for a person to a person, a booked call or a stated answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import ceil
from statistics import quantiles

from handrail.domain.conversation import WrongState
from handrail.domain.staffing import OnDuty

WAITS_FOR_A_RANGE = 10


class HandoffState(StrEnum):
    """Where a hand-off stands."""

    REQUESTED = "requested"
    QUEUED = "queued"
    OFFERED = "offered"
    CALLBACK = "callback"
    ACCEPTED = "accepted"
    HANDED_BACK = "handed_back"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


WAITING = (HandoffState.REQUESTED, HandoffState.QUEUED, HandoffState.OFFERED)
ENDED = (HandoffState.HANDED_BACK, HandoffState.CLOSED, HandoffState.WITHDRAWN)


class Prefer(StrEnum):
    """How the customer wants the person."""

    NOW = "now"
    CALLBACK = "callback"
    MESSAGE = "message"


class AskedBy(StrEnum):
    """Who asked for the person."""

    CUSTOMER = "customer"
    RULE = "rule"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Handoff:
    """One hand-off of a conversation. ``passed_on`` lists staff who declined or let the offer lapse."""

    id: str
    conversation_id: str
    asked_by: AskedBy
    rule: str
    reason: str
    requested_at: datetime
    prefer: Prefer = Prefer.NOW
    state: HandoffState = HandoffState.REQUESTED
    urgency: int = 0
    skills: tuple[str, ...] = ()
    note: str = ""
    offered_to: str | None = None
    offer_expires_at: datetime | None = None
    passed_on: tuple[str, ...] = ()
    callback_at: datetime | None = None
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def waiting(self) -> bool:
        """Whether it still waits for a person to accept."""
        return self.state in WAITING

    def queued(self) -> "Handoff":
        """In line for the next suitable person."""
        self._must_be(*WAITING, HandoffState.CALLBACK)
        return replace(
            self,
            state=HandoffState.QUEUED,
            offered_to=None,
            offer_expires_at=None,
            callback_at=None,
        )

    def preferring(self, prefer: Prefer, urgency: int) -> "Handoff":
        """The customer changed how they want the person."""
        self._must_be(*WAITING, HandoffState.CALLBACK)
        return replace(self, prefer=prefer, urgency=max(self.urgency, urgency))

    def booked(self, at: datetime) -> "Handoff":
        """A call back is booked for ``at``."""
        self._must_be(*WAITING, HandoffState.CALLBACK)
        return replace(
            self,
            state=HandoffState.CALLBACK,
            prefer=Prefer.CALLBACK,
            callback_at=at,
            offered_to=None,
            offer_expires_at=None,
        )

    def offered(self, staff_id: str, expires_at: datetime) -> "Handoff":
        """Offered to one person until ``expires_at``."""
        self._must_be(HandoffState.QUEUED)
        return replace(
            self, state=HandoffState.OFFERED, offered_to=staff_id, offer_expires_at=expires_at
        )

    def declined(self, staff_id: str) -> "Handoff":
        """The person it was offered to declined, or let it lapse: back in line, for somebody else."""
        self._must_be(HandoffState.OFFERED)
        if self.offered_to != staff_id:
            raise WrongState("This offer is somebody else's by now.")
        return replace(
            self,
            state=HandoffState.QUEUED,
            offered_to=None,
            offer_expires_at=None,
            passed_on=(*self.passed_on, staff_id),
        )

    def accepted(self, staff_id: str, at: datetime) -> "Handoff":
        """A person has it."""
        self._must_be(*WAITING, HandoffState.CALLBACK)
        return replace(
            self,
            state=HandoffState.ACCEPTED,
            accepted_by=staff_id,
            accepted_at=at,
            offered_to=None,
            offer_expires_at=None,
        )

    def ended(self, state: HandoffState, at: datetime) -> "Handoff":
        """It is over: handed back, closed or withdrawn."""
        if self.state in ENDED:
            raise WrongState(f"The hand-off is over already: {self.state}.")
        return replace(self, state=state, ended_at=at, offered_to=None, offer_expires_at=None)

    def _must_be(self, *states: HandoffState) -> None:
        if self.state not in states:
            raise WrongState(
                f"The hand-off is in state '{self.state}'; this needs one of: {', '.join(states)}."
            )


def whom_to_offer(handoff: Handoff, staff: Sequence[OnDuty]) -> OnDuty | None:
    """The free person to offer it to: skilled, not asked before, least loaded, longest idle.

    When nobody on duty has the skills, skill stops counting; when all have passed, a new round starts.
    """
    needed = frozenset(handoff.skills)
    skilled = [person for person in staff if needed <= person.skills] or list(staff)
    fresh = [person for person in skilled if person.staff_id not in handoff.passed_on] or skilled
    free = [person for person in fresh if person.free]
    return min(free, key=lambda p: (p.load / p.capacity, p.idle_since), default=None)


@dataclass(frozen=True, slots=True)
class WaitRange:
    """An honest range of waiting, in whole minutes."""

    low_min: int
    high_min: int


def wait_range(waits_s: Sequence[float]) -> WaitRange | None:
    """The 50th to 90th percentile of recent waits (seconds), or None with under ten of them."""
    if len(waits_s) < WAITS_FOR_A_RANGE:
        return None
    tenths = quantiles(waits_s, n=10, method="inclusive")
    low = max(1, round(tenths[4] / 60))
    return WaitRange(low, max(low + 1, ceil(tenths[8] / 60)))
