"""Comparison: in what two versions of an article differ, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from handrail.domain.article_version import PROPERTIES
from handrail.domain.knowledge import Article

AROUND = 3  # lines shown around a change
MOST_LINES = 5_000

Mark = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: in both versions, only in the later, or only in the earlier."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that changed with those around them; ``skipped`` lines before them are the same."""

    skipped: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """A property with its values in both versions, empty where there is none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """In what two versions differ; without stretches their texts are the same."""

    properties: tuple[PropertyChange, ...]
    stretches: tuple[Stretch, ...]


class TooLong(ValueError):
    """A text has too many lines to be compared."""


def compare(before: Article, after: Article) -> Comparison:
    """Two versions of one article. Raises TooLong. Up to a second: call it from a thread."""
    names = ("title", *PROPERTIES, "draft")
    values = [(name, _shown(before, name), _shown(after, name)) for name in names]
    changes = tuple(PropertyChange(*one) for one in values if one[1] != one[2])
    return Comparison(changes, _stretches(before.text.splitlines(), after.text.splitlines()))


def _shown(article: Article, name: str) -> str:
    value = getattr(article, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _stretches(before: Sequence[str], after: Sequence[str]) -> tuple[Stretch, ...]:
    if max(len(before), len(after)) > MOST_LINES:
        raise TooLong(f"Texts of more than {MOST_LINES:,} lines are not compared here.")
    found, seen = list[Stretch](), 0
    for group in SequenceMatcher(None, before, after).get_grouped_opcodes(AROUND):
        lines = list[Line]()
        for tag, first, end, first_after, end_after in group:
            if tag == "equal":
                lines += [Line("same", text) for text in before[first:end]]
                continue
            lines += [Line("removed", text) for text in before[first:end]]
            lines += [Line("added", text) for text in after[first_after:end_after]]
        found.append(Stretch(group[0][1] - seen, tuple(lines)))
        seen = group[-1][2]
    return tuple(found)
