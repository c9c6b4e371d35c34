"""Kept words: made-up words stand for what must not change, and give it back."""

import pytest

from handrail.domain.kept_words import keep_words


@pytest.mark.parametrize(
    "kept",
    [
        "https://shop.example/o?id=7",
        "www.shop.example",
        "jo@shop.example",
        "<CARD_1>",
        "{customer}",
        "4711-A",
        "AB12",
        "B-52",
        "+49 30 123456",
        "4111 1111 1111 1111",
    ],
)
def test_what_must_not_change_is_out_of_the_way_and_comes_back(kept: str) -> None:
    text = f"See {kept}, and tell us."
    made = keep_words(text)
    assert kept not in made.text
    assert list(made.words.values()) == [kept]
    assert made.restore(made.text) == text
    assert made.lost(made.text) == []
    assert made.lost("See, and tell us.") == [kept]
    assert made.lost(made.text * 2) == [kept]


@pytest.mark.parametrize(
    "text", ["", "A well-known word and/or two", "In 3 weeks at 8:30, 49.90 EUR or 1,000", "* # ~"]
)
def test_words_and_small_numbers_are_left_to_the_translator(text: str) -> None:
    assert keep_words(text).text == text


def test_a_made_up_word_is_none_of_the_text() -> None:
    made = keep_words("Qzvaaax is mine, AB12 and CD34 are yours")
    assert list(made.words) == ["Qzvvaaax", "Qzvvaabx"]
    assert made.restore(made.text) == "Qzvaaax is mine, AB12 and CD34 are yours"
