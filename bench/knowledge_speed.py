"""Knowledge at 100,000 chunks: how long a search takes, and what importing costs.

    python -m bench.knowledge_speed [--chunks 100000] [--questions 400] [--files 300]

Texts are drawn from the words of our own articles (by how often they stand there) with words of a
topic's own; their vectors are random unit vectors around the topic's. Nine in ten are English, four in
five for customers, one in ten is out of date. Times are those on the clock, and, because neighbours
share the machine, those that the database's process had a core to itself for (Linux schedstat), with
this process's own. The vectors' recall is against comparing all of a reader's chunks one by one.
"""

import argparse
import asyncio
import json
import os
import platform
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import asyncpg
import numpy as np
from numpy.typing import NDArray

import handrail
from bench.statistics import bootstrap
from handrail.actions.knowledge_shelf import ArticleQuery
from handrail.adapters.folders.folder import look
from handrail.adapters.knowledge import postgres_knowledge
from handrail.adapters.knowledge.postgres_knowledge import PostgresKnowledge
from handrail.adapters.knowledge.queries import vector
from handrail.adapters.policy_files.articles import load_articles
from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.adapters.postgres.migrate import migrate
from handrail.curate import import_source
from handrail.domain.import_run import ImportRun, ImportSettings
from handrail.settings import Settings

RESULT = Path(__file__).parent / "results" / "knowledge_speed.json"
POLICIES = Path(handrail.__file__).parent / "policies"
SIZE = 384
TOPICS = 1_000
WORDS = 90  # a chunk
TODAY = date(2026, 11, 24)
OLD = date(2025, 12, 31)
LOOKED_AT = 10_000

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class World:
    """A seeded company: its words, and the topics that it writes about."""

    rng: np.random.Generator
    words: NDArray[np.str_]
    often: NDArray[np.float64]
    own: NDArray[np.intp]
    centres: Floats

    @staticmethod
    def of(seed: int) -> "World":
        rng = np.random.default_rng(seed)
        said = Counter(
            word
            for folder in sorted(POLICIES.iterdir())
            if folder.is_dir()
            for article in load_articles(folder)
            for word in re.findall(r"[a-z']+", article.text.lower())
        )
        words = np.array(list(said))
        often = np.array(list(said.values()), dtype=float)
        rare = np.flatnonzero(often < np.quantile(often, 0.8))
        own = rng.choice(rare, (TOPICS, 12))
        return World(rng, words, often / often.sum(), own, unit(rng.normal(size=(TOPICS, SIZE))))

    def texts(self, topics: NDArray[np.intp], count: int, share: float) -> list[str]:
        """A text of so many words on each topic; that share of them is the topic's own."""
        shape = (len(topics), count)
        common = self.rng.choice(len(self.words), shape, p=self.often)
        mine = self.own[topics[:, None], self.rng.integers(self.own.shape[1], size=shape)]
        chosen = self.words[np.where(self.rng.random(shape) < share, mine, common)]
        return [" ".join(row) for row in chosen.tolist()]

    def text(self, topic: int, count: int, share: float = 0.25) -> str:
        return self.texts(np.array([topic]), count, share)[0]

    def near(self, topic: int) -> Floats:
        return unit(self.centres[topic] + self.rng.normal(size=SIZE) * 0.045)


def unit(values: NDArray[np.floating[Any]]) -> Floats:
    return np.asarray(values / np.linalg.norm(values, axis=-1, keepdims=True), dtype=np.float32)


async def fill(connection: "asyncpg.Connection[Any]", world: World, count: int) -> float:
    """Fill the tables by COPY; gives the seconds that the vectors' index took."""
    names = ", ".join(CHUNK[:-1])
    await connection.execute("DROP INDEX chunks_embedding")
    await connection.execute(
        f"CREATE TEMP TABLE given AS SELECT {names}, '{{}}'::real[] AS embedding FROM chunks LIMIT 0"
    )
    for start in range(0, count, 5_000):
        articles, chunks = rows(world, start, min(5_000, count - start))
        await connection.copy_records_to_table("articles", records=articles, columns=ARTICLE)
        await connection.copy_records_to_table("given", records=chunks, columns=CHUNK)
        await connection.execute(
            f"INSERT INTO chunks ({names}, embedding) SELECT {names}, embedding::vector FROM given"
        )
        await connection.execute("TRUNCATE given")
        print(f"{start + len(chunks):,} chunks", flush=True)
    began = perf_counter()
    await connection.execute("SET maintenance_work_mem = '512MB'")
    await connection.execute(
        "CREATE INDEX chunks_embedding ON chunks "
        "USING hnsw ((embedding::halfvec(384)) halfvec_cosine_ops)",
        timeout=7200,
    )
    return perf_counter() - began


ARTICLE = ("slug", "title", "text", "audience", "locale", "updated", "source", "content_hash")
CHUNK = (
    *("slug", "position", "title", "headings", "place", "text", "version", "content_hash"),
    *("audience", "language", "valid_until", "embedding"),
)


def rows(world: World, start: int, count: int) -> tuple[list[Any], list[Any]]:
    rng = world.rng
    topics = rng.integers(TOPICS, size=count)
    titles, texts = world.texts(topics, 5, 0.5), world.texts(topics, WORDS, 0.25)
    vectors = unit(world.centres[topics] + rng.normal(size=(count, SIZE)) * 0.045)
    languages = rng.choice(["en", "de", "es"], count, p=[0.9, 0.07, 0.03]).tolist()
    staff, old = rng.random(count) < 0.2, rng.random(count) < 0.1
    articles, chunks = list[Any](), list[Any]()
    for n in range(count):
        slug, hashed = f"a-{start + n}", f"h-{start + n}"
        audience, until = "staff" if staff[n] else "customer", OLD if old[n] else None
        said = (audience, languages[n])
        articles.append((slug, titles[n], texts[n], *said, TODAY, "bench", hashed))
        where = (slug, 0, titles[n], "", "", texts[n], 1, hashed, *said, until)
        chunks.append((*where, vectors[n].tolist()))
    return articles, chunks


@dataclass(frozen=True)
class Times:
    """What searches took, in milliseconds: on the clock, and on a core."""

    clock: list[float]
    core: list[float]


async def search_times(
    pool: "asyncpg.Pool[Any]", world: World, questions: int, audience: str, locale: str
) -> Times:
    """Questions of 4 to 16 words, one after the other, on one connection."""
    knowledge = PostgresKnowledge(pool)
    server = await pool.fetchval("SELECT pg_backend_pid()")
    clock, core = list[float](), list[float]()
    for number in range(questions + 20):
        topic = int(world.rng.integers(TOPICS))
        question = world.text(topic, int(world.rng.integers(4, 17)), 0.3)
        embedding = world.near(topic).tolist()
        here, there, began = process_time(), on_core_ms(server), perf_counter()
        await knowledge.search(question, embedding, locale, audience, on=TODAY)
        took = (perf_counter() - began) * 1e3
        cores = (process_time() - here) * 1e3 + on_core_ms(server) - there
        if number >= 20:  # the first ones bring the index into memory
            clock.append(took)
            core.append(cores)
    return Times(clock, core)


def on_core_ms(pid: int) -> float:
    """Milliseconds for which a process has had a core."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


async def recall(pool: "asyncpg.Pool[Any]", world: World, questions: int) -> list[float]:
    """Share of the 20 truly nearest readable chunks among the 20 that the index gives."""
    shares = list[float]()
    near = (
        "SELECT id FROM chunks WHERE language = 'en' AND audience = 'customer' AND valid_until IS NULL "
        "ORDER BY embedding{cast} <=> $1::text::{kind} LIMIT 20"
    )
    for _ in range(questions):
        asked = vector(world.near(int(world.rng.integers(TOPICS))).tolist())
        async with pool.acquire() as connection, connection.transaction():
            breadth = str(postgres_knowledge.BREADTH)
            await connection.execute(
                "SELECT set_config('hnsw.iterative_scan', 'strict_order', true), "
                "set_config('hnsw.ef_search', $1, true)",
                breadth,
            )
            query = near.format(cast="::halfvec(384)", kind="halfvec(384)")
            found = {row["id"] for row in await connection.fetch(query, asked)}
            await connection.execute("SET LOCAL enable_indexscan = off")
            query = near.format(cast="", kind="vector")
            true = {row["id"] for row in await connection.fetch(query, asked)}
        shares.append(len(found & true) / len(true))
    return shares


async def importing(settings: Settings, world: World, files: int) -> dict[str, Any]:
    """A folder imported, imported again as it is, and with one file in twenty changed."""
    folder = Path(tempfile.mkdtemp(prefix="handrail-bench-"))
    said, figures = ImportSettings(), dict[str, Any]()
    try:
        for number in range(files):
            write(folder, world, number)
        figures["first"] = await timed_import(settings, folder, said)
        figures["unchanged"] = await timed_import(settings, folder, said)
        for number in range(0, files, 20):
            write(folder, world, number)
        figures["one in twenty changed"] = await timed_import(settings, folder, said)
    finally:
        shutil.rmtree(folder)
    return figures


def write(folder: Path, world: World, number: int) -> None:
    topic = number % TOPICS
    parts = [f"## {world.text(topic, 3)}\n\n{world.text(topic, 120)}." for _ in range(4)]
    text = f"# {world.text(topic, 5)}\n\n" + "\n\n".join(parts)
    (folder / f"{number}.md").write_text(text)


async def timed_import(settings: Settings, folder: Path, said: ImportSettings) -> dict[str, Any]:
    began, core = perf_counter(), process_time()

    def tell(_: ImportRun) -> None:
        return None

    run = await import_source(settings, str(folder), said, tell)
    took = perf_counter() - began
    return {
        "files": run.total,
        "unchanged": run.unchanged,
        "articles": run.articles,
        "failed": run.failed,
        "seconds": round(took, 2),
        "seconds_on_a_core_here": round(process_time() - core, 2),
        "files_per_second": round(run.total / took, 1),
    }


def looking() -> float:
    """Milliseconds on a core to look at 10,000 files, as a watched folder does every two seconds."""
    folder = Path(tempfile.mkdtemp(prefix="handrail-bench-"))
    try:
        for number in range(LOOKED_AT):
            (folder / f"{number}.md").touch()
        began = process_time()
        look(folder)
        return (process_time() - began) * 1e3
    finally:
        shutil.rmtree(folder)


def quantile(share: float) -> Callable[[Sequence[float]], dict[str, Any]]:
    def of(values: Sequence[float]) -> dict[str, Any]:
        numbers = np.array(values)
        value, low, high = bootstrap(
            lambda chosen: float(np.quantile(numbers[chosen], share)), len(numbers)
        )
        return {"ms": round(value, 2), "interval": [round(low, 2), round(high, 2)]}

    return of


def summed(times: Times) -> dict[str, Any]:
    p50, p95 = quantile(0.5), quantile(0.95)
    return {
        "searches": len(times.clock),
        "clock": {"p50": p50(times.clock), "p95": p95(times.clock)},
        "core": {"p50": p50(times.core), "p95": p95(times.core)},
    }


@asynccontextmanager
async def a_server() -> AsyncGenerator[str]:
    if given := os.environ.get("HANDRAIL_TEST_DATABASE_URL"):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="handrail-bench-"))
    folder.chmod(0o755)
    try:
        async with EmbeddedPostgres(folder / "server") as server:
            yield server.dsn
    finally:
        shutil.rmtree(folder)


async def main(chunks: int, questions: int, files: int) -> None:
    """Measure, print, and write `bench/results/knowledge_speed.json`."""
    world, figures = World.of(20261124), dict[str, Any]()
    async with a_server() as server:
        name = f"bench_{os.getpid()}"
        url = await a_database(server, name)
        connection: asyncpg.Connection[Any] = await asyncpg.connect(url)
        try:
            settings = Settings(url)
            if files:
                figures["import"] = await importing(settings, world, files)
                print(json.dumps(figures["import"], indent=2), flush=True)
            figures["look_at_10000_files_core_ms"] = round(looking(), 1)
            figures["index_seconds"] = round(await fill(connection, world, chunks), 1)
            async with asyncpg.create_pool(url, min_size=1, max_size=1) as pool:
                knowledge = PostgresKnowledge(pool)
                await knowledge.settle()
                figures["searches"] = await searches(pool, world, questions)
                found = await recall(pool, world, 30)
                figures["recall_at_20_of_the_index"] = round(float(np.mean(found)), 4)
                began = perf_counter()
                await knowledge.lines(ArticleQuery(limit=100))
                figures["first_page_of_the_list_ms"] = round((perf_counter() - began) * 1e3, 1)
        finally:
            await connection.close()
            await drop(server, name)
    kept = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores",
        "load": os.getloadavg()[0],
        "chunks": chunks,
        "asked": "search p95 <= 30 ms at 100,000 chunks on one core",
        **figures,
    }
    print(json.dumps(kept, indent=2))
    RESULT.write_text(json.dumps(kept, indent=2) + "\n")


async def searches(pool: "asyncpg.Pool[Any]", world: World, questions: int) -> dict[str, Any]:
    found = dict[str, Any]()
    for audience, locale in (("customer", "en"), ("staff", "en"), ("customer", "es")):
        times = await search_times(pool, world, questions, audience, locale)
        found[f"{audience}, {locale}"] = summed(times)
        print(audience, locale, json.dumps(found[f"{audience}, {locale}"]), flush=True)
    return found


async def a_database(server: str, name: str) -> str:
    connection: asyncpg.Connection[Any] = await asyncpg.connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    url = re.sub(r"/[^/?]*(\?|$)", rf"/{name}\1", server, count=1) if "?" in server else ""
    url = url or server.rpartition("/")[0] + f"/{name}"
    await migrate(url)
    return url


async def drop(server: str, name: str) -> None:
    connection: asyncpg.Connection[Any] = await asyncpg.connect(server)
    await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await connection.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--chunks", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--files", type=int, default=300, help="0: importing is not measured")
    given = parser.parse_args()
    asyncio.run(main(given.chunks, given.questions, given.files))
