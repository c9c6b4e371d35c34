"""Readability: how hard a text is to read, by one published formula for each language."""

import re
from dataclasses import dataclass
from enum import StrEnum

from handrail.domain.sentences import split_sentences

FEWEST_WORDS = 20  # with fewer, one long word would decide
WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_GROUPS = {
    "en": re.compile(r"[aeiouy]+"),
    "de": re.compile(r"eau|eu|äu|ei|ai|au|ie|ui|aa|ee|oo|[aeiouyäöü]"),
    "es": re.compile(
        r"[aeoáéó]?[iuü][aeoáéó]|[aeoáéó][iuyü](?![a-záéíóúüñ]*í)|iu|ui|[aeiouáéíóúü]"
    ),
}


class Ease(StrEnum):
    """How a text reads to most people."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Reading:
    """``score`` by ``formula``; a grade counts years of school, an ease runs from about 0 to 100."""

    formula: str
    score: float
    ease: Ease


def readability(text: str, language: str) -> Reading | None:
    """How hard ``text`` is to read in "en", "de" or "es"; None when it is too short or another language.

    English: the Flesch-Kincaid grade (Kincaid et al., 1975, Research Branch Report 8-75). German:
    the reading ease of Amstad (1978, Wie verständlich sind unsere Zeitungen?). Spanish: that of
    Fernández Huerta (1959, Medidas sencillas de lecturabilidad), with words for each sentence as
    Law (2011) corrected it. Syllables are counted by groups of vowels.
    """
    words = WORD.findall(text)
    if language not in _GROUPS or len(words) < FEWEST_WORDS:
        return None
    length = len(words) / len(split_sentences(text))
    weight = sum(syllables(word, language) for word in words) / len(words)
    if language == "en":
        grade = 0.39 * length + 11.8 * weight - 15.59
        return Reading("Flesch-Kincaid", round(grade, 1), _by(grade <= 8, grade <= 12))
    if language == "de":
        ease = 180 - length - 58.5 * weight
        return Reading("Amstad", round(ease, 1), _by(ease >= 60, ease >= 40))
    ease = 206.84 - 60 * weight - 1.02 * length
    return Reading("Fernández Huerta", round(ease, 1), _by(ease >= 60, ease >= 40))


def _by(easy: bool, medium: bool) -> Ease:
    return Ease.EASY if easy else Ease.MEDIUM if medium else Ease.HARD


def syllables(word: str, language: str) -> int:
    """The syllables of a word, at least one, by its groups of vowels."""
    lowered = word.lower()
    count = len(_GROUPS[language].findall(lowered))
    silent = re.search(r"[^aeiouy](?:e|es|ed)$", lowered) and not re.search(
        r"[^aeiou]le$|[dt]ed$|(?:[sxz]|ch|sh|[cg])es$", lowered
    )
    if language == "en" and silent and count > 1:
        count -= 1
    return max(count, 1)
