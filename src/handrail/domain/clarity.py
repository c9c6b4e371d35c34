"""Clarity: what in a reply may be hard to read or hard to hear, and how it could be said instead.

It looks at words on request; it keeps nothing and scores nobody.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from handrail.domain.clarity_words import (
    BLAME,
    GOES_ON,
    HEDGES,
    JARGON,
    LONG_WORD,
    NEGATIVE_OPENING,
    PATTERNS,
)
from handrail.domain.promises import promises_in
from handrail.domain.readability import WORD, Reading, readability
from handrail.domain.sentences import split_sentences

LONG_SENTENCE = 25  # words
SHORT_REPLY = 12  # words; a shorter reply need not say what comes next


class RemarkKind(StrEnum):
    """What a remark is about."""

    NEGATIVE_OPENING = "negative_opening"
    BLAME = "blame"
    JARGON = "jargon"
    LONG_WORD = "long_word"
    HEDGE = "hedge"
    LONG_SENTENCE = "long_sentence"
    NO_NEXT_STEP = "no_next_step"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark on ``text[start:end]``, and a pattern by which it could be said instead."""

    kind: RemarkKind
    start: int
    end: int
    instead: str


@dataclass(frozen=True, slots=True)
class Coaching:
    """What there is to say of a text. ``reading`` None: too short to measure."""

    language: str
    reading: Reading | None
    remarks: tuple[Remark, ...]


def coach(text: str, locale: str, jargon: Mapping[str, str] | None = None) -> Coaching:
    """Remarks on a reply in English, German or Spanish, in the order of their places.

    ``jargon`` gives the company's own terms with plain words for them. Another language: no remarks.
    """
    language = locale.lower().split("-")[0]
    if language not in PATTERNS:
        return Coaching(language, None, ())
    remarks = [
        *_opening(text, language),
        *_marked(text, BLAME[language], RemarkKind.BLAME, language),
        *_jargon(text, {**JARGON[language], **(jargon or {})}),
        *_long_words(text, language),
        *_marked(text, HEDGES[language], RemarkKind.HEDGE, language),
        *_long_sentences(text, language),
        *_no_next_step(text, language),
    ]
    remarks.sort(key=lambda remark: (remark.start, remark.end))
    return Coaching(language, readability(text, language), tuple(remarks))


def _opening(text: str, language: str) -> Iterator[Remark]:
    match = NEGATIVE_OPENING[language].match(text)
    if match is not None:
        instead = PATTERNS[language]["negative_opening"]
        yield Remark(RemarkKind.NEGATIVE_OPENING, match.start(1), match.end(1), instead)


def _marked(
    text: str, pattern: "re.Pattern[str]", kind: RemarkKind, language: str
) -> Iterator[Remark]:
    for match in pattern.finditer(text):
        yield Remark(kind, match.start(), match.end(), PATTERNS[language][kind.value])


def _jargon(text: str, terms: Mapping[str, str]) -> Iterator[Remark]:
    for term, plain in terms.items():
        for match in re.finditer(rf"(?<!\w){re.escape(term)}(?!\w)", text, re.IGNORECASE):
            yield Remark(RemarkKind.JARGON, match.start(), match.end(), plain)


def _long_words(text: str, language: str) -> Iterator[Remark]:
    for match in WORD.finditer(text):
        if len(match[0]) >= LONG_WORD[language]:
            instead = PATTERNS[language]["long_word"]
            yield Remark(RemarkKind.LONG_WORD, match.start(), match.end(), instead)


def _long_sentences(text: str, language: str) -> Iterator[Remark]:
    place = 0
    for sentence in split_sentences(text):
        start = text.index(sentence, place)
        place = start + len(sentence)
        if len(WORD.findall(sentence)) > LONG_SENTENCE:
            instead = PATTERNS[language]["long_sentence"]
            yield Remark(RemarkKind.LONG_SENTENCE, start, place, instead)


def _no_next_step(text: str, language: str) -> Iterator[Remark]:
    """A reply goes on with a promise, a question, a request or what the customer can do."""
    if len(WORD.findall(text)) < SHORT_REPLY or "?" in text:
        return
    if GOES_ON[language].search(text) or promises_in(text):
        return
    last = split_sentences(text)[-1]
    start = text.rindex(last)
    instead = PATTERNS[language]["no_next_step"]
    yield Remark(RemarkKind.NO_NEXT_STEP, start, start + len(last), instead)
