"""Supervision shapes: the whole desk, as a supervisor sees it."""

from collections.abc import Mapping, Sequence

import msgspec

from handrail.web.desk_shapes import Presence, RowShape


class StaffLoadShape(msgspec.Struct, frozen=True):
    """One member of staff and how much they carry."""

    id: str
    name: str
    presence: Presence
    load: int
    capacity: int
    skills: Sequence[str]


class TodayShape(msgspec.Struct, frozen=True):
    """The last 24 hours in numbers; waits in seconds."""

    turns: int
    ai: int
    review: int
    person: int
    handoffs: int
    p50_wait_s: float | None
    p90_wait_s: float | None


class SupervisionShape(msgspec.Struct, frozen=True):
    """Who leads what now, who waits, who is there."""

    leads: Mapping[str, int]
    waiting: Sequence[RowShape]
    longest_wait_s: float | None
    staff: Sequence[StaffLoadShape]
    today: TodayShape
