"""Retrieval: nDCG@10 and recall@5 on three public sets, ours beside BM25, vectors and a peer.

    PYTHONPATH=src python -m bench.retrieval FOLDER --published FOLDER [--sets tau2 covid dstc11]

Half of the questions (by a hash) may choose something, the other half is the table. Ours is asked through
its own adapter, on an embedded PostgreSQL; peers are used where they are installed.
"""

import asyncio
import json
import os
import platform
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from typing import Any

import asyncpg
import numpy as np
from rich.console import Console
from rich.table import Table

from bench import retrieval_ways as ways
from bench.retrieval_data import Search, Shelf, shelves
from bench.statistics import bootstrap
from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.adapters.postgres.migrate import migrate

RESULTS = Path(__file__).parent / "results/retrieval.json"
SETS = ("tau2", "covid", "dstc11")


async def main() -> None:
    """Measure, print a table, and write `bench/results/retrieval.json`."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--published", type=Path)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--sets", nargs="+", default=SETS, choices=SETS)
    wanted = parser.parse_args()
    kept: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"sets": {}}
    kept["command"] = "PYTHONPATH=src python -m bench.retrieval FOLDER --published FOLDER"
    kept["at"] = datetime.now(UTC).isoformat(timespec="seconds")
    kept["machine"] = (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    )
    for shelf in shelves(wanted.folder, wanted.sets):
        found = await everything(shelf, wanted.cache, wanted.published)
        kept["sets"][shelf.name] = {
            "documents": len(shelf.documents),
            "searches": sum(search.tested for search in shelf.searches),
            "test": {way: figures(shelf.searches, ids, tested=True) for way, ids in found.items()},
            "dev": {way: figures(shelf.searches, ids, tested=False) for way, ids in found.items()},
            "test, Handrail better by": {
                way: better_by(shelf.searches, found["Handrail"], ids)
                for way, ids in found.items()
                if way != "Handrail"
            },
        }
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n")
        show(shelf.name, kept["sets"][shelf.name])


async def everything(shelf: Shelf, cache: Path, published: Path | None) -> dict[str, ways.Ranking]:
    """What each way finds for every question of a shelf."""
    own = ways.Vectors(shelf, cache, "bundled", ways.bundled)
    found = {
        "Handrail": await in_postgres(shelf, own),
        "our vectors alone": ways.by_vectors(shelf, own),
    }
    if ways.installed("rank_bm25"):
        found["BM25 alone, plain words"] = ways.by_bm25(shelf, ways.words)
        found["BM25 alone, content words"] = ways.by_bm25(shelf, ways.stemmed)
    if published is not None:
        theirs = ways.Vectors(shelf, cache, "published", ways.published(published))
        found["MiniLM as published alone"] = ways.by_vectors(shelf, theirs)
        if ways.installed("haystack"):
            found["Haystack, BM25 + MiniLM"] = ways.by_haystack(shelf, theirs)
    return found


async def in_postgres(shelf: Shelf, vectors: ways.Vectors) -> ways.Ranking:
    """Ours, on a server of its own."""
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
        Path(folder).chmod(0o755)
        async with EmbeddedPostgres(Path(folder) / "server") as server:
            await migrate(server.dsn)
            async with asyncpg.create_pool(server.dsn, min_size=1, max_size=2) as pool:
                return await ways.ours(shelf, vectors, pool)


def figures(searches: Sequence[Search], found: ways.Ranking, *, tested: bool) -> dict[str, Any]:
    """Both measures over the questions of one half, with 95% intervals over questions."""
    pairs = [(s, ids) for s, ids in zip(searches, found, strict=True) if s.tested is tested]
    gains = np.array([ndcg(search, ids) for search, ids in pairs])
    shares = np.array([recall(search, ids) for search, ids in pairs])
    return {
        "ndcg@10": bootstrap(lambda drawn: float(gains[drawn].mean()), len(pairs)),
        "recall@5": bootstrap(lambda drawn: float(shares[drawn].mean()), len(pairs)),
    }


def better_by(
    searches: Sequence[Search], ours: ways.Ranking, theirs: ways.Ranking
) -> dict[str, Any]:
    """How much more ours has on the half for testing, with 95% intervals: paired, over questions."""
    tested = [each for each in zip(searches, ours, theirs, strict=True) if each[0].tested]
    gains = np.array([ndcg(s, mine) - ndcg(s, other) for s, mine, other in tested])
    shares = np.array([recall(s, mine) - recall(s, other) for s, mine, other in tested])
    return {
        "ndcg@10": bootstrap(lambda drawn: float(gains[drawn].mean()), len(tested)),
        "recall@5": bootstrap(lambda drawn: float(shares[drawn].mean()), len(tested)),
    }


def ndcg(search: Search, ids: Sequence[str]) -> float:
    """nDCG@10 with wanted or not as the gain (Jarvelin and Kekalainen 2002)."""
    gain = sum(1 / log2(place + 2) for place, one in enumerate(ids[:10]) if one in search.wanted)
    return gain / sum(1 / log2(place + 2) for place in range(min(len(search.wanted), 10)))


def recall(search: Search, ids: Sequence[str]) -> float:
    """The share of wanted documents among the first five."""
    return len(search.wanted & set(ids[:5])) / len(search.wanted)


def show(name: str, measured: dict[str, Any]) -> None:
    """Print the measured half."""
    title = f"{name}: {measured['searches']} questions, {measured['documents']} documents"
    columns = ("way", "nDCG@10", "recall@5", "Handrail's nDCG@10 is more by")
    table = Table(*columns, title=title, title_justify="left")
    for way, both in measured["test"].items():
        cells = [f"{v:.3f} ({low:.3f}-{high:.3f})" for v, low, high in both.values()]
        more = measured["test, Handrail better by"].get(way, {}).get("ndcg@10")
        table.add_row(
            way, *cells, "" if more is None else "{:.3f} ({:.3f} to {:.3f})".format(*more)
        )
    Console().print(table)


if __name__ == "__main__":
    asyncio.run(main())
