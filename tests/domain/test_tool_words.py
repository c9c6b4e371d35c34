"""Values of tools as customers read them, and lists that are told whole or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from handrail.domain.tool import Listed, Told
from handrail.domain.tool_list import lines_of, list_text
from handrail.domain.tool_words import Speech, moment_of, spoken

BERLIN = Speech("en", "Europe/Berlin")
NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
VISITS = Listed(
    items="visits",
    line={"en": "{when}, {with}", "de": "{when} bei {with}"},
    none={"en": "None."},
    more={"en": "and {count} more", "de": "und {count} weitere"},
    tells=(Told("when", r"[0-9T:+Z.-]{10,40}"), Told("with", r"[\w ,]{1,60}")),
    only={"status": "booked"},
    upcoming="when",
    most=2,
)


def visit(when: str, whom: str = "Ines Prat", status: str = "booked") -> dict[str, object]:
    return {"when": when, "with": whom, "status": status}


@pytest.mark.parametrize(
    ("value", "locale", "said"),
    [
        ("2026-12-01T08:30:00+00:00", "en", "1 December 2026, 09:30"),
        ("2026-12-01T08:30:00Z", "de", "1. Dezember 2026, 09:30 Uhr"),
        ("2026-12-01T08:30:00.123456+00:00", "es", "1 de diciembre de 2026, 09:30"),
        ("2026-12-01 08:30", "en", "1 December 2026, 08:30"),
        ("2026-03-09", "en", "9 March 2026"),
        ("2026-03-09", "fr", "2026-03-09"),
        ("2026-13-41", "en", "2026-13-41"),
        ("2026-12-01T25:30:00Z", "en", "2026-12-01T25:30:00Z"),
        (50, "en", "50"),
        (50.0, "en", "50"),
        (19.5, "en", "19.5"),
        ("on its way", "en", "on its way"),
    ],
)
def test_days_and_times_are_said_in_language_and_zone(
    value: object, locale: str, said: str
) -> None:
    assert spoken(value, replace(BERLIN, locale=locale)) == said


def test_a_value_names_a_moment_or_none() -> None:
    assert moment_of("2026-12-01") == date(2026, 12, 1)
    assert moment_of("2026-12-01T09:00:00Z") == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert moment_of("2026-13-01") is None
    assert moment_of("2026-12-01T99:00:00Z") is None
    assert moment_of("soon") is None


def test_what_is_over_or_not_asked_for_is_left_out() -> None:
    data = {
        "visits": [
            visit("2026-12-01T07:59:00+00:00"),
            visit("2026-12-01T08:30:00+00:00"),
            visit("2026-12-01T09:30"),  # no zone: the desk's own clock, 09:00 now
            visit("2026-12-01T08:59"),
            visit("2026-12-01"),
            visit("2026-11-30"),
            visit("2026-12-02T08:30:00+00:00", status="cancelled"),
        ]
    }
    lines = lines_of(VISITS, data, BERLIN, NOW)
    assert lines == (
        "1 December 2026, 09:30, Ines Prat",
        "1 December 2026, 09:30, Ines Prat",
        "1 December 2026, Ines Prat",
    )
    always = lines_of(replace(VISITS, upcoming=None), data, BERLIN, NOW)
    assert len(always) == 6


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (None, "no list 'visits'"),
        ({"visits": "two"}, "no list 'visits'"),
        ({"visits": ["one"]}, "no item"),
        ({"visits": [visit("2026-12-02", "<b>Ines</b>")]}, "'with' does not have the form"),
        ({"visits": [{"status": "booked"}]}, "no plain 'when'"),
    ],
)
def test_a_list_is_told_whole_or_not_at_all(data: dict[str, object] | None, wrong: str) -> None:
    lines = lines_of(VISITS, data, BERLIN, NOW)
    assert isinstance(lines, str)
    assert wrong in lines


def test_a_long_list_says_how_much_is_left() -> None:
    assert list_text(VISITS, ("a", "b"), BERLIN) == "• a\n• b"
    speech = replace(BERLIN, locale="de")
    assert list_text(VISITS, ("a", "b", "c", "d"), speech) == "• a\n• b\nund 2 weitere"
