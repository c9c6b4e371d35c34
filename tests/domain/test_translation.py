"""A translation is held against its original as far as that needs no second translator."""

from datetime import UTC, datetime

import pytest

from handrail.domain.translation import Translation, check_translation, language
from handrail.domain.translation_quality import PUBLISHED, known_quality

ORIGINAL = "Your card AB12 costs 4.90 EUR from 8:30, see www.bank.example or call +44 20 7946 0958."
GERMAN = (
    "Ihre Karte AB12 kostet ab 8.30 Uhr 4,90 EUR, siehe www.bank.example oder +44 20 7946 0958."
)


@pytest.mark.parametrize(
    ("original", "translated", "target"),
    [
        (ORIGINAL, GERMAN, "de"),
        ("Hello", "Hallo", "de"),
        ("It takes 2 days and 1,000 steps.", "Es dauert zwei Tage und 1.000 Schritte.", "de"),
        ("Es dauert zwei Tage.", "It takes 2 days.", "en"),
        ("On 3/4/2026 we meet", "Am 4.3.2026 treffen wir uns", "de"),
        ("Where is my parcel that I ordered two weeks ago?", "我两周前订购的包裹在哪里", "zh"),
        (
            "We will send the letter to you at once, do not worry.",
            "Nous vous l'envoyons, ne craignez rien.",
            "fr",
        ),
        (
            "A list of the addresses from which questions may come, one in each line.",
            "Una llista de les adreces de les quals poden venir preguntes, una per línia.",
            "ca",
        ),
    ],
)
def test_an_honest_translation_passes(original: str, translated: str, target: str) -> None:
    assert check_translation(original, translated, target) is None


@pytest.mark.parametrize(
    ("original", "translated", "problem"),
    [
        ("Hello there", "  ", "empty"),
        ("Hello there", "Hallo\u202e du", "control character: U+202E"),
        ("Hello there", "Hallo \ufffd", "control character: U+FFFD"),
        ("Hello there", "<b>Hallo</b>", "markup: <b"),
        (ORIGINAL, "Ja.", "unlikely length: 0.0 times the original's"),
        ("Hello", "Hallo " * 30, "unlikely length: 179 characters for 5"),
        ("It costs 5 EUR", "Es kostet EUR", "figure lost: 5"),
        ("It costs 5 EUR", "Es kostet 5 EUR, nicht 9", "figure added: 9"),
        ("5 and 5", "5 und", "figure lost: 5"),
        ("see www.bank.example", "siehe dort", "link or number lost: www.bank.example"),
        ("see there", "siehe evil.com", "link or number added: evil.com"),
        (
            "We will send you the letter as soon as we can.",
            "we will send you the letter as soon as we can.",
            "not translated",
        ),
        (
            "We will send you the letter as soon as we can.",
            "Le enviaremos la carta en cuanto podamos y no más tarde.",
            "wrong language: es",
        ),
        (
            "We will send you the letter as soon as we can.",
            "Мы отправим вам письмо как можно скорее, спасибо",
            "wrong language: another script",
        ),
    ],
)
def test_what_is_wrong_is_named(original: str, translated: str, problem: str) -> None:
    assert str(check_translation(original, translated, "de")) == problem


def test_a_locale_has_a_language() -> None:
    assert [language(each) for each in ("de-AT", "en", "pt_BR")] == ["de", "en", "pt"]


def test_the_event_keeps_original_languages_and_translator() -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    made = Translation("1", "c", None, "s", "Hello", "en", "de", "Hallo", "m", at)
    assert made.evidence() == {"original": "Hello", "source": "en", "target": "de", "by": "m"}


def test_quality_is_known_where_it_is_published_and_nowhere_else() -> None:
    known = known_quality("opus-mt-en-de", "en", "de")
    assert known is not None
    assert "OPUS-MT" in known.source
    assert known_quality("opus-mt-en-de", "en", "ja") is None
    assert known_quality("qwen3:8b", "en", "de") is None
    measured = known_quality("Apertium 3.8.3 (eng-spa)", "en", "es")
    assert measured is not None
    assert (measured.measured_on != "", measured.rough, known.rough) == (True, True, False)
    assert all(0 < q.chr_f < 1 and q.source for pairs in PUBLISHED.values() for q in pairs.values())
