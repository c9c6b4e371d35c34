"""Versions: articles as people change them, and what they were before."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import asyncpg
import msgspec

from handrail.actions.knowledge_shelf import Vector
from handrail.actions.knowledge_versions import ArticleMoved, Change, Facets
from handrail.adapters.knowledge.queries import QUERIES
from handrail.adapters.knowledge.shelf import (
    Borrowed,
    PostgresShelf,
    content_hash,
    keep_article,
    read_article,
)
from handrail.domain.article_version import ArticleVersion, How, SetHere
from handrail.domain.knowledge import Article, Chunk, Shelved


class PostgresVersions(PostgresShelf):
    """The part of the port ``Knowledge`` by which people change articles, and see what they were."""

    async def revise(
        self,
        article: Article,
        chunks: Sequence[Chunk] | None,
        vectors: Mapping[str, Vector],
        change: Change,
    ) -> Article:
        """Keep an article as a person wants it, in one transaction. Raises ArticleMoved, LookupError."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(QUERIES["lock_source"], article.source)
            now = await connection.fetchval(QUERIES["version_now"], article.slug)
            if change.base is not None and change.base != now:
                raise ArticleMoved(await _latest(connection, article.slug))
            if chunks is None:
                chunks = await _chunks_as_they_are(connection, article.slug)
            shelved = Shelved(article, tuple(chunks))
            kept = await connection.fetchrow(QUERIES["article"], article.slug)
            if kept is None or not _is_same(read_article(kept), article):
                await keep_article(connection, shelved, content_hash(shelved), vectors, change)
            if change.held:
                values = (list(change.held), list(change.held.values()))
                await connection.execute(QUERIES["hold"], article.slug, *values, change.by)
            row = await connection.fetchrow(QUERIES["article"], article.slug)
            assert row is not None  # it was there, or has just been kept
            return read_article(row)

    async def versions(self, slug: str, limit: int = 200) -> list[ArticleVersion]:
        """The versions of an article, latest first, without their texts."""
        rows = await self._pool.fetch(QUERIES["versions"], slug, limit)
        return [_read_version(row) for row in rows]

    async def version(self, slug: str, number: int) -> ArticleVersion | None:
        """One version."""
        row = await self._pool.fetchrow(QUERIES["version"], slug, number)
        return None if row is None else _read_version(row)

    async def version_at(self, slug: str, at: datetime) -> ArticleVersion | None:
        """The version that held at that time, the first where it was not there yet."""
        row = await self._pool.fetchrow(QUERIES["version_at"], slug, at)
        return None if row is None else _read_version(row)

    async def held(self, slugs: Sequence[str]) -> Mapping[str, SetHere]:
        """What people set of these articles, by slug."""
        async with self._pool.acquire() as connection:
            return await self._held(connection, slugs)

    async def facets(self) -> Facets:
        """What articles may be filtered by."""
        found = [
            await self._pool.fetch(QUERIES["facet"].format(column=column))
            for column in ("owner", "locale", "source")
        ]
        return Facets(*(tuple(row["value"] for row in rows) for rows in found))


def _is_same(one: Article, other: Article) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in Article.__dataclass_fields__
        if name not in ("version", "updated")
    )


async def _latest(connection: Borrowed, slug: str) -> ArticleVersion:
    rows = await connection.fetch(QUERIES["versions"], slug, 1)
    if not rows:
        raise LookupError(f"no article {slug}")
    row = await connection.fetchrow(QUERIES["version"], slug, rows[0]["version"])
    assert row is not None
    return _read_version(row)


async def _chunks_as_they_are(connection: Borrowed, slug: str) -> list[Chunk]:
    return [
        Chunk(
            tuple(row["headings"].split(" > ")) if row["headings"] else (),
            row["place"],
            row["text"],
            row["content_hash"],
        )
        for row in await connection.fetch(QUERIES["chunks_as_they_are"], slug)
    ]


def _read_version(row: asyncpg.Record) -> ArticleVersion:
    values = dict(row)
    more = {name: values.pop(name) for name in ("how", "changed_by", "changed_at", "restored_from")}
    return ArticleVersion(
        msgspec.convert(values, Article),
        How(more["how"]),
        more["changed_by"],
        more["changed_at"],
        more["restored_from"],
    )
