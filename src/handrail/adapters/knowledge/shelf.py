"""Shelf: articles and their chunks, kept file by file; what has not changed is not touched."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import asyncpg
import msgspec
from asyncpg.pool import PoolConnectionProxy

from handrail.actions.knowledge_shelf import Changed, ChunkLine, Vector
from handrail.actions.knowledge_versions import Change
from handrail.adapters.knowledge.lists import PostgresLists
from handrail.adapters.knowledge.queries import QUERIES, clean, language, vector
from handrail.domain.article_version import How, SetHere, with_set
from handrail.domain.knowledge import WRITTEN, Article, Chunk, Shelved
from handrail.domain.question_words import READ_CHUNKS

Borrowed: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"


class PostgresShelf(PostgresLists):
    """The part of the port ``Knowledge`` that keeps articles, over a pool of connections."""

    async def hashes(self, source: str, path: str) -> frozenset[str]:
        """The content hashes of all chunks that came from this file."""
        rows = await self._pool.fetch(QUERIES["chunk_hashes"], source, path)
        return frozenset(row["content_hash"] for row in rows)

    async def keep(
        self,
        source: str,
        path: str,
        shelved: Sequence[Shelved],
        vectors: Mapping[str, Vector],
        by: str = "",
    ) -> Changed:
        """Make these the articles of this file, in one transaction, touching only what changed."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(QUERIES["lock_source"], source)
            held = await self._held(connection, [each.article.slug for each in shelved])
            shelved = [_as_set(each, held.get(each.article.slug, {})) for each in shelved]
            hashes = {each.article.slug: content_hash(each) for each in shelved}
            kept = {
                row["slug"]: row["content_hash"]
                for row in await connection.fetch(QUERIES["articles_of_file"], source, path)
            }
            gone = [slug for slug in kept if slug not in hashes]
            await connection.execute(QUERIES["keep_removed"], gone, by)
            await connection.execute(QUERIES["forget"], gone)
            changed = [each for each in shelved if _is_news(each, kept, hashes)]
            change = Change(by, How.WRITTEN if source == WRITTEN else How.IMPORTED)
            for each in changed:
                await keep_article(connection, each, hashes[each.article.slug], vectors, change)
        return Changed(len(changed), len(gone))

    async def _held(self, connection: Borrowed, slugs: Sequence[str]) -> dict[str, SetHere]:
        found: dict[str, dict[str, str | None]] = {}
        for row in await connection.fetch(QUERIES["held"], list(slugs)):
            found.setdefault(row["slug"], {})[row["property"]] = row["value"]
        return {**found}

    async def paths(self, source: str) -> frozenset[str]:
        """The files of a source that have articles."""
        return frozenset(row["path"] for row in await self._pool.fetch(QUERIES["paths"], source))

    async def settle(self) -> None:
        """Let the planner look at the chunks again, and count in how many of them each word stands."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(QUERIES["analyze"], timeout=300)
            await connection.execute(QUERIES["forget_words"])
            await connection.execute(QUERIES["count_words"], READ_CHUNKS, timeout=300)

    async def chunk_lines(self, slug: str) -> list[ChunkLine]:
        """The chunks of an article, in order."""
        rows = await self._pool.fetch(QUERIES["chunk_lines"], slug)
        return [msgspec.convert({**row, "id": str(row["id"])}, ChunkLine) for row in rows]

    async def article(self, slug: str) -> Article | None:
        """The article of that slug, valid today or not."""
        row = await self._pool.fetchrow(QUERIES["article"], slug)
        return None if row is None else read_article(row)


def read_article(row: asyncpg.Record) -> Article:
    """An article from its row."""
    return msgspec.convert(dict(row), Article)


def content_hash(shelved: Shelved) -> str:
    """Names everything of an article and its chunks but the version."""
    article = shelved.article
    content = [
        *(article.title, article.text, article.audience, article.locale, article.owner),
        *(list(article.kinds), list(article.skills), article.updated.isoformat()),
        *(str(article.valid_from), str(article.valid_until), *(["draft"] * article.draft)),
        [[chunk.headings, chunk.place, chunk.content_hash] for chunk in shelved.chunks],
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _as_set(each: Shelved, held: SetHere) -> Shelved:
    return Shelved(with_set(each.article, held), each.chunks) if held else each


def _is_news(each: Shelved, kept: Mapping[str, str], hashes: Mapping[str, str]) -> bool:
    slug = each.article.slug
    return kept.get(slug) != hashes[slug]


async def keep_article(
    connection: Borrowed,
    shelved: Shelved,
    hashed: str,
    vectors: Mapping[str, Vector],
    change: Change,
) -> None:
    """Keep an article as its next version, with its chunks; those with the same words keep their vectors."""
    article = shelved.article
    version = await connection.fetchval(
        QUERIES["keep"],
        *(article.slug, clean(article.title), clean(article.text), article.audience),
        *(article.locale, article.kinds, article.skills, article.updated, article.source),
        *(article.path, article.owner, article.valid_from, article.valid_until, hashed),
        article.draft,
    )
    how = (change.how.value, change.by, change.restored_from)
    await connection.execute(QUERIES["keep_version"], article.slug, *how)
    await _keep_chunks(connection, shelved, version, vectors)


async def _keep_chunks(
    connection: Borrowed, shelved: Shelved, version: int, vectors: Mapping[str, Vector]
) -> None:
    article = shelved.article
    rows = await connection.fetch(QUERIES["chunks_of_article"], article.slug)
    there: dict[str, list[int]] = {}
    for row in rows:
        there.setdefault(row["content_hash"], []).append(row["id"])
    for position, chunk in enumerate(shelved.chunks):
        where = (position, *_place(article, chunk))
        if there.get(chunk.content_hash):
            await connection.execute(
                QUERIES["move_chunk"], there[chunk.content_hash].pop(0), *where
            )
        else:
            words = (clean(chunk.text), version, chunk.content_hash)
            embedding = vector(vectors[chunk.content_hash])
            await connection.execute(QUERIES["add_chunk"], article.slug, *where, *words, embedding)
    rest = [chunk_id for ids in there.values() for chunk_id in ids]
    await connection.execute(QUERIES["drop_chunks"], rest)


def _place(article: Article, chunk: Chunk) -> tuple[object, ...]:
    headings = " > ".join(clean(heading) for heading in chunk.headings)
    readers = (article.audience, language(article.locale), article.valid_from, article.valid_until)
    return (headings, clean(chunk.place), clean(article.title), *readers)
