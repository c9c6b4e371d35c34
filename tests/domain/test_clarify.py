"""Clarify: between which articles the AI asks back, and which one an answer means."""

import pytest

from handrail.domain.clarify import (
    MOST_CHOICES,
    NEAR_MISS,
    TIE,
    choices,
    chosen,
    listed,
)
from handrail.domain.draft import Source
from handrail.domain.knowledge import Passage

BAR = 0.45
QUESTION = "what does it cost"
ABROAD, LATE, CARD = (
    Source("abroad", "Fees abroad"),
    Source("late", "Fees for late payment"),
    Source("card", "The price of a card"),
)


def found(source: Source, score: float, text: str = "Ask us.") -> Passage:
    return Passage(source.slug, source.title, text, score)


def test_near_misses_are_asked_about() -> None:
    near = [found(ABROAD, BAR - 0.01), found(LATE, BAR - 0.03), found(CARD, BAR - 0.05)]
    assert choices(QUESTION, near, BAR) == (ABROAD, LATE)
    assert choices(QUESTION, near[::-1], BAR) == (ABROAD, LATE)


def test_one_near_miss_or_none_is_no_question() -> None:
    assert choices(QUESTION, [], BAR) == ()
    assert choices(QUESTION, [found(ABROAD, BAR - 0.01)], BAR) == ()
    assert choices(QUESTION, [found(ABROAD, BAR - 0.01), found(LATE, 0.1)], BAR) == ()
    far = BAR - NEAR_MISS - 0.01
    assert choices(QUESTION, [found(ABROAD, far), found(LATE, far)], BAR) == ()


@pytest.mark.parametrize(
    ("question", "earlier", "asks"),
    [
        ("what does this card cost", "", True),
        ("what does this card cost", "I ordered a Gold card.", False),
        ("what does a card cost", "", False),
    ],
)
def test_a_tie_over_the_bar_is_asked_about_where_the_question_points_nowhere(
    question: str, earlier: str, asks: bool
) -> None:
    tie = [found(ABROAD, 0.6), found(LATE, 0.6 - TIE / 2), found(CARD, 0.5)]
    assert choices(question, tie, BAR, earlier) == ((ABROAD, LATE) if asks else ())


def test_an_article_that_is_ahead_answers() -> None:
    ahead = [found(ABROAD, 0.6), found(LATE, 0.6 - 2 * TIE)]
    assert choices("what does this card cost", ahead, BAR) == ()


def test_two_passages_of_one_article_are_one_choice() -> None:
    twice = [found(ABROAD, 0.44), found(ABROAD, 0.40), found(ABROAD, 0.445), found(LATE, 0.43)]
    assert choices(QUESTION, twice, BAR) == (ABROAD, LATE)


def test_at_most_three() -> None:
    many = [found(Source(str(place), str(place)), 0.44) for place in range(6)]
    assert len(choices(QUESTION, many, BAR)) == MOST_CHOICES


def test_choices_are_listed_in_words() -> None:
    assert (
        listed([ABROAD, LATE], "en")
        == "\u201cFees abroad\u201d or \u201cFees for late payment\u201d"
    )
    assert listed([ABROAD, LATE, CARD], "de").endswith(
        "payment\u201d oder \u201cThe price of a card\u201d"
    )
    assert " or " in listed([ABROAD, LATE], "fr")


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("the second one", LATE),
        ("1", ABROAD),
        ("die letzte bitte", CARD),
        ("la primera", ABROAD),
        ("abroad", ABROAD),
        ("I paid late", LATE),
        ("the price, please", CARD),
        ("fees", None),
        ("neither", None),
        ("abroad and late", None),
        ("fees abroad", ABROAD),
        ("\u201cFees for late payment\u201d.", LATE),
        ("first or second", None),
        ("the first time that I tried to get cash out it was gone", None),
    ],
)
def test_an_answer_means_one_choice_or_none(answer: str, meant: Source | None) -> None:
    assert chosen(answer, [ABROAD, LATE, CARD]) == meant


def test_a_place_beyond_the_choices_means_none() -> None:
    assert chosen("the third", [ABROAD, LATE]) is None
    assert chosen("anything", []) is None


def test_a_whole_title_means_that_choice_whatever_its_words_are() -> None:
    first, fees = Source("first", "The second steps"), Source("fees", "Fees")
    assert chosen("The second steps", [first, ABROAD]) == first
    assert chosen("Fees", [ABROAD, fees]) == fees
    assert chosen("Fees", [fees, fees]) is None
