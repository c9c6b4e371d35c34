"""Support: what is counted of a sentence against its sources, and what the counts come to."""

from math import log

import pytest

from handrail.domain.support import LEARNT, Counts, Weights, count, read_sources, support

SOURCES = ["Freeze the card in the app.", "A new card comes within seven days."]


def test_words_are_counted_against_the_sources() -> None:
    counts = count("Freeze the lost card?", read_sources(SOURCES))
    assert counts == Counts(
        words=3 / 4,
        content=2 / 3,
        together=2 / 3,
        pairs=1 / 3,
        strange=1.0,
        oneself=0.0,
        asks=1.0,
        length=log(4),
    )


def test_speaking_of_oneself_counts_where_the_sources_do_not() -> None:
    said = "I like the card."
    assert count(said, read_sources(SOURCES)).oneself == 1.0
    assert count(said, read_sources(["I like the app."])).oneself == 0.0


def test_a_sentence_without_words_is_carried_by_anything() -> None:
    counts = count("", read_sources([]))
    assert (counts.words, counts.content, counts.together, counts.pairs) == (1.0, 1.0, 1.0, 1.0)
    assert counts.length == 0.0


def test_the_counts_are_weighed() -> None:
    weights = Weights(counts=(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, -2.0, 0.0), bias=0.25, bar=0.0)
    counts = count("Freeze the lost card?", read_sources(SOURCES))
    assert support(counts, weights) == pytest.approx(0.25 + 0.75 - 2.0)


@pytest.mark.parametrize(
    ("sentence", "carried"),
    [
        ("Freeze the card in the app.", True),
        ("You can freeze your card in the app.", True),
        ("Within seven days a new card comes.", True),
        ("I froze my card last summer in Rome.", False),
        ("The app is the best one that money can buy.", False),
    ],
)
def test_what_the_sources_say_is_over_the_bar(sentence: str, carried: bool) -> None:
    assert (support(count(sentence, read_sources(SOURCES))) >= LEARNT.bar) is carried
