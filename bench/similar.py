"""Similar solved conversations: are those found of the same matter, and how fast are they found?

`python -m bench.similar recall DATA` takes the multidogo dialogues under DATA: the need of each test
conversation is sought among the train conversations of all six domains, and a hit shares domain and
intent. The set holds the customers' side only, so what is judged is the conversation that is found,
not the wording of its answer. `python -m bench.similar speed` measures the query at 100,000 stored
ones. A number after either stores so many at most.
"""

import asyncio
import json
import math
import sys
import tempfile
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.public_sets import Row, plain, public_rows
from bench.statistics import bootstrap, share
from handrail.actions.solved_rows import SimilarQuery
from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.adapters.postgres.migrate import migrate
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import Pool, open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.adapters.signals.reader import BundledSignalReader

RESULTS = Path(__file__).parent / "results" / "similar.json"
TALK = (  # what is said in any conversation, whatever it is about
    "contentonly",
    "confirmation",
    "rejection",
    "openinggreeting",
    "closinggreeting",
    "thankyou",
    "outofdomain",
)
STORED, QUERIES = 100_000, 500
LONG_S = 3600.0
K1, B = 1.2, 0.75  # of BM25, as in Lucene


def needs(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Need and matter of each conversation: its first turn with an intent of its own, once a wording."""
    first: dict[str, tuple[str, str]] = {}
    for row in sorted(rows, key=lambda row: (row["conv_id"], row["turn"])):
        if row["intent"] and row["intent"] not in TALK:
            first.setdefault(row["conv_id"], (row["text"], f"{row['domain']}/{row['intent']}"))
    return list(first.values())


def bm25(stored: Sequence[str], asked: Sequence[str], most: int) -> list[list[int]]:
    """Places of the best stored texts for each question (Robertson and Zaragoza 2009)."""
    texts = [plain(text).split() for text in stored]
    mean = sum(map(len, texts)) / len(texts)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, words in enumerate(texts):
        for word, count in Counter(words).items():
            weight = count * (K1 + 1) / (count + K1 * (1 - B + B * len(words) / mean))
            postings[word].append((place, weight))
    found: list[list[int]] = []
    for text in asked:
        scores: dict[int, float] = defaultdict(float)
        for word in set(plain(text).split()):
            rows = postings.get(word, [])
            rarity = math.log(1 + (len(texts) - len(rows) + 0.5) / (len(rows) + 0.5))
            for place, weight in rows:
                scores[place] += rarity * weight
        found.append(sorted(scores, key=lambda place: (-scores[place], place))[:most])
    return found


def vectors(reader: BundledSignalReader, texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit vectors, in batches."""
    batches = [reader.embed(texts[at : at + 64]) for at in range(0, len(texts), 64)]
    return np.array([vector for batch in batches for vector in batch], dtype=np.float32)


def drawn(found: list[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """All of them, or so many at random, the same in every run."""
    if len(found) <= most:
        return found
    places = np.random.default_rng(0).choice(len(found), size=most, replace=False)
    return [found[place] for place in places]


def recall(data: Path, most: int) -> dict[str, object]:
    """Share of needs with a conversation of the same matter among the first, and among the first five.

    ``most`` conversations are stored, and a fifth as many asked.
    """
    stored = drawn(needs(public_rows(data, "multidogo/turn_train")), most)
    known = {plain(text) for text, _ in stored}
    asked = drawn(needs(public_rows(data, "multidogo/turn_test")), most // 5)
    fresh = [plain(text) not in known for text, _ in asked]
    reader = BundledSignalReader()
    had, wanted = (vectors(reader, [text for text, _ in each]) for each in (stored, asked))
    likeness = wanted @ had.T
    ways = {
        "sentence vector": np.argsort(-likeness, axis=1, kind="stable")[:, :5].tolist(),
        "BM25": bm25([text for text, _ in stored], [text for text, _ in asked], 5),
    }
    hits = {
        way: np.array(
            [
                [stored[at][1] == matter for at in places] + [False] * (5 - len(places))
                for places, (_, matter) in zip(found, asked, strict=True)
            ]
        )
        for way, found in ways.items()
    }
    new = np.array(fresh)
    figures: dict[str, object] = {"stored": len(stored), "asked": len(asked), "unseen": sum(fresh)}
    for part, chosen in (("all", np.ones(len(asked), bool)), ("unseen wordings", new)):
        for way, found in hits.items():
            mine = found[chosen]
            figures[f"{part}: {way}"] = {
                "recall@1": share(mine[:, 0]),
                "recall@5": share([bool(row.any()) for row in mine]),
                "precision@5": bootstrap(lambda rows, m=mine: float(m[rows].mean()), len(mine)),
            }
    return figures


async def speed(stored: int) -> dict[str, object]:
    """Milliseconds of one query by the store among so many stored conversations, p50 and p95."""
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
        Path(folder).chmod(0o755)
        async with EmbeddedPostgres(Path(folder) / "data") as server:
            url = server.dsn
            await migrate(url)
            pool = await open_pool(url, 4)
            async with PostgresNotices(url) as notices:
                figures = await _timed(pool, PostgresStore(pool, notices), stored)
            await pool.close()
    return figures


async def _timed(pool: Pool, store: PostgresStore, stored: int) -> dict[str, object]:
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(400, 384))
    await _fill(pool, rng, centres, stored)
    took: dict[str, list[float]] = {"no skill": [], "with skills": []}
    for each in range(QUERIES):
        vector = centres[each % len(centres)] + rng.normal(scale=0.7, size=384)
        vector /= np.linalg.norm(vector)
        for name, skills in (("no skill", ()), ("with skills", ("fraud",))):
            query = SimilarQuery(str(uuid.uuid4()), vector.tolist(), "m", "k1", "en", skills)
            began = time.perf_counter()
            async with store.transaction() as tx:
                found = await tx.similar(query)
            took[name].append((time.perf_counter() - began) * 1000)
            assert len(found) == 5
    figures: dict[str, object] = {"stored": stored}
    return figures | {
        name: {f"p{p}_ms": round(float(np.percentile(ms, p)), 2) for p in (50, 95)}
        for name, ms in took.items()
    }


async def _fill(
    pool: Pool, rng: np.random.Generator, centres: NDArray[np.float64], stored: int
) -> None:
    customer = str(uuid.uuid4())
    await pool.execute("INSERT INTO customers (id) VALUES ($1)", customer)
    now = datetime.now(UTC)
    await pool.execute("DROP INDEX solved_embedding")  # built at the end, which is quicker
    for at in range(0, stored, 2_000):
        ids = [str(uuid.uuid4()) for _ in range(2_000)]
        made = centres[rng.integers(len(centres), size=2_000)] + rng.normal(
            scale=0.7, size=(2_000, 384)
        )
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        written = ["[" + ",".join(f"{x:.5f}" for x in row) + "]" for row in made]
        await pool.executemany(
            "INSERT INTO conversations (id, token_hash, channel, locale, customer_id, opened_at, state,"
            " lead, ai_may) VALUES ($1, $2, 'web', 'en', $3, $4, 'closed', 'AI', 'answer')",
            [(one, uuid.UUID(one).bytes, customer, now) for one in ids],
            timeout=LONG_S,
        )
        await pool.executemany(
            "INSERT INTO solved_conversations VALUES ($1, $2, 'en', 'asked', 'answered', 2, 'Ana', $3,"
            " false, $4, '{fraud}', 'm', $5::text::vector)",
            [
                (one, f"k{n % 40}", now, n % 10 == 0, vector)
                for n, (one, vector) in enumerate(zip(ids, written, strict=True))
            ],
            timeout=LONG_S,
        )
        print(f"\r{at + 2_000} stored", end="", file=sys.stderr, flush=True)
    index = "CREATE INDEX solved_embedding ON solved_conversations USING hnsw (embedding vector_cosine_ops)"
    await pool.execute(f"SET maintenance_work_mem = '512MB'; {index}", timeout=LONG_S)
    await pool.execute("ANALYZE solved_conversations, conversations")


def main(arguments: Sequence[str]) -> None:
    """Measure and keep what was measured beside what was before."""
    if not arguments or arguments[0] not in ("recall", "speed") or arguments == ["recall"]:
        raise SystemExit("python -m bench.similar recall FOLDER, or: python -m bench.similar speed")
    kept: dict[str, object] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    if arguments[0] == "recall":
        kept["recall"] = recall(Path(arguments[1]), int((*arguments, "1000000")[2]))
    else:
        kept["speed"] = asyncio.run(speed(int((*arguments, str(STORED))[1])))
    RESULTS.write_text(json.dumps(kept, indent=2) + "\n")
    print(json.dumps(kept[arguments[0]], indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
