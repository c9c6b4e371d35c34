"""Kept words: what in a text is the same in every language, and stand-ins while it is translated."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_KEPT = re.compile(
    r"(?:[a-z][a-z+.-]{1,15}://|www\.)[^\s<>\"']*[^\s<>\"'.,;:!?)]"  # links
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # addresses
    r"|<[A-Z_]+_\d+>|\{[^{}\s]{1,60}\}"  # placeholders and variables
    r"|(?<![^\W_])(?=[^\W_]*(?:[/-][^\W_]+)*\d)(?=[\d/-]*[^\W\d_])[^\W_]+(?:[/-][^\W_]+)*"  # codes
    r"|(?<![\w.,+])[+(]?\d(?:[\s()/.-]{0,2}\d){5,40}(?!\w)",  # long numbers
    re.IGNORECASE,
)
_LETTERS = "abcdefghijklmnop"


@dataclass(frozen=True, slots=True)
class Kept:
    """A text with a made-up word in the place of each part that must come back as it was.

    ``words``: the part by its made-up word. A translator that knows no such word leaves it alone,
    and still builds its sentence around it as around a name.
    """

    text: str
    words: Mapping[str, str] = field(default_factory=dict[str, str])

    def lost(self, translated: str) -> list[str]:
        """The parts that do not stand in the translation exactly once."""
        return [kept for word, kept in self.words.items() if translated.count(word) != 1]

    def restore(self, translated: str) -> str:
        """The translation with every part back in its place."""
        for word, kept in self.words.items():
            translated = translated.replace(word, kept)
        return translated


def keep_words(text: str) -> Kept:
    """The text with links, addresses, codes, long numbers and placeholders out of the way."""
    beginning = _beginning(text)
    words: dict[str, str] = {}

    def stand_in(found: re.Match[str]) -> str:
        word = f"{beginning}{_spell(len(words))}x"
        words[word] = found[0]
        return word

    return Kept(_KEPT.sub(stand_in, text), words)


def _beginning(text: str) -> str:
    """The beginning of a word that the text does not have."""
    beginning = "Qzv"
    while beginning in text:
        beginning += "v"
    return beginning


def _spell(number: int) -> str:
    """A number in three letters: always as long, so that none is the beginning of another."""
    base = len(_LETTERS)
    return "".join(_LETTERS[number // base**place % base] for place in (2, 1, 0))
