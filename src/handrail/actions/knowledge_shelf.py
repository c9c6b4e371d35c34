"""KnowledgeShelf: how articles are kept and listed; a part of the port Knowledge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from handrail.domain.article_version import ArticleState
from handrail.domain.knowledge import Article, Shelved

Vector = Sequence[float]
COUNTED = 10_001  # a list is counted up to here: beyond 10,000 nobody asks how many


@dataclass(frozen=True, slots=True)
class Changed:
    """What keeping a file came to: articles that are new or other than before, and articles gone."""

    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """Which articles to list, by title then slug.

    ``words`` are beginnings of words of the title, or words of the text; of those that stand in more
    than 5,000 articles, 5,000 of each are found. ``on`` leaves only those valid
    that day, or in ``state`` that day, or ``due``: valid, but not 30 days from then.
    """

    words: str = ""
    audience: str | None = None
    locale: str | None = None
    source: str | None = None
    owner: str | None = None
    on: date | None = None
    state: ArticleState | None = None
    due: bool = False
    after: tuple[str, str] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article as a list shows it."""

    slug: str
    title: str
    audience: str
    locale: str
    source: str
    path: str
    owner: str
    valid_from: date | None
    valid_until: date | None
    version: int
    changed_at: datetime
    chunks: int
    draft: bool = False


@dataclass(frozen=True, slots=True)
class ChunkLine:
    """A chunk as an article's page shows it."""

    id: str
    headings: str
    place: str
    text: str
    version: int


class KnowledgeShelf(Protocol):
    """Articles and their chunks, file by file."""

    async def hashes(self, source: str, path: str) -> frozenset[str]:
        """The content hashes of all chunks that came from this file."""
        ...

    async def keep(
        self,
        source: str,
        path: str,
        shelved: Sequence[Shelved],
        vectors: Mapping[str, Vector],
        by: str = "",
    ) -> Changed:
        """Make these the articles of this file, touching only what changed; what people set here stays.

        ``vectors``, by content hash, must hold those of all chunks that ``hashes`` did not name; raises
        LookupError when one is missing, and then nothing has changed.
        """
        ...

    async def paths(self, source: str) -> frozenset[str]:
        """The files of a source that have articles."""
        ...

    async def settle(self) -> None:
        """Count the words anew, after many articles changed; searches stay right without, but slower."""
        ...

    async def lines(self, query: ArticleQuery) -> list[ArticleLine]:
        """One page of articles."""
        ...

    async def count(self, query: ArticleQuery) -> int:
        """How many articles such a list has in all, ``COUNTED`` at most."""
        ...

    async def chunk_lines(self, slug: str) -> list[ChunkLine]:
        """The chunks of an article, in order."""
        ...

    async def article(self, slug: str) -> Article | None:
        """The article of that slug, valid today or not."""
        ...
