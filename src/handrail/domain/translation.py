"""Translation: one text in another language, and the checks that need no second translator."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handrail.domain.answer import Problem
from handrail.domain.grounding import figures, strange_contacts
from handrail.domain.language_marks import language_of
from handrail.domain.wording import MARKUP

LONGEST = 4000  # characters; a longer text is not translated
SHORT = 40  # characters, below which lengths and languages tell little
WIDE = 3  # a Chinese, Japanese or Korean character stands for about three of ours
SHORTEST_SHARE, LONGEST_SHARE = 0.4, 2.5  # of the original's length
TOLD_APART = ("en", "de", "es")  # by their small words
LIKE_SPANISH = ("ca", "fr", "gl", "it", "oc", "pt")  # whose small words are taken for Spanish ones

_NUMBER = re.compile(r"\d+(?:[.,:/'\u2019\u00a0-]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d)[.,'\u2019\u00a0](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Translation:
    """A text and its translation by ``by``, which no person has checked.

    ``seq`` is the message that it translates; None for what staff wrote and have not sent, whose
    author is ``author_id``. Languages as "en", "de".
    """

    id: str
    conversation_id: str
    seq: int | None
    author_id: str | None
    original: str
    source: str
    target: str
    text: str
    by: str
    made_at: datetime

    def evidence(self) -> Mapping[str, object]:
        """What the message's event keeps of it."""
        return {
            "original": self.original,
            "source": self.source,
            "target": self.target,
            "by": self.by,
        }


def language(locale: str) -> str:
    """The language of a locale: "de-AT" gives "de"."""
    return locale.lower().replace("_", "-").split("-")[0]


def check_translation(original: str, translated: str, target: str) -> Problem | None:
    """What is wrong with a translation as far as can be told without knowing both languages.

    Figures, links, addresses and numbers must be the same on both sides, its length must be likely,
    and its language the wanted one. Whether it means the same, these checks cannot tell.
    """
    return (
        _form(original, translated)
        or _figures(original, translated)
        or _contacts(original, translated)
        or _language(original, translated, target)
    )


def _form(original: str, translated: str) -> Problem | None:
    if not translated.strip():
        return Problem("empty")
    for character in translated:
        if character == "\ufffd" or (
            unicodedata.category(character)[0] == "C" and character not in original + "\n\t"
        ):
            return Problem("control character", f"U+{ord(character):04X}")
    if (markup := MARKUP.search(translated)) and markup[0] not in original:
        return Problem("markup", markup[0])
    before, after = _length(original), _length(translated)
    if before >= SHORT and not SHORTEST_SHARE <= after / before <= LONGEST_SHARE:
        return Problem("unlikely length", f"{after / before:.1f} times the original's")
    if before < SHORT and after > SHORT * LONGEST_SHARE:
        return Problem("unlikely length", f"{after} characters for {before}")
    return None


def _length(text: str) -> int:
    return sum(WIDE if unicodedata.east_asian_width(c) in "WF" else 1 for c in text.strip())


def _figures(original: str, translated: str) -> Problem | None:
    before, after = _numbers(original), _numbers(translated)
    if lost := before - after - _spelled(translated):
        return Problem("figure lost", ", ".join(map(str, sorted(lost)))[:80])
    if added := after - before - _spelled(original):
        return Problem("figure added", ", ".join(map(str, sorted(added)))[:80])
    return None


def _numbers(text: str) -> Counter[int]:
    """The whole numbers that a text writes in digits: 8:30, 8.30 and 08,30 are 8 and 30."""
    plain = _THOUSANDS.sub("", text)
    return Counter(int(part) for n in _NUMBER.findall(plain) for part in re.findall(r"\d+", n))


def _spelled(text: str) -> Counter[int]:
    """Numbers that may stand in words, as often as needed."""
    words = re.sub(r"\d", " ", text)
    found = [int(number) for number, _ in figures(words) if number.isdigit()]
    return Counter({number: len(text) for number in found})


def _contacts(original: str, translated: str) -> Problem | None:
    if lost := strange_contacts(original, translated):
        return Problem("link or number lost", ", ".join(lost)[:120])
    if added := strange_contacts(translated, original):
        return Problem("link or number added", ", ".join(added)[:120])
    return None


def _language(original: str, translated: str, target: str) -> Problem | None:
    if len(translated) < SHORT:
        return None
    if translated.strip().casefold() == original.strip().casefold():
        return Problem("not translated")
    spoken = language_of(translated)
    if spoken == "es" and target in LIKE_SPANISH:
        return None
    if spoken in TOLD_APART and spoken != target:
        return Problem("wrong language", spoken)
    if spoken == "other" and target in TOLD_APART:
        return Problem("wrong language", "another script")
    return None
