"""Staffing: who of the company's people is there, and when they next are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handrail.domain.policy import OpeningHours


@dataclass(frozen=True, slots=True)
class OnDuty:
    """One available member of staff with their load, for routing."""

    staff_id: str
    name: str
    skills: frozenset[str]
    load: int
    capacity: int
    idle_since: datetime

    @property
    def free(self) -> bool:
        """Whether they can take one more conversation."""
        return self.load < self.capacity


@dataclass(frozen=True, slots=True)
class Staffing:
    """The people's side of a decision."""

    in_hours: bool
    on_duty: int = 0
    free: int = 0
    ai_stopped: bool = False

    @property
    def people_here(self) -> bool:
        """Whether the company has people now: by its hours, or because somebody is on duty."""
        return self.in_hours or self.on_duty > 0


def is_open(hours: OpeningHours, at: datetime) -> bool:
    """Whether ``at`` (aware) lies in the opening hours."""
    local = at.astimezone(ZoneInfo(hours.time_zone))
    return any(
        start <= local.time() < end or (end == end.min and start <= local.time())
        for start, end in hours.days[local.weekday()]
    )


def next_opening(hours: OpeningHours, at: datetime) -> datetime | None:
    """The next start of a span after ``at``, in the desk's zone; None when it never opens."""
    local = at.astimezone(ZoneInfo(hours.time_zone))
    for ahead in range(8):
        day = local.date() + timedelta(days=ahead)
        for start, _ in hours.days[day.weekday()]:
            opens = datetime.combine(day, start, tzinfo=ZoneInfo(hours.time_zone))
            if opens > local:
                return opens
    return None


def callback_slots(
    hours: OpeningHours, at: datetime, minutes: int, count: int = 6
) -> Sequence[datetime]:
    """The next ``count`` starts of callback slots of ``minutes`` inside opening hours, from 15 minutes on."""
    zone = ZoneInfo(hours.time_zone)
    earliest = at.astimezone(zone) + timedelta(minutes=15)
    slots: list[datetime] = []
    for ahead in range(15):
        day = earliest.date() + timedelta(days=ahead)
        for start, end in hours.days[day.weekday()]:
            slot = datetime.combine(day, start, tzinfo=zone)
            closes = datetime.combine(day, end, tzinfo=zone)
            if end == end.min:
                closes += timedelta(days=1)
            while slot + timedelta(minutes=minutes) <= closes:
                if slot >= earliest:
                    slots.append(slot)
                    if len(slots) == count:
                        return slots
                slot += timedelta(minutes=minutes)
    return slots
