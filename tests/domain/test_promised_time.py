from datetime import UTC, datetime, timedelta

import pytest

from handrail.domain.promised_time import due

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("We will call you in 10 min", MONDAY + timedelta(minutes=10)),
        ("You get it in an hour.", MONDAY + timedelta(hours=1)),
        ("Wir melden uns in zwei Stunden.", MONDAY + timedelta(hours=2)),
        ("You will hear from us within 2 to 3 working days", MONDAY + timedelta(days=3)),
        ("Le llamaremos en dos semanas", MONDAY + timedelta(weeks=2)),
        ("I'll do it today", datetime(2026, 11, 24, tzinfo=UTC)),
        ("Ich rufe Sie morgen an", datetime(2026, 11, 25, tzinfo=UTC)),
        ("by Friday", datetime(2026, 11, 28, tzinfo=UTC)),
        ("el lunes", datetime(2026, 12, 1, tzinfo=UTC)),
        ("Ada calls by 24 November.", datetime(2026, 11, 25, tzinfo=UTC)),
        ("on March 5th", datetime(2027, 3, 6, tzinfo=UTC)),
        ("am 3. Dezember", datetime(2026, 12, 4, tzinfo=UTC)),
        ("el 5 de enero", datetime(2027, 1, 6, tzinfo=UTC)),
    ],
)
def test_times_that_are_named_are_read(text: str, when: datetime) -> None:
    assert due(text, MONDAY) == when


@pytest.mark.parametrize(
    "text", ["We will look into it.", "", "by 31 June", "You may get 24 of them"]
)
def test_what_names_no_time_is_never_due(text: str) -> None:
    assert due(text, MONDAY) is None
