"""Due: when something that was promised in words is due, in the desk's own days and hours."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handrail.domain.due_words import (
    CLOCK,
    DATE,
    DAY,
    DURATION,
    END_OF,
    FIXED_SPAN,
    MONTHS,
    NUMBERS,
    PART,
    PARTS,
    UNITS,
    WEEKDAYS,
)
from handrail.domain.policy import OpeningHours
from handrail.domain.staffing import is_open

LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Due:
    """When it is due (aware, in the desk's zone), and the words that say so."""

    at: datetime
    words: str


def due_in(text: str, said_at: datetime, hours: OpeningHours) -> Due | None:
    """When what ``text`` (English, German or Spanish) promises is due; None when it names no time.

    Spans in hours run by the clock. A day means its closing time, or its end where the desk is
    closed on it; a working day is one on which the desk opens. An hour that may be of the morning
    or the afternoon is the next one within opening hours. The result lies after ``said_at``, and
    of two readings ("next Friday") it is the earlier, because a reminder too early does no harm.
    """
    desk = _Desk(hours, said_at.astimezone(ZoneInfo(hours.time_zone)))
    for read in (_span, _fixed_span, _day, _end_of, _time):
        found = read(text, desk)
        if found is not None:
            inside = desk.now < found.at <= desk.now + LONGEST
            return found if inside else None
    return None


@dataclass(frozen=True, slots=True)
class _Desk:
    """The desk's hours, and its local time when the words were said."""

    hours: OpeningHours
    now: datetime

    def opens_on(self, day: date) -> bool:
        spans = self.hours.days
        return bool(spans[day.weekday()]) if any(spans) else day.weekday() < 5

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.now.tzinfo)

    def end_of(self, day: date) -> datetime:
        """When the day ends for the desk: at its last closing time, or at midnight."""
        spans = self.hours.days[day.weekday()]
        closes = spans[-1][1] if spans else time.min
        midnight = self.at(day + timedelta(days=1), time.min)
        end = midnight if closes == time.min else self.at(day, closes)
        return end if end > self.now else midnight

    def working_day(self, count: int) -> date:
        day = self.now.date()
        while count > 0:
            day += timedelta(days=1)
            count -= self.opens_on(day)
        return day

    def last_open(self, monday: date) -> date:
        """The last day of that week on which the desk opens."""
        week = [monday + timedelta(days=ahead) for ahead in range(7)]
        return [day for day in week if self.opens_on(day)][-1]


def _span(text: str, desk: _Desk) -> Due | None:
    match = DURATION.search(text)
    if match is None:
        return None
    count = _number(match["upto"] or match["count"])
    if count > LONGEST.days:
        return None
    return Due(_after(count, _unit(match["unit"]), desk), match[0].strip())


def _after(count: int, unit: str, desk: _Desk) -> datetime:
    today = desk.now.date()
    match unit:
        case "minute":
            return desk.now + timedelta(minutes=count)
        case "hour":
            return desk.now + timedelta(hours=count)
        case "working":
            return desk.end_of(desk.working_day(count))
        case "week":
            return desk.end_of(today + timedelta(weeks=count))
        case "month":
            return desk.end_of(today + timedelta(days=30 * count))
        case _:
            return desk.end_of(today + timedelta(days=count))


def _unit(word: str) -> str:
    lowered = word.lower()
    return next(unit for pattern, unit in UNITS if re.match(pattern, lowered))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def _fixed_span(text: str, desk: _Desk) -> Due | None:
    match = FIXED_SPAN.search(text)
    if match is None:
        return None
    minutes = 30 if match["half"] else 60
    return Due(desk.now + timedelta(minutes=minutes), match[0].strip())


def _day(text: str, desk: _Desk) -> Due | None:
    """A named day or date, with the hour or the part of the day that stands beside it."""
    for pattern, day_of in ((DAY, _named_day), (DATE, _dated)):
        match = pattern.search(text)
        day = day_of(match, desk) if match else None
        if match is not None and day is not None:
            beside = text[: match.start()] + " " + text[match.end() :]
            clock, said = _clock_on(day, beside, desk)
            return Due(clock, " ".join(f"{match[0]} {said}".split()))
    return None


def _named_day(match: "re.Match[str]", desk: _Desk) -> date | None:
    today = desk.now.date()
    if match["today"]:
        return today
    if match["overmorrow"]:
        return today + timedelta(days=2)
    if match["tomorrow"]:
        return today + timedelta(days=1)
    wanted = WEEKDAYS[match["weekday"].lower().removesuffix("s") or match["weekday"].lower()]
    ahead = (wanted - today.weekday()) % 7
    return today + timedelta(days=7 if ahead == 0 and match["next"] else ahead)


def _dated(match: "re.Match[str]", desk: _Desk) -> date | None:
    groups = match.groupdict()
    number = next(groups[name] for name in ("d1", "d2", "d3") if groups[name])
    month = (
        MONTHS[(groups["m1"] or groups["m2"]).lower()] if not groups["d3"] else int(groups["m3"])
    )
    for year in (desk.now.year, desk.now.year + 1):
        try:
            day = date(year, month, int(number))
        except ValueError:
            continue
        if day >= desk.now.date():
            return day
    return None


def _clock_on(day: date, beside: str, desk: _Desk) -> tuple[datetime, str]:
    clock = CLOCK.search(beside)
    if clock is not None:
        fits = [at for at in _hours_of(clock, lambda wall: desk.at(day, wall)) if at > desk.now]
        if fits:
            return _in_hours(fits, desk.hours), clock[0].strip()
    part = PART.search(beside)
    if part is not None:
        at = _part_of(day, part, desk)
        if at > desk.now:
            return at, part[0].strip()
    return desk.end_of(day), ""


def _in_hours(fits: list[datetime], hours: OpeningHours) -> datetime:
    """The first that the desk is open at, or closes at; the first of all when there is none."""
    minute = timedelta(minutes=1)
    return next((at for at in fits if is_open(hours, at - minute) or is_open(hours, at)), fits[0])


def _hours_of(clock: "re.Match[str]", at: Callable[[time], datetime]) -> list[datetime]:
    """The instants that a time of day may mean: two where morning or afternoon is left open."""
    if clock["noon"]:
        return [at(time(12))]
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    half = (clock["half"] or "").lower().replace(".", "").replace(" ", "")
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return []
    if half in ("am", "pm") and 1 <= hour <= 12:
        return [at(time(hour % 12 + (12 if half == "pm" else 0), minute))]
    certain = hour > 12 or hour == 0 or half == "uhr" or len(clock["hour"]) == 2
    walls = [hour % 24] if certain else [hour, (hour + 12) % 24]
    return sorted(at(time(wall, minute)) for wall in walls)


def _part_of(day: date, part: "re.Match[str]", desk: _Desk) -> datetime:
    said = " ".join(part[0].lower().split())
    hour = next((hour for pattern, hour in PARTS if re.search(pattern, said)), None)
    return desk.end_of(day) if hour is None else desk.at(day, time(hour))


def _end_of(text: str, desk: _Desk) -> Due | None:
    match = END_OF.search(text)
    if match is None:
        return None
    today = desk.now.date()
    monday = today - timedelta(days=today.weekday())
    if match["month"]:
        first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return Due(desk.end_of(first - timedelta(days=1)), match[0].strip())
    end = desk.end_of(desk.last_open(monday))
    if match["nextweek"] or desk.last_open(monday) < today:
        end = desk.end_of(desk.last_open(monday + timedelta(weeks=1)))
    return Due(end, match[0].strip())


def _time(text: str, desk: _Desk) -> Due | None:
    """An hour or a part of the day alone: the next one."""
    days = [desk.now.date() + timedelta(days=ahead) for ahead in range(3)]
    clock = CLOCK.search(text)
    if clock is not None:
        fits = [at for day in days for at in _hours_of(clock, lambda w, d=day: desk.at(d, w))]
        ahead = [at for at in fits if at > desk.now]
        return Due(_in_hours(ahead, desk.hours), clock[0].strip()) if ahead else None
    part = PART.search(text)
    if part is not None:
        ahead = [at for day in days if (at := _part_of(day, part, desk)) > desk.now]
        return Due(ahead[0], part[0].strip())
    return None
