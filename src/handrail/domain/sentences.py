"""Sentences: a text in sentences, also while it is still coming in (English, German, Spanish)."""

import re
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never the end of a sentence, whatever follows.
_ABBREVIATIONS = _words(
    "mr mrs ms dr prof vs approx ca bzw bspw sog inkl hr fr sr sra srta núm pág"
)
# Not the end of a sentence when a digit follows.
_COUNTED = _words("no nr art abs max min tel")
# The end of a sentence when a capital follows.
_DOUBTFUL = _words("etc usw evtl ggf inc ltd co")
_MONTHS = _words(
    """
    januar februar märz april mai juni juli august september oktober november dezember
    january february march may june july october december
    """
)
_END = re.compile(r"([.!?…]+)([\"'\u201d\u2019»)\]]*)(\s+)(?=(\S+)(\s|$))|(\n)\s*(?=\S)")
_LIST_MARK = re.compile(r"(?:^|\n)\s*\d{1,2}$")


class Sentences:
    """Gives sentences as soon as the text that follows shows that they have ended."""

    def __init__(self) -> None:
        self._open = ""

    def feed(self, chunk: str) -> list[str]:
        """The sentences that end with this piece of text."""
        self._open += chunk
        done, self._open = _split(self._open, whole=False)
        return done

    def rest(self) -> list[str]:
        """What is left when the text has ended."""
        done, last = _split(self._open, whole=True)
        self._open = ""
        return [*done, last.strip()] if last.strip() else done


def split_sentences(text: str) -> list[str]:
    """The sentences of a whole text; a line's end ends one too."""
    return list(_sentences_of(text))


@lru_cache(1024)  # a briefing asks for those of the same messages again and again
def _sentences_of(text: str) -> tuple[str, ...]:
    sentences = Sentences()
    return (*sentences.feed(text), *sentences.rest())


def _split(text: str, whole: bool) -> tuple[list[str], str]:
    done: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if match[6] is None and not _ends(text[start : match.start()], match, whole):
            continue
        if sentence := text[start : match.start() if match[6] else match.end(2)].strip():
            done.append(sentence)
        start = match.end()
    return done, text[start:]


def _ends(before: str, match: re.Match[str], whole: bool) -> bool:
    following = match[4]
    if not match[5] and not whole:
        return False  # the next word may go on
    if "\n" in match[3]:
        return not _LIST_MARK.search(before)
    if match[1] != ".":
        return not following[0].islower()
    word = re.split(r"[\s(\"'\u201e\u201c«]", before)[-1].casefold()
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()) or _LIST_MARK.search(before):
        return False
    if word in _COUNTED and following[0].isdigit():
        return False
    if word.isdigit() and len(word) <= 2 and following.strip(".,").casefold() in _MONTHS:
        return False  # German dates: 3. Oktober
    if "." in word or word in _DOUBTFUL or word.isdigit():
        return following[0].isupper()
    return not following[0].islower()
