"""Knowledge: what a company has written down, for its customers or for its staff."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

WRITTEN = "written"  # the source of articles that people wrote and published here
POLICY = "policy"  # the source of articles that are loaded beside a policy


@dataclass(frozen=True, slots=True)
class Article:
    """One page of knowledge. The first paragraph of ``text`` (Markdown) answers the question directly.

    A ``staff`` article is never quoted to a customer. ``kinds`` are the kinds of moment it serves.
    It was read from ``path`` in ``source``; ``version`` goes up whenever anything of it changes. A
    ``draft`` answers nobody.
    """

    slug: str
    title: str
    text: str
    audience: Literal["customer", "staff"]
    locale: str
    kinds: tuple[str, ...]
    skills: tuple[str, ...]
    updated: date
    source: str = POLICY
    path: str = ""
    owner: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    version: int = 1
    draft: bool = False

    @property
    def is_written_here(self) -> bool:
        """Whether people write it here; the text of any other is its source's."""
        return self.source == WRITTEN

    def is_valid(self, on: date) -> bool:
        """Whether it holds on that day; both dates are included. A draft never does."""
        begun = self.valid_from is None or self.valid_from <= on
        ended = self.valid_until is not None and self.valid_until < on
        return begun and not ended and not self.draft


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of an article that is searched as one, short enough for the encoder to read whole.

    ``headings`` stand over it, below the article's title; ``place`` says where it is to be found, such
    as "page 3". ``content_hash`` names its words and the encoder that read them.
    """

    headings: tuple[str, ...]
    place: str
    text: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """An article with its chunks, in order."""

    article: Article
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What was found for a question; ``score`` is cosine likeness, 0 to 1, held against the bar.

    ``title`` is the article's, ``text`` the chunk's. ``place`` names headings and page; ``version`` is
    that of the article which brought these words, and ``chunk_id`` stands for no others.
    """

    slug: str
    title: str
    text: str
    score: float
    place: str = ""
    chunk_id: str = ""
    version: int = 1
