"""A gap: what belongs together, what it costs, and what a draft is made of."""

from datetime import UTC, datetime

import pytest

from handrail.domain.gap import (
    LONGEST_TITLE,
    MOST_SENTENCES,
    Gap,
    GapState,
    Toll,
    blanked,
    centre_of,
    draft_of,
    likeness,
    nearest,
    title_of,
)
from handrail.domain.personal_data import PersonalKind, Span

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def a_gap(number: str, centre: tuple[float, ...], locale: str = "en") -> Gap:
    return Gap(number, locale, "hours", "Title", "", centre, "fake", NOW)


def test_a_question_belongs_to_the_nearest_gap_of_its_language() -> None:
    east, north = a_gap("1", (1.0, 0.0)), a_gap("2", (0.0, 2.0))
    german = a_gap("3", (1.0, 1.0), "de")
    assert nearest((0.9, 0.2), "en", [east, north, german]) is east
    assert nearest((0.1, 0.9), "en", [east, north, german]) is north
    assert nearest((0.5, 0.5), "de", [east, north, german]) is german
    assert nearest((-1.0, 0.1), "en", [east, north, german]) is None
    assert nearest((1.0, 0.0), "es", [east]) is None


def test_vectors_have_a_middle_and_a_likeness() -> None:
    assert centre_of([(1.0, 0.0), (0.0, 1.0)]) == (0.5, 0.5)
    assert likeness((2.0, 0.0), (1.0, 1.0)) == pytest.approx(0.5**0.5)
    assert likeness((0.0, 0.0), (1.0, 1.0)) == 0.0


def test_only_an_open_gap_waits() -> None:
    gap = a_gap("1", (1.0,))
    assert gap.is_open
    assert GapState.DISMISSED == "dismissed"


def test_each_question_weighs_one_and_up_to_one_more_for_pain() -> None:
    assert Toll(4, 0.0, 0, 0).weight == 4
    assert Toll(4, 4.0, 4, 4).weight == 8
    assert Toll(3, 1.5, 0, 3).weight > Toll(3, 1.5, 1, 0).weight > Toll(4, 0.0, 0, 0).weight - 1


def test_personal_data_is_left_out() -> None:
    text = "I am Ana Diaz, call 030 1234."
    spans = [Span(PersonalKind.PHONE, 20, 28, 1.0), Span(PersonalKind.PERSON, 5, 13, 1.0)]
    assert blanked(text, spans) == "I am …, call …."
    assert blanked(text, []) == text


def test_the_title_is_the_question_in_the_middle() -> None:
    vectors = [(1.0, 0.0), (0.9, 0.1), (0.0, 1.0)]
    assert title_of(["first", "the\nmiddle  one", "far"], vectors) == "the middle one"
    long = title_of(["word " * 60], [(1.0, 0.0)])
    assert len(long) <= LONGEST_TITLE
    assert long.endswith("word…")


def test_a_draft_is_what_most_of_the_staff_said_in_their_order() -> None:
    answers = [
        ["Hello Ana!", "The branch in Essen is closed on Easter Monday.", "Anything else?"],
        [
            "I looked it up for my colleague yesterday evening.",
            "On Easter Monday the Essen branch is closed. Cash machines work on all holidays.",
        ],
        ["Our cash machines work on holidays too, all of them."],
    ]
    draft = draft_of(answers)
    assert draft.index("closed on Easter Monday") < draft.index(
        "Cash machines work on all holidays"
    )
    assert "Hello" not in draft
    assert "?" not in draft
    assert draft.count("Easter") == 1


def test_a_draft_is_short_and_may_be_empty() -> None:
    words = [f"{letter}aba" for letter in "bcdfghjklmnp"]
    answers = [[f"Say {word}sville, {word}burg and {word}ton." for word in words]]
    assert draft_of(answers).count("Say") == MOST_SENTENCES
    assert draft_of([]) == ""
    assert draft_of([["Hello!", "What can I do for you?"]]) == ""
