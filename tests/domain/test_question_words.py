"""Words of a question weigh by how rare and how often said they are; the weightiest are looked for."""

from math import log

import pytest

from handrail.domain.question_words import (
    MOST_ALTERNATIVES,
    MOST_WORDS,
    READ_CHUNKS,
    UNCOUNTED,
    QuestionWord,
    looked_for,
    searched,
    weight,
    weightiest,
)


def word(text: str, chunks: int | None, often: int = 1, of: int | None = 1_000) -> QuestionWord:
    return QuestionWord(text, 1, often, chunks, of)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Is my card blocked?", "card blocked?"),
        ("My card is gone. I need a COVID-19 test!", "card gone. COVID-19 test! COVID-19 test!"),
        ("Die Karte ist weg.\nWas kostet die neue?", "Karte weg. kostet neue? kostet neue?"),
        ("My card is gone. Was it stolen? Thanks!", "card gone. stolen? stolen?"),
        ("Is it?", ""),
        ("", ""),
    ],
)
def test_what_tells_nothing_is_left_out_and_the_end_said_twice(question: str, words: str) -> None:
    assert " ".join(searched(question).split()) == words


def test_a_rare_word_and_one_said_again_weigh_more() -> None:
    assert weight(word("iban", 10)) == pytest.approx(log(100))
    assert weight(word("card", 500)) < weight(word("iban", 10))
    assert weight(word("card", 500, often=3)) == pytest.approx(3 * log(2))


def test_a_word_of_every_chunk_weighs_nothing() -> None:
    assert weight(word("bank", 1_000)) == 0
    assert weight(word("bank", 1_200)) == 0  # chunks have gone since they were counted


def test_before_anything_was_counted_all_words_weigh_alike() -> None:
    assert (
        weight(word("card", None, of=None)) == weight(word("iban", None, of=None)) == log(UNCOUNTED)
    )


def test_a_word_that_was_not_met_counts_as_one_of_those_that_are_not_listed() -> None:
    assert weight(word("iban", None, of=100)) == pytest.approx(log(100))
    assert weight(word("iban", None, of=10 * READ_CHUNKS)) == pytest.approx(log(READ_CHUNKS))


def test_the_weightiest_words_are_looked_for_while_there_is_room() -> None:
    rare, often, common = word("iban", 10), word("card", 300, often=9), word("bank", 900, often=2)
    words = weightiest([common, rare, often])
    assert words == [often, rare, common]
    assert looked_for(words, 310) == [(often,), (rare,)]
    assert looked_for(words, 20) == [(rare,), (often, common)]


def test_common_words_are_looked_for_together() -> None:
    card, block, bank = word("card", 100), word("block", 200), word("bank", 900)
    assert looked_for([card, block, bank], 30) == [(card, block)]
    assert looked_for([card, block, bank], 19) == [(card, block, bank)]
    assert looked_for([word("iban", 5), card, block, bank], 30) == [
        (word("iban", 5),),
        (card, block),
    ]
    assert looked_for([bank], 100) == [(bank,)]
    assert looked_for([], 100) == [()]


def test_of_an_endless_text_some_words_are_searched() -> None:
    words = weightiest(word(f"w{n}", None, of=None) for n in range(2 * MOST_WORDS))
    assert len(words) == MOST_WORDS
    assert looked_for(words, 10_000) == [(said,) for said in words[:MOST_ALTERNATIVES]]
