"""PostgresKnowledge: the articles' chunks, searched by full text and by vectors."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime

import asyncpg

from handrail.adapters.knowledge.queries import QUERIES, any_of, clean, vector, weights
from handrail.adapters.knowledge.shelf import read_article
from handrail.adapters.knowledge.versions import PostgresVersions
from handrail.domain.knowledge import POLICY, Article, Chunk, Passage, Shelved
from handrail.domain.question_words import QuestionWord, looked_for, searched, weightiest

CANDIDATES = 20  # of the nearest, and of those with the weightiest words, are summed up
WORDS_COUNT = 0.02  # of a cosine, for each point of words (BM25); chosen on three public sets
ONE_BY_ONE = 5_000  # chunks; the index is as quick from there on
WEIGHED = 1_000  # chunks that have a telling word of the question
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
        kept = await self.keep(POLICY, "", shelved, vectors)
        changed = kept.changed + kept.removed
        if changed:
            await self.settle()
        return changed

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
        """The best passages in that language by words (BM25) and by vectors, one sum, best first.

        ``audience`` "customer" never finds a staff article; "staff" finds both. ``on`` None: today, UTC.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(QUERIES["tune"], str(BREADTH))
            said = await connection.fetch(QUERIES["words"], clean(searched(question)), locale)
            words = weightiest(QuestionWord(**row) for row in said)
            rows = await connection.fetch(
                QUERIES["search"],
                *(weights(words), vector(embedding), locale, _may_read(audience)),
                *(max(CANDIDATES, limit), WORDS_COUNT, limit),
                *(on or datetime.now(UTC).date(), ONE_BY_ONE),
                *(any_of(looked_for(words, WEIGHED)), 2 * WEIGHED),
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
