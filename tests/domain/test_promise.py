"""What becomes of a promise."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from handrail.domain.conversation import WrongState
from handrail.domain.promise import Promise, PromiseState, promised_in
from tests.domain.test_due import TUESDAY, WEEK

HOUR = timedelta(hours=1)
MADE = Promise("p", "c", 3, "I'll call you at 3.", "staff", TUESDAY, "ada", TUESDAY + HOUR)
CHANGES: list[Callable[[Promise], Promise]] = [
    lambda p: p.confirmed("ada", TUESDAY),
    lambda p: p.due(TUESDAY),
    lambda p: p.kept("ada", TUESDAY),
    lambda p: p.withdrawn("ada", TUESDAY, ""),
]


def test_promises_come_with_their_times() -> None:
    text = "Your card is blocked. I'll send a new one. You will receive it by Friday."
    (first, no_time), (second, friday) = promised_in(text, TUESDAY, WEEK)
    assert (first, no_time) == ("I'll send a new one.", None)
    assert second == "You will receive it by Friday."
    assert friday is not None
    assert friday.words == "Friday"


def test_a_promise_is_confirmed_becomes_late_and_is_kept() -> None:
    late = MADE.confirmed("ben", TUESDAY).late(TUESDAY + HOUR).raised(TUESDAY + 2 * HOUR)
    assert (late.staff_id, late.confirmed_by, late.state) == ("ada", "ben", PromiseState.LATE)
    kept = late.kept("ada", TUESDAY + 3 * HOUR)
    assert (kept.state, kept.late_at, kept.stands) == (
        PromiseState.KEPT,
        TUESDAY + HOUR,
        False,
    )
    for over in (kept, MADE.withdrawn("ada", TUESDAY, "It was none.")):
        for change in CHANGES:
            with pytest.raises(WrongState):
                change(over)


def test_who_confirms_the_ais_promise_keeps_it() -> None:
    made = Promise("p", "c", 3, "We will write.", "ai", TUESDAY)
    assert made.confirmed("ben", TUESDAY).staff_id == "ben"


def test_a_moved_promise_remembers_what_it_was() -> None:
    late = MADE.late(TUESDAY + HOUR)
    moved = late.due(TUESDAY + 5 * HOUR)
    assert (moved.state, moved.moved_from, moved.late_at) == (
        PromiseState.OPEN,
        (TUESDAY + HOUR,),
        None,
    )
    assert moved.due(TUESDAY + 5 * HOUR).moved_from == moved.moved_from
