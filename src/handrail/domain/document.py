"""Document: what a file says, in sections, and how it is cut into chunks."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from handrail.domain.knowledge import Chunk
from handrail.domain.sentences import split_sentences

# The encoder reads 256 word pieces, a chunk's title and headings among them. Its pieces are English: about
# 4.6 characters there, and 2.7 in other languages.
LONGEST = {"en": 950}
LONGEST_ELSEWHERE = 560
_BLANK = re.compile(r"\n\s*\n")
_HEADING = re.compile(r" {0,3}(#{2,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under its own headings, from the outermost; ``place`` such as "page 3"."""

    headings: tuple[str, ...]
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a file says itself about an article; None: as the import says."""

    audience: Literal["customer", "staff"] | None = None
    locale: str | None = None
    owner: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    updated: date | None = None
    kinds: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What becomes one article. ``key`` tells it from others of the same file; it stays when words change."""

    title: str
    sections: tuple[Section, ...]
    key: str = ""
    marks: Marks = field(default_factory=Marks)

    @property
    def text(self) -> str:
        """The whole text as Markdown, with its headings."""
        return "\n\n".join(_with_headings(self.sections))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file, or a place in it, could not be taken, and what to do about it."""

    place: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FileRead:
    """What came of reading a file: its documents, and what of it could not be taken."""

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()


def written(title: str, text: str) -> Document:
    """The document of a text (Markdown) that a person wrote here, in sections along its headings.

    Headings of the levels 2 to 6 count, those in code do not.
    """
    sections, above, lines, fence = list[Section](), list[tuple[int, str]](), list[str](), ""
    for line in text.splitlines():
        if mark := _FENCE.match(line):
            fence = "" if mark[1] == fence else fence or mark[1]
        heading = None if fence else _HEADING.match(line)
        if heading is None:
            lines.append(line)
            continue
        sections.append(_section(above, lines))
        level = len(heading[1])
        above = [*(one for one in above if one[0] < level), (level, heading[2])]
        lines = []
    sections.append(_section(above, lines))
    return Document(title, tuple(one for one in sections if one.text or one.headings))


def _section(above: list[tuple[int, str]], lines: list[str]) -> Section:
    return Section(tuple(words for _, words in above), "\n".join(lines).strip())


def chunks_of(document: Document, language: str, encoder: str) -> tuple[Chunk, ...]:
    """The document's chunks, in order: whole where it is short, else along headings and paragraphs.

    None is longer than the encoder reads, but for a single word. ``encoder`` is the version of the
    model that makes the vectors: another one gives other content hashes.
    """
    longest = LONGEST.get(language, LONGEST_ELSEWHERE)
    whole = document.text.strip()
    if len(document.title) + len(whole) <= longest:
        places = {section.place for section in document.sections}
        place = places.pop() if len(places) == 1 else ""
        sections = [Section((), whole, place)]
    else:
        sections = list(document.sections)
    return tuple(
        Chunk(section.headings, section.place, text, _hash(document.title, section, text, encoder))
        for section in sections
        for text in _pieces(section.text, _room(document.title, section, longest))
    )


def _room(title: str, section: Section, longest: int) -> int:
    over_it = len(title) + sum(len(heading) + 3 for heading in section.headings)
    return max(longest - over_it, longest // 2)


def _pieces(text: str, longest: int) -> Iterator[str]:
    """The text in pieces of whole paragraphs, sentences where those are too long, else words."""
    held = ""
    for part, glue in _parts(text, longest):
        if held and len(held) + len(glue) + len(part) > longest:
            yield held
            held = part
        else:
            held = f"{held}{glue}{part}" if held else part
    if held:
        yield held


def _parts(text: str, longest: int) -> Iterator[tuple[str, str]]:
    """Parts none of which is too long, each with what joins it to the part before."""
    for paragraph in filter(None, map(str.strip, _BLANK.split(text))):
        if len(paragraph) <= longest:
            yield paragraph, "\n\n"
            continue
        glue = "\n\n"
        for sentence in split_sentences(paragraph):
            for words in _by_words(sentence, longest):
                yield words, glue
                glue = " "


def _by_words(sentence: str, longest: int) -> Iterator[str]:
    held = ""
    parts = (part for word in sentence.split() for part in _cut(word, longest))
    for word in parts:
        if held and len(held) + 1 + len(word) > longest:
            yield held
            held = word
        else:
            held = f"{held} {word}" if held else word
    if held:
        yield held


def _cut(word: str, longest: int) -> Iterator[str]:
    return (word[start : start + longest] for start in range(0, len(word), longest))


def _with_headings(sections: Iterable[Section]) -> Iterator[str]:
    above: tuple[str, ...] = ()
    for section in sections:
        for depth, heading in enumerate(section.headings):
            if above[: depth + 1] != section.headings[: depth + 1]:
                yield f"{'#' * min(depth + 2, 6)} {heading}"
        above = section.headings
        if section.text.strip():
            yield section.text.strip()


def _hash(title: str, section: Section, text: str, encoder: str) -> str:
    words = "\0".join((encoder, title, *section.headings, "", text))
    return hashlib.sha256(words.encode()).hexdigest()
