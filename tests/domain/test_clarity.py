"""Remarks on tone and clarity, and how hard a text reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.clarity import RemarkKind, coach
from handrail.domain.clarity_words import PATTERNS
from handrail.domain.readability import Ease, readability, syllables

CLEAR = "Your new card is on its way. I'll call you tomorrow at 10."


def kinds(text: str, locale: str) -> list[str]:
    return [remark.kind.value for remark in coach(text, locale).remarks]


@pytest.mark.parametrize(
    ("text", "locale", "kind", "span"),
    [
        ("You failed to send it.", "en", "blame", "You failed to"),
        (
            "Sie haben das Formular nicht geschickt.",
            "de-AT",
            "blame",
            "Sie haben das Formular nicht",
        ),
        ("Usted no envió el papel.", "es", "blame", "Usted no envió"),
        ("It goes prior to noon.", "en", "jargon", "prior to"),
        ("Dazu diesbezüglich mehr.", "de", "jargon", "diesbezüglich"),
        ("Hay que subsanar esto.", "es", "jargon", "subsanar"),
        ("Perhaps it comes.", "en", "hedge", "Perhaps"),
        ("Vielleicht kommt es.", "de", "hedge", "Vielleicht"),
        ("Quizás llegue.", "es", "hedge", "Quizás"),
        ("Hi Eve, unfortunately not today.", "en", "negative_opening", "unfortunately not today"),
        ("Leider nicht.", "de", "negative_opening", "Leider nicht"),
        ("No podemos hacerlo.", "es", "negative_opening", "No podemos hacerlo"),
        ("An institutionalisation.", "en", "long_word", "institutionalisation"),
    ],
)
def test_each_remark_marks_its_words(text: str, locale: str, kind: str, span: str) -> None:
    remark = next(r for r in coach(text, locale).remarks if r.kind == kind)
    assert text[remark.start : remark.end] == span
    assert remark.instead


def test_the_companys_jargon_comes_with_its_plain_words() -> None:
    [remark] = coach("It was a chargeback.", "en", {"chargeback": "money back"}).remarks
    assert (remark.kind, remark.instead) == (RemarkKind.JARGON, "money back")


def test_a_long_sentence_and_a_reply_that_leads_nowhere_are_marked() -> None:
    long = "The card was sent " + "and sent " * 20 + "again."
    assert kinds(long, "en") == ["long_sentence", "no_next_step"]
    assert kinds(long + " You can pick it up here.", "en") == ["long_sentence"]
    assert kinds("We looked at all that was there and it was fine all along. Is it?", "en") == []
    promised = "We looked at all that was there. I'll send you the new card tomorrow morning."
    assert kinds(promised, "en") == []


def test_clear_words_and_other_languages_get_no_remark() -> None:
    assert coach(CLEAR, "en").remarks == ()
    french = coach("Malheureusement non.", "fr")
    assert (french.remarks, french.reading) == ((), None)


def test_remarks_have_a_pattern_in_each_language() -> None:
    wanted = {kind.value for kind in RemarkKind} - {"jargon"}
    assert all(set(patterns) == wanted for patterns in PATTERNS.values())


@given(text=st.text(max_size=200), locale=st.sampled_from(["en", "de", "es", "fr"]))
def test_any_text_can_be_looked_at(text: str, locale: str) -> None:
    for remark in coach(text, locale).remarks:
        assert 0 <= remark.start < remark.end <= len(text)


def test_short_words_read_easier_than_long_ones() -> None:
    plain = "We have sent the card. It will come to you by post. " * 3
    hard = (
        "Institutional considerations: reimbursement applicability necessitates consultation. " * 4
    )
    for text, ease in ((plain, Ease.EASY), (hard, Ease.HARD)):
        reading = readability(text, "en")
        assert reading is not None
        assert (reading.formula, reading.ease) == ("Flesch-Kincaid", ease)
    german = readability("Wir haben die Karte geschickt. Sie kommt mit der Post. " * 3, "de")
    spanish = readability("Le hemos enviado la tarjeta nueva. Llega por correo. " * 3, "es")
    assert german is not None
    assert spanish is not None
    assert (german.formula, spanish.formula) == ("Amstad", "Fernández Huerta")
    assert readability("Too short.", "en") is None


def test_the_grade_follows_its_formula() -> None:
    # Four sentences of five words, one syllable each: 0.39 * 5 + 11.8 * 1 - 15.59
    reading = readability("The cat sat on mats. " * 4, "en")
    assert reading is not None
    assert reading.score == -1.8


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("the", "en", 1), ("table", "en", 2), ("makes", "en", 1), ("wanted", "en", 2),
        ("boxes", "en", 2), ("mm", "en", 1), ("Freude", "de", 2), ("Kreditkarte", "de", 4),
        ("devolución", "es", 4), ("tiempo", "es", 2), ("día", "es", 2),
    ],
)  # fmt: skip
def test_syllables(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count
