"""Texts come apart into sentences, the same whether they arrive whole or letter by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.sentences import Sentences, split_sentences

TEXTS = st.text(alphabet="aA b.\n!?1e,\"'(-é…", max_size=60)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It costs 4.90 euros. Or 1.000,50 €.", ["It costs 4.90 euros.", "Or 1.000,50 €."]),
        ("Ask Dr. Smith, e.g. at 9 a.m. tomorrow.", ["Ask Dr. Smith, e.g. at 9 a.m. tomorrow."]),
        ("Wir öffnen am 3. Oktober. Danach nie.", ["Wir öffnen am 3. Oktober.", "Danach nie."]),
        (
            "Karten, z. B. Debitkarten, gelten 10. Das ist so.",
            ["Karten, z. B. Debitkarten, gelten 10.", "Das ist so."],
        ),
        ("El Sr. Ruiz dice que sí. ¿Y usted?", ["El Sr. Ruiz dice que sí.", "¿Y usted?"]),
        ('She said "Stop." Then it ended.', ['She said "Stop."', "Then it ended."]),
        ("Call No. 5 now. The answer is no. Bye", ["Call No. 5 now.", "The answer is no.", "Bye"]),
        (
            "Do this:\n1. First open it.\n2. Then close it.",
            ["Do this:", "1. First open it.", "2. Then close it."],
        ),
        ("At most 27.\n• Free in 2026.\nmore", ["At most 27.", "• Free in 2026.", "more"]),
        ("- a point\n- another", ["- a point", "- another"]),
        (
            "Fees, taxes etc. are due. Fees etc. Then more.",
            ["Fees, taxes etc. are due.", "Fees etc.", "Then more."],
        ),
        ("   \n ", []),
    ],
)
def test_known_texts(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


def test_a_sentence_is_given_once_the_next_word_is_known() -> None:
    sentences = Sentences()
    assert sentences.feed("It takes 4") == []
    assert sentences.feed(".5 days. The") == []
    assert sentences.feed(" card") == ["It takes 4.5 days."]
    assert sentences.rest() == ["The card"]
    assert sentences.rest() == []


@given(TEXTS)
def test_letter_by_letter_gives_the_same(text: str) -> None:
    sentences = Sentences()
    given_out = [sentence for letter in text for sentence in sentences.feed(letter)]
    assert [*given_out, *sentences.rest()] == split_sentences(text)


@given(TEXTS)
def test_nothing_is_lost_or_added(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
