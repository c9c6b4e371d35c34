"""What people set of an article goes before its source, and how an article stands on a day."""

from dataclasses import replace
from datetime import date

import pytest

from handrail.domain.article_version import (
    ArticleState,
    differing,
    set_here,
    state_of,
    with_set,
)
from handrail.domain.knowledge import WRITTEN, Article

DAY = date(2026, 6, 15)
FEES = Article("fees", "Fees", "6 euros.", "customer", "en", (), (), DAY, source="/kb")


def test_what_was_set_is_kept_as_text_and_read_again() -> None:
    edited = replace(FEES, audience="staff", valid_until=DAY, owner="Ann")
    names = differing(FEES, edited)
    assert names == ("audience", "owner", "valid_until")
    kept = set_here(edited, names)
    assert kept == {"audience": "staff", "owner": "Ann", "valid_until": "2026-06-15"}
    assert with_set(FEES, kept) == edited
    cleared = set_here(FEES, ("valid_until",))
    assert cleared == {"valid_until": None}
    assert with_set(edited, cleared).valid_until is None


@pytest.mark.parametrize(
    ("kept", "first", "last"),
    [
        ({"valid_until": "2026-01-01"}, None, date(2026, 1, 1)),
        ({"valid_from": "2027-01-01"}, date(2027, 1, 1), None),
        ({}, None, DAY),
    ],
)
def test_of_two_dates_that_contradict_the_source_s_goes(
    kept: dict[str, str | None], first: date | None, last: date | None
) -> None:
    told = replace(FEES, valid_from=date(2026, 6, 1), valid_until=DAY)
    if not kept:
        told = replace(told, valid_from=date(2026, 7, 1))
    found = with_set(told, kept)
    assert (found.valid_from, found.valid_until) == (first, last)


def test_how_an_article_stands() -> None:
    assert state_of(True, None, None, DAY) is ArticleState.DRAFT
    assert state_of(False, date(2026, 6, 16), None, DAY) is ArticleState.NOT_YET
    assert state_of(False, DAY, DAY, DAY) is ArticleState.VALID
    assert state_of(False, None, date(2026, 6, 14), DAY) is ArticleState.EXPIRED


def test_a_draft_never_holds_and_only_what_people_write_is_written_here() -> None:
    assert FEES.is_valid(DAY)
    assert not replace(FEES, draft=True).is_valid(DAY)
    assert not FEES.is_written_here
    assert replace(FEES, source=WRITTEN).is_written_here
