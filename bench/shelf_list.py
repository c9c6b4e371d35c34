"""The list of articles at 100,000 of them: how long a page takes under each filter, and by which index.

    python -m bench.shelf_list [--articles 100000] [--repeats 40]

Titles are three words drawn from a few thousand; one article in 500 has the rarest owner, language or
readers, one in 50 ends soon. Each article has one chunk, with a fixed vector: nothing here searches by
meaning. A page is 100 lines; pages deep in the list begin in its middle. Times are those on the clock and,
because neighbours share the machine, those that the database's process had a core for (Linux schedstat).
"""

import argparse
import asyncio
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from time import perf_counter

import asyncpg
import numpy as np

from handrail.actions.knowledge_shelf import ArticleQuery
from handrail.adapters.knowledge.lists import list_query
from handrail.adapters.knowledge.postgres_knowledge import PostgresKnowledge
from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.adapters.postgres.migrate import migrate
from handrail.domain.article_version import ArticleState

RESULT = Path(__file__).parent / "results" / "shelf_list.json"
TODAY = date(2026, 11, 24)
Spent = tuple[float, float]  # milliseconds on the clock, and on a core
MIDDLE = ("word1500 word1 word1", "")
ARTICLES = """
INSERT INTO articles (slug, title, text, audience, locale, updated, source, path, owner, valid_from,
    valid_until, content_hash, published_at)
SELECT 'a-' || n, 'word' || n * 7919 % 3000 || ' word' || n % 997 || ' word' || n % 13, repeat('Text. ', 60),
    CASE WHEN n % 500 = 1 THEN 'staff' ELSE 'customer' END,
    CASE WHEN n % 500 = 2 THEN 'fr' ELSE 'en' END, '2026-01-01',
    CASE WHEN n % 500 = 3 THEN '/small' ELSE '/large' END, n::text, 'Owner ' || n % 500,
    CASE WHEN n % 500 = 4 THEN date '2027-01-01' END,
    CASE WHEN n % 500 = 5 THEN date '2026-01-01' WHEN n % 50 = 6 THEN date '2026-12-01' END, '',
    CASE WHEN n % 500 = 7 THEN NULL ELSE now() END
FROM generate_series(1, $1::int) AS n
"""
CHUNKS = """
INSERT INTO chunks (slug, position, title, headings, place, text, version, content_hash, audience,
    language, embedding)
SELECT slug, 0, title, '', '', 'common text ' || right(slug, 4), 1, '', audience, locale,
    array_fill(0.05::real, ARRAY[384])::vector
FROM articles WHERE published_at IS NOT NULL
"""
QUERIES = {
    "all": ArticleQuery(limit=101),
    "all, from the middle": ArticleQuery(limit=101, after=MIDDLE),
    "valid": ArticleQuery(limit=101, on=TODAY),
    "due for review": ArticleQuery(limit=101, on=TODAY, due=True),
    "expired": ArticleQuery(limit=101, on=TODAY, state=ArticleState.EXPIRED),
    "not yet valid": ArticleQuery(limit=101, on=TODAY, state=ArticleState.NOT_YET),
    "drafts": ArticleQuery(limit=101, on=TODAY, state=ArticleState.DRAFT),
    "a rare owner": ArticleQuery(limit=101, owner="Owner 9"),
    "rare readers": ArticleQuery(limit=101, audience="staff"),
    "a rare language": ArticleQuery(limit=101, locale="fr"),
    "a small source": ArticleQuery(limit=101, source="/small"),
    "a large source": ArticleQuery(limit=101, source="/large"),
    "a rare word": ArticleQuery("word1234", limit=101),
    "the beginning of many words": ArticleQuery("word1", limit=101),
    "a word of every text": ArticleQuery("common", limit=101),
    "owner, state and readers": ArticleQuery(
        limit=101, owner="Owner 9", on=TODAY, audience="customer"
    ),
}


async def measured(articles: int, repeats: int) -> Mapping[str, object]:
    """The times of each query over a shelf of that size, in milliseconds, with its plan's indexes."""
    folder = Path(tempfile.mkdtemp(prefix="shelf-list-"))
    folder.chmod(0o755)
    try:
        async with EmbeddedPostgres(folder / "server") as server:
            await migrate(server.dsn)
            async with asyncpg.create_pool(server.dsn, min_size=1, max_size=1) as pool:
                await pool.execute("DROP INDEX chunks_embedding")  # nothing here searches by it
                await pool.execute(ARTICLES, articles, timeout=600)
                await pool.execute(CHUNKS, timeout=600)
                await pool.execute("VACUUM ANALYZE articles", timeout=600)
                await pool.execute("VACUUM ANALYZE chunks", timeout=600)
                return {name: await _times(pool, query, repeats) for name, query in QUERIES.items()}
    finally:
        shutil.rmtree(folder)


async def _times(
    pool: "asyncpg.Pool[asyncpg.Record]", query: ArticleQuery, repeats: int
) -> Mapping[str, object]:
    knowledge = PostgresKnowledge(pool)
    pages, counts = list[Spent](), list[Spent]()
    pid = int(await pool.fetchval("SELECT pg_backend_pid()"))
    lines, total = await knowledge.lines(query), await knowledge.count(query)
    for _ in range(repeats):
        began = _spent(pid)
        await knowledge.lines(query)
        between = _spent(pid)
        await knowledge.count(query)
        pages.append((between[0] - began[0], between[1] - began[1]))
        ended = _spent(pid)
        counts.append((ended[0] - between[0], ended[1] - between[1]))
    text, values = list_query(query)
    plan = [row[0] for row in await pool.fetch(f"EXPLAIN {text}", *values)]
    return {
        "lines": len(lines),
        "articles": total,
        "page": _summary(pages),
        "count": _summary(counts),
        "reads_all_articles": any("Seq Scan on articles" in line for line in plan),
    }


def _spent(pid: int) -> Spent:
    ran = Path(f"/proc/{pid}/schedstat").read_text().split()[0]
    return perf_counter() * 1000, int(ran) / 1e6


def _summary(spent: list[Spent]) -> Mapping[str, float]:
    clock, core = np.array(spent).T
    return {
        f"{name}_p{q}_ms": round(float(np.percentile(times, q)), 1)
        for name, times in (("core", core), ("clock", clock))
        for q in (50, 95)
    }


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=40)
    given = parser.parse_args()
    found = asyncio.run(measured(given.articles, given.repeats))
    machine = {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    result = {"articles": given.articles, "repeats": given.repeats, "machine": machine}
    RESULT.write_text(json.dumps({**result, "queries": found}, indent=2) + "\n")
    print(RESULT.read_text())


if __name__ == "__main__":
    main()
