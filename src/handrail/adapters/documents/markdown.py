"""Markdown and plain text, with front matter in TOML (+++) or YAML (---) where there is some."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

import msgspec
from markdown_it import MarkdownIt

from handrail.adapters.documents.limits import Unreadable
from handrail.adapters.documents.outline import Outline
from handrail.domain.document import Document, Marks

PARSER = MarkdownIt("commonmark")


class FrontMatter(msgspec.Struct):
    """What the head of a file may say; other keys are not ours."""

    title: str | None = None
    audience: Literal["customer", "staff"] | None = None
    locale: str | None = None
    owner: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    updated: date | None = None
    kinds: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()

    @property
    def marks(self) -> Marks:
        """What it says about the article."""
        said = msgspec.structs.asdict(self)
        del said["title"]
        return Marks(**said)


def read_markdown(text: str, stem: str) -> Document:
    """The document; its title is the front matter's, else the first heading of level 1, else ``stem``.

    Raises Unreadable for front matter that says something wrong.
    """
    front, body = _front_matter(text)
    lines = body.splitlines()
    outline, start, title = Outline(), 0, front.title
    for level, heading, first, after in _headings(body):
        outline.add("\n".join(lines[start:first]))
        start = after
        if title is None and level == 1:
            title = heading
        elif level > 1 or heading != title:
            outline.go_below(level, heading)
    outline.add("\n".join(lines[start:]))
    return Document(title or stem, outline.sections, marks=front.marks)


def read_plain(text: str, stem: str) -> Document:
    """A text without any marks."""
    outline = Outline()
    outline.add(text)
    return Document(stem, outline.sections)


def _headings(body: str) -> Sequence[tuple[int, str, int, int]]:
    """Level, words, first line and the line after of each heading that is not inside something else."""
    tokens = PARSER.parse(body)
    return [
        (int(opening.tag[1]), words.content, opening.map[0], opening.map[1])
        for opening, words in pairwise(tokens)
        if opening.type == "heading_open" and opening.level == 0 and opening.map
    ]


def _front_matter(text: str) -> tuple[FrontMatter, str]:
    lines = text.splitlines()
    fence = lines[0].strip() if lines else ""
    if fence not in ("+++", "---") or fence not in map(str.strip, lines[1:]):
        return FrontMatter(), text
    end = next(n for n, line in enumerate(lines[1:], 1) if line.strip() == fence)
    decode = msgspec.toml.decode if fence == "+++" else msgspec.yaml.decode
    try:
        front = decode("\n".join(lines[1:end]) or "{}" * (fence == "---"), type=FrontMatter)
    except msgspec.DecodeError as error:
        remedy = "Correct the front matter, or take it out."
        said = " ".join(str(error).split())
        raise Unreadable(f"{said}.", remedy, "front matter") from None
    return front, "\n".join(lines[end + 1 :])
