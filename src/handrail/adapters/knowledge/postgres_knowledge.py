"""PostgresKnowledge: the articles' chunks, searched by full text and by vectors."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime

import asyncpg

from handrail.adapters.knowledge.queries import QUERIES, clean, vector
from handrail.adapters.knowledge.shelf import read_article
from handrail.adapters.knowledge.versions import PostgresVersions
from handrail.domain.knowledge import POLICY, Article, Chunk, Passage, Shelved

CANDIDATES = 20  # of each ranking; far below what an article needs to come first in the fusion
FUSION_CONSTANT = 60  # Cormack, Clarke, Buettcher 2009
ONE_BY_ONE = 5_000  # chunks; the index is as quick from there on
RANKED = 1_000  # chunks that have a rare word of the question; each costs about 5 µs
BREADTH = 80  # how many neighbours the index keeps in view (hnsw.ef_search)


class PostgresKnowledge(PostgresVersions):
    """The port ``Knowledge`` over a pool of connections."""

    async def load(self, articles: Sequence[Article], embeddings: Sequence[Sequence[float]]) -> int:
        """Make these the policy's articles, touching only what changed; gives how many changed.

        Each is one chunk. Those that are not among them are forgotten, and count; articles from other
        sources stay. Raises ValueError when there is not one embedding for each article.
        """
        shelved, vectors = list[Shelved](), dict[str, Sequence[float]]()
        for article, embedding in zip(articles, embeddings, strict=True):
            hashed = _hash(article, embedding)
            vectors[hashed] = embedding
            shelved.append(Shelved(article, (Chunk((), "", article.text, hashed),)))
        changed = await self.keep(POLICY, "", shelved, vectors)
        return changed.changed + changed.removed

    async def search(
        self,
        question: str,
        embedding: Sequence[float],
        locale: str,
        audience: str,
        limit: int = 3,
        *,
        on: date | None = None,
    ) -> list[Passage]:
        """The best passages in that language, full text and vectors fused by reciprocal rank, best first.

        ``audience`` "customer" never finds a staff article; "staff" finds both. ``on`` None: today, UTC.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(QUERIES["tune"], str(BREADTH))
            rows = await connection.fetch(
                QUERIES["search"],
                *(clean(question), vector(embedding), locale, _may_read(audience)),
                *(CANDIDATES, FUSION_CONSTANT, limit),
                *(on or datetime.now(UTC).date(), ONE_BY_ONE, RANKED),
            )
        return [_passage(row) for row in rows]

    async def by_kind(self, kind: str, audience: str) -> list[Article]:
        """Articles written for a kind of moment, by slug, valid today; audience "staff" may read all."""
        rows = await self._pool.fetch(QUERIES["by_kind"], kind, _may_read(audience))
        return [read_article(row) for row in rows]


def _hash(article: Article, embedding: Sequence[float]) -> str:
    words = f"{article.title}\0{article.text}\0{vector(embedding)}"
    return hashlib.sha256(words.encode()).hexdigest()


def _may_read(audience: str) -> list[str]:
    return ["customer", "staff"] if audience == "staff" else ["customer"]


def _passage(row: asyncpg.Record) -> Passage:
    return Passage(
        slug=row["slug"],
        title=row["title"],
        text=row["text"],
        score=min(max(row["likeness"], 0.0), 1.0),
        place=", ".join(part for part in (row["headings"], row["place"]) if part),
        chunk_id=str(row["id"]),
        version=row["version"],
    )
