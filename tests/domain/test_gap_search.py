"""A search runs by itself when enough questions wait, or once a day; one that fell silent is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from handrail.domain.gap_search import ENOUGH, GapSearch, is_time

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SEARCH = GapSearch("s", NOW, NOW)


def test_when_it_is_time() -> None:
    hour, day = NOW + timedelta(hours=1), NOW + timedelta(days=1)
    assert not is_time(0, None, NOW)
    assert is_time(1, None, NOW)
    assert not is_time(ENOUGH - 1, SEARCH, hour)
    assert is_time(ENOUGH, SEARCH, hour)
    assert is_time(1, SEARCH, day)
    assert not is_time(0, SEARCH, day)


def test_a_search_runs_until_it_ends_or_falls_silent() -> None:
    assert SEARCH.runs(NOW + timedelta(minutes=1))
    assert not SEARCH.runs(NOW + timedelta(minutes=3))
    assert not replace(SEARCH, ended_at=NOW).runs(NOW)
