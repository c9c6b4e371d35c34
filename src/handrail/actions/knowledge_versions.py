"""KnowledgeVersions: how articles are changed by people, and what they were before; a part of Knowledge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.actions.knowledge_shelf import Vector
from handrail.domain.article_version import ArticleVersion, How, SetHere
from handrail.domain.knowledge import Article, Chunk


class ArticleMoved(Exception):
    """Somebody else has changed the article meanwhile; ``now`` is the version that holds."""

    def __init__(self, now: ArticleVersion) -> None:
        super().__init__(f"{now.article.slug} is at version {now.article.version} now")
        self.now = now


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes an article and how. ``base``: only while it is at this version.

    ``held`` are the properties that a person set of an article whose text comes from a source.
    """

    by: str
    how: How
    base: int | None = None
    restored_from: int | None = None
    held: SetHere | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """What articles may be filtered by: all owners, locales and sources there are, at most 200 of each."""

    owners: tuple[str, ...]
    locales: tuple[str, ...]
    sources: tuple[str, ...]


class KnowledgeVersions(Protocol):
    """Articles as people change them, and their versions."""

    async def revise(
        self,
        article: Article,
        chunks: Sequence[Chunk] | None,
        vectors: Mapping[str, Vector],
        change: Change,
    ) -> Article:
        """Keep an article as a person wants it; gives it with its version, the same where nothing changed.

        ``chunks`` None: they stay as they are, for other readers perhaps. Raises ArticleMoved, and
        LookupError when a vector is missing or there are no chunks to stay.
        """
        ...

    async def held(self, slugs: Sequence[str]) -> Mapping[str, SetHere]:
        """What people set of these articles, by slug; it outlives the article."""
        ...

    async def versions(self, slug: str, limit: int = 200) -> list[ArticleVersion]:
        """The versions of an article, latest first, without their texts."""
        ...

    async def version(self, slug: str, number: int) -> ArticleVersion | None:
        """One version."""
        ...

    async def version_at(self, slug: str, at: datetime) -> ArticleVersion | None:
        """The version that held at that time, the first where it was not there yet."""
        ...

    async def facets(self) -> Facets:
        """What articles may be filtered by."""
        ...
