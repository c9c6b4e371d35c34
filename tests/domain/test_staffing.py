from datetime import UTC, datetime, time
from itertools import pairwise

from handrail.domain.policy import OpeningHours
from handrail.domain.staffing import OnDuty, Staffing, callback_slots, is_open, next_opening

BERLIN = OpeningHours("Europe/Berlin", (((time(8), time(20)),),) * 5 + ((), ()))
NEVER = OpeningHours("Europe/Berlin", ((),) * 7)
ALWAYS = OpeningHours("UTC", (((time(0), time(0)),),) * 7)
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_open_on_a_monday_and_closed_on_a_saturday() -> None:
    assert is_open(BERLIN, MONDAY_NOON)
    assert not is_open(BERLIN, SATURDAY)


def test_the_desks_zone_counts() -> None:
    assert is_open(BERLIN, datetime(2026, 11, 23, 18, 59, tzinfo=UTC))
    assert not is_open(BERLIN, datetime(2026, 11, 23, 19, 0, tzinfo=UTC))


def test_midnight_ends_a_span() -> None:
    assert is_open(ALWAYS, datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC))


def test_next_opening_skips_the_weekend() -> None:
    opens = next_opening(BERLIN, SATURDAY)
    assert opens is not None
    assert opens.isoformat() == "2026-11-30T08:00:00+01:00"


def test_a_desk_that_never_opens_says_so() -> None:
    assert next_opening(NEVER, MONDAY_NOON) is None
    assert list(callback_slots(NEVER, MONDAY_NOON, 30)) == []


def test_callback_slots_lie_in_hours_and_in_order() -> None:
    slots = callback_slots(BERLIN, datetime(2026, 11, 27, 18, 20, tzinfo=UTC), 30)
    assert [slot.strftime("%a %H:%M") for slot in slots[:2]] == ["Mon 08:00", "Mon 08:30"]
    assert all(is_open(BERLIN, slot) for slot in slots)
    assert all(before < after for before, after in pairwise(slots))


def test_slots_reach_to_midnight() -> None:
    slots = callback_slots(ALWAYS, datetime(2026, 11, 23, 23, 0, tzinfo=UTC), 30, count=2)
    assert [slot.strftime("%H:%M") for slot in slots] == ["23:30", "00:00"]


def test_people_are_here_in_hours_or_when_somebody_is() -> None:
    assert Staffing(in_hours=True).people_here
    assert Staffing(in_hours=False, on_duty=1).people_here
    assert not Staffing(in_hours=False).people_here


def test_a_person_is_free_below_capacity() -> None:
    assert OnDuty("a", "A", frozenset(), 1, 2, MONDAY_NOON).free
    assert not OnDuty("a", "A", frozenset(), 2, 2, MONDAY_NOON).free
