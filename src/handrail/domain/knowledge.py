"""Knowledge: what a company has written down, for its customers or for its staff."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Article:
    """One page of knowledge. The first paragraph of ``text`` (Markdown) answers the question directly.

    A ``staff`` article is never quoted to a customer. ``kinds`` are the kinds of moment it serves.
    """

    slug: str
    title: str
    text: str
    audience: Literal["customer", "staff"]
    locale: str
    kinds: tuple[str, ...]
    skills: tuple[str, ...]
    updated: date


@dataclass(frozen=True, slots=True)
class Passage:
    """An article found for a question; ``score`` is cosine likeness, 0 to 1, held against the bar."""

    slug: str
    title: str
    text: str
    score: float
