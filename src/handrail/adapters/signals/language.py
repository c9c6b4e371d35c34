"""Which language a message is in, or "und" when it does not show.

The identifier (py3langid, naive Bayes over byte n-grams) is sure of itself on names and numbers, where
a wrong answer would hand an English customer to a person for nothing. Two things guard against that:
only configured languages compete, and an answer needs words of that language beside the score.
"""

import math
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Protocol

from py3langid.langid import (  # pyright: ignore[reportMissingTypeStubs]
    MODEL_FILE,
    LanguageIdentifier,
)

UNDETERMINED = "und"
LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "tr")

WORD_WEIGHT = 1.5  # nats that one telling word adds
ENGLISH_SURE = 0.6
OTHER_SURE = 0.75
WORDLESS_LETTERS = 25  # a text this long may go by its score alone
WORDLESS_SURE = 0.9
STRANGE_SURE = 0.5  # a language nobody configured, before it casts doubt on English
FOREIGN_LETTERS = 0.2  # share of another script that decides: names in Latin letters are everywhere

_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\S*\d\S*")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


class Identifier(Protocol):
    """What we use of py3langid, which has no types."""

    def set_languages(self, langs: list[str]) -> None:
        """Let only these compete."""
        ...

    def rank(self, instance: str) -> list[tuple[str, float]]:
        """Languages with their probabilities, best first."""
        ...

    def classify(self, instance: str) -> tuple[str, float]:
        """The best language and its probability."""
        ...


class LanguageReader:
    """Language of one message among the configured ones; thread-safe."""

    def __init__(self, words: Path, languages: Collection[str] = LANGUAGES) -> None:
        entries: Mapping[str, str] = tomllib.loads(words.read_text(encoding="utf-8"))["words"]
        self._told_by: dict[str, list[str]] = {}  # the languages that each telling word is of
        for language in languages:
            for word in dict.fromkeys(entries[language].split()):
                self._told_by.setdefault(word, []).append(language)
        self._among, self._any = _identifier(), _identifier()
        self._among.set_languages(list(languages))

    def read(self, text: str) -> tuple[str, float]:
        """Code and probability of a prepared text; "und" with that of its best guess if unsure."""
        plain = _NOISE.sub(" ", text)
        letters = sum(map(str.isalpha, plain))
        if letters == 0:
            return UNDETERMINED, 0.0
        if _foreign_letters(plain) > FOREIGN_LETTERS * letters:
            return self._any.classify(plain)
        found = [word.lower() for word in _WORD.findall(plain)]
        counts = Counter(language for word in found for language in self._told_by.get(word, ()))
        scores = self._scores(plain, counts)
        best = max(scores, key=lambda language: scores[language])
        told = counts[best]
        sure = self._sure(best, scores[best], told, letters)
        if sure and best == "en" and told * 2 < len(found):
            strange, probability = self._any.classify(plain)
            sure = strange == best or probability < STRANGE_SURE
        return best if sure else UNDETERMINED, scores[best]

    def _scores(self, text: str, told: Mapping[str, int]) -> dict[str, float]:
        weighed = {
            language: math.log(max(probability, 1e-9)) + WORD_WEIGHT * told.get(language, 0)
            for language, probability in self._among.rank(text)
        }
        top = max(weighed.values())
        total = sum(math.exp(score - top) for score in weighed.values())
        return {name: math.exp(score - top) / total for name, score in weighed.items()}

    def _sure(self, best: str, probability: float, told: int, letters: int) -> bool:
        if best == "en":
            return probability >= ENGLISH_SURE and (told > 0 or letters >= WORDLESS_LETTERS)
        if told:
            return probability >= OTHER_SURE
        return probability >= WORDLESS_SURE and letters >= WORDLESS_LETTERS


def _foreign_letters(text: str) -> int:
    """Letters of other scripts than Latin, which the configured languages do not use."""
    if text.isascii():
        return 0
    return sum(
        character.isalpha() and not unicodedata.name(character, "").startswith("LATIN")
        for character in text
    )


def _identifier() -> Identifier:
    untyped: Any = LanguageIdentifier
    return untyped.from_model_file(MODEL_FILE, norm_probs=True)
