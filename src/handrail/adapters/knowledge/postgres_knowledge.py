"""PostgresKnowledge: the articles' table, searched by full text and by vectors."""

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import asyncpg

from handrail.domain.knowledge import Article, Passage

CANDIDATES = 20  # of each ranking; far below what an article needs to come first in the fusion
FUSION_CONSTANT = 60  # Cormack, Clarke, Buettcher 2009


def _named_queries(text: str) -> dict[str, str]:
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


QUERIES: Final = _named_queries(Path(__file__).with_name("queries.sql").read_text("utf-8"))


class PostgresKnowledge:
    """The port ``Knowledge`` over a pool of connections."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    async def load(self, articles: Sequence[Article], embeddings: Sequence[Sequence[float]]) -> int:
        """Make these the articles, touching only what changed; gives how many changed.

        Articles that are not among them are forgotten, and count. Raises ValueError when there is
        not one embedding for each article.
        """
        rows = {
            article.slug: _row(article, embedding)
            for article, embedding in zip(articles, embeddings, strict=True)
        }
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(QUERIES["lock_articles"])
            kept = {
                row["slug"]: row["content_hash"]
                for row in await connection.fetch(QUERIES["hashes"])
            }
            gone = [slug for slug in kept if slug not in rows]
            changed = [row for slug, row in rows.items() if kept.get(slug) != _hash_of(row)]
            await connection.execute(QUERIES["forget"], gone)
            await connection.executemany(QUERIES["keep"], changed)
        return len(gone) + len(changed)

    async def add(self, article: Article, embedding: Sequence[float]) -> None:
        """Keep one article beside the others; the same slug again changes it."""
        await self._pool.execute(QUERIES["keep"], *_row(article, embedding))

    async def search(
        self, question: str, embedding: Sequence[float], locale: str, audience: str, limit: int = 3
    ) -> list[Passage]:
        """The best passages in that language, full text and vectors fused by reciprocal rank, best first.

        ``audience`` "customer" never finds a staff article; "staff" finds both.
        """
        rows = await self._pool.fetch(
            QUERIES["search"],
            question.replace("\0", " "),
            _vector(embedding),
            locale,
            _may_read(audience),
            CANDIDATES,
            FUSION_CONSTANT,
            limit,
        )
        return [
            Passage(row["slug"], row["title"], row["text"], min(max(row["likeness"], 0.0), 1.0))
            for row in rows
        ]

    async def article(self, slug: str) -> Article | None:
        """The article of that slug, if there is one."""
        row = await self._pool.fetchrow(QUERIES["article"], slug)
        return None if row is None else _article(row)

    async def by_kind(self, kind: str, audience: str) -> list[Article]:
        """Articles written for a kind of moment, by slug; audience "staff" may read all."""
        rows = await self._pool.fetch(QUERIES["by_kind"], kind, _may_read(audience))
        return [_article(row) for row in rows]


def _row(article: Article, embedding: Sequence[float]) -> tuple[object, ...]:
    kinds, skills = list(article.kinds), list(article.skills)
    vector = _vector(embedding)
    content = [article.title, article.text, article.audience, article.locale, kinds, skills]
    hashed = json.dumps([*content, article.updated.isoformat(), vector])
    content_hash = hashlib.sha256(hashed.encode()).hexdigest()
    return (article.slug, *content, article.updated, content_hash, vector)


def _hash_of(row: tuple[object, ...]) -> object:
    return row[8]


def _vector(embedding: Sequence[float]) -> str:
    """As pgvector reads it; six digits are what its four bytes hold."""
    return f"[{','.join(f'{number:.6f}' for number in embedding)}]"


def _may_read(audience: str) -> list[str]:
    return ["customer", "staff"] if audience == "staff" else ["customer"]


def _article(row: asyncpg.Record) -> Article:
    return Article(
        slug=row["slug"],
        title=row["title"],
        text=row["text"],
        audience=row["audience"],
        locale=row["locale"],
        kinds=tuple(row["kinds"]),
        skills=tuple(row["skills"]),
        updated=row["updated"],
    )
