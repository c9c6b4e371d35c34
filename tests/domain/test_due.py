"""When promised things are due, in three languages, by the desk's hours."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.due import LONGEST, due_in
from handrail.domain.policy import OpeningHours

WEEK = OpeningHours("Europe/Berlin", (((time(8), time(20)),),) * 5 + ((), ()))
NEVER = OpeningHours("Europe/Berlin", ((),) * 7)
ALWAYS = OpeningHours("UTC", (((time(0), time(0)),),) * 7)
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)  # 11:00 in Berlin

SAID = [
    ("by Friday", "2026-11-27T20:00"),
    ("within 2 working days", "2026-11-26T20:00"),
    ("bis morgen 12 Uhr", "2026-11-25T12:00"),
    ("en 24 horas", "2026-11-25T11:00"),
    ("I'll call you back at 3", "2026-11-24T15:00"),
    ("in 3-5 business days", "2026-12-01T20:00"),
    ("in half an hour", "2026-11-24T11:30"),
    ("within the hour", "2026-11-24T12:00"),
    ("in 2 weeks", "2026-12-08T20:00"),
    ("in 3 days", "2026-11-27T20:00"),
    ("in einem Monat", "2026-12-24T20:00"),
    ("in 45 minutes", "2026-11-24T11:45"),
    ("next Tuesday", "2026-12-01T20:00"),
    ("this afternoon", "2026-11-24T18:00"),
    ("tomorrow at noon", "2026-11-25T12:00"),
    ("übermorgen Vormittag", "2026-11-26T12:00"),
    ("today", "2026-11-24T20:00"),
    ("on Saturday", "2026-11-29T00:00"),
    ("by December 12th", "2026-12-13T00:00"),
    ("am 3.12.", "2026-12-03T20:00"),
    ("el 3 de diciembre a las 9", "2026-12-03T09:00"),
    ("by the end of the week", "2026-11-27T20:00"),
    ("la próxima semana", "2026-12-04T20:00"),
    ("by the end of the month", "2026-11-30T20:00"),
    ("by end of day", "2026-11-24T20:00"),
    ("at 9:30 am", "2026-11-25T09:30"),
    ("at 12 am tomorrow", "2026-11-25T00:00"),
    ("by 24:00", "2026-11-25T00:00"),
    ("tomorrow in the morning", "2026-11-25T12:00"),
    ("on 3 January", "2027-01-04T00:00"),
]


@pytest.mark.parametrize(("words", "due"), SAID)
def test_due_times(words: str, due: str) -> None:
    found = due_in(words, TUESDAY, WEEK)
    assert found is not None
    assert found.at.replace(tzinfo=None).isoformat(timespec="minutes") == due


@pytest.mark.parametrize(
    "words",
    [
        "soon",
        "at 3%",
        "for 20 euros",
        "in 500 days",
        "on 31.2.",
        "at 30",
        "on 1 March 2020 maybe not",
    ],
)
def test_no_time_that_can_be_held(words: str) -> None:
    found = due_in(words, TUESDAY, WEEK)
    assert found is None or found.at > TUESDAY


def test_what_is_past_today_is_meant_for_the_next_time() -> None:
    evening = datetime(2026, 11, 24, 21, tzinfo=UTC)  # 22:00 in Berlin, closed
    for words, due in (
        ("at 9 am", "2026-11-25T09:00"),
        ("today", "2026-11-25T00:00"),
        ("this afternoon", "2026-11-25T18:00"),
        ("today at 5 pm", "2026-11-25T00:00"),
        ("today in the afternoon", "2026-11-25T00:00"),
    ):
        found = due_in(words, evening, WEEK)
        assert found is not None
        assert found.at.replace(tzinfo=None).isoformat(timespec="minutes") == due


def test_the_end_of_a_week_that_is_over_is_the_next_one() -> None:
    sunday = datetime(2026, 11, 29, 12, tzinfo=UTC)
    found = due_in("this week", sunday, WEEK)
    assert found is not None
    assert found.at.isoformat() == "2026-12-04T20:00:00+01:00"


def test_a_desk_that_never_opens_counts_working_days_from_monday_to_friday() -> None:
    found = due_in("within 4 working days", TUESDAY, NEVER)
    assert found is not None
    assert found.at.date().isoformat() == "2026-12-01"  # the end of Monday


def test_an_hour_out_of_hours_is_the_next_of_that_name() -> None:
    found = due_in("at 4", TUESDAY, NEVER)
    assert found is not None
    assert found.at.hour == 16


@given(
    words=st.sampled_from([words for words, _ in SAID]),
    days=st.timedeltas(timedelta(0), timedelta(days=2000)),
    hours=st.sampled_from([WEEK, NEVER, ALWAYS]),
)
def test_a_due_time_lies_ahead_and_not_too_far(
    words: str, days: timedelta, hours: OpeningHours
) -> None:
    at = TUESDAY + days
    found = due_in(words, at, hours)
    if found is not None:
        assert timedelta(0) < found.at - at <= LONGEST
        assert found.words


@given(text=st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    found = due_in(text, TUESDAY, WEEK)
    assert found is None or found.at > TUESDAY
