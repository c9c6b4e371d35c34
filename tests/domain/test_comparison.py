"""Two versions differ in properties and lines; what is the same is skipped, but for what is around."""

from dataclasses import replace
from datetime import date

import pytest

from handrail.domain.comparison import MOST_LINES, Line, TooLong, compare
from handrail.domain.knowledge import Article

OLD = Article("a", "A", "", "customer", "en", (), (), date(2026, 1, 1))


def text(*numbers: object) -> Article:
    return replace(OLD, text="\n".join(f"line {number}" for number in numbers))


def test_the_same_differs_in_nothing() -> None:
    same = compare(text(1, 2), text(1, 2))
    assert (same.properties, same.stretches) == ((), ())


def test_properties_are_told_with_both_values() -> None:
    other = replace(OLD, title="B", audience="staff", valid_until=date(2026, 2, 1), draft=True)
    found = [(one.name, one.before, one.after) for one in compare(OLD, other).properties]
    assert found == [
        ("title", "A", "B"),
        ("audience", "customer", "staff"),
        ("valid_until", "", "2026-02-01"),
        ("draft", "no", "yes"),
    ]


def test_changed_lines_stand_among_those_around_them() -> None:
    found = compare(text(*range(20)), text(*range(5), "five", *range(6, 20), "more"))
    first, second = found.stretches
    assert first.skipped == 2
    assert first.lines == (
        *(Line("same", f"line {n}") for n in (2, 3, 4)),
        Line("removed", "line 5"),
        Line("added", "line five"),
        *(Line("same", f"line {n}") for n in (6, 7, 8)),
    )
    assert second.skipped == 8
    assert second.lines[-1] == Line("added", "line more")


def test_what_is_too_long_is_said() -> None:
    with pytest.raises(TooLong, match="5,000 lines"):
        compare(text(*range(MOST_LINES + 1)), OLD)
