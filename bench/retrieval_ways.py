"""Ways to search, each used as its documentation says; gives the ids of ten documents, best first.

    pip install rank-bm25==0.2.2 haystack-ai==3.4.1

`--published FOLDER` holds all-MiniLM-L6-v2 as published, as ONNX (see `training/export_encoder.py`).
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import asyncpg
import numpy as np
from numpy.typing import NDArray

from bench.retrieval_data import Shelf
from bench.signal_peers import Published
from handrail.actions.article_vectors import article_vectors
from handrail.adapters.knowledge.postgres_knowledge import PostgresKnowledge
from handrail.adapters.signals.reader import BundledSignalReader
from handrail.domain.grounding import stems
from handrail.domain.knowledge import Article

FOUND = 10
Ranking = list[list[str]]
Embed = Callable[[Sequence[str]], list[list[float]]]


class Vectors:
    """Vectors of one shelf, kept in a folder between runs."""

    def __init__(self, shelf: Shelf, cache: Path, name: str, embed: Callable[[], Embed]) -> None:
        kept = cache / f"{shelf.name}-{name}.npz".replace(" ", "_")
        if not kept.exists():
            read = embed()
            documents = article_vectors(articles(shelf), read)
            np.savez(kept, documents=documents, searches=read([s.text for s in shelf.searches]))
        loaded = np.load(kept)
        self.documents: NDArray[np.float64] = loaded["documents"]
        self.searches: NDArray[np.float64] = loaded["searches"]


def bundled() -> Embed:
    """The encoder that ships."""
    return BundledSignalReader().embed


def published(folder: Path) -> Callable[[], Embed]:
    """all-MiniLM-L6-v2 as published."""
    return lambda: Published(folder)


def articles(shelf: Shelf) -> list[Article]:
    """The documents as articles."""
    return [
        Article(d.id, d.title, d.text, "customer", "en", (), (), date(2026, 1, 1))
        for d in shelf.documents
    ]


async def ours(shelf: Shelf, vectors: Vectors, pool: "asyncpg.Pool[Any]") -> Ranking:
    """The search that ships: full text and vectors in PostgreSQL, fused, by its own adapter."""
    knowledge: Any = PostgresKnowledge(pool)
    await knowledge.load(articles(shelf), vectors.documents.tolist())
    if hasattr(knowledge, "settle"):
        await knowledge.settle()
    found: Ranking = []
    for search, vector in zip(shelf.searches, vectors.searches.tolist(), strict=True):
        passages = await knowledge.search(search.text, vector, "en", "customer", limit=FOUND)
        found.append([passage.slug for passage in passages])
    return found


def by_vectors(shelf: Shelf, vectors: Vectors) -> Ranking:
    """Cosine alone."""
    likeness = vectors.searches @ vectors.documents.T
    return [named(shelf, np.argsort(-row, kind="stable")) for row in likeness]


def by_bm25(shelf: Shelf, split: Callable[[str], list[str]]) -> Ranking:
    """BM25 (Robertson and Zaragoza 2009) as rank-bm25 has it, over the words of title and text."""
    module: Any = import_module("rank_bm25")
    index = module.BM25Okapi([split(f"{d.title} {d.text}") for d in shelf.documents])
    scores = [index.get_scores(split(search.text)) for search in shelf.searches]
    return [named(shelf, np.argsort(-row, kind="stable")) for row in scores]


def by_haystack(shelf: Shelf, vectors: Vectors) -> Ranking:
    """Haystack's hybrid retrieval: its BM25 and its embedding retriever, joined by rank fusion."""
    haystack: Any = import_module("haystack")
    joiners: Any = import_module("haystack.components.joiners")
    retrievers: Any = import_module("haystack.components.retrievers.in_memory")
    stores: Any = import_module("haystack.document_stores.in_memory")
    store: Any = stores.InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(
        [
            haystack.Document(id=d.id, content=f"{d.title}\n{d.text}", embedding=vector)
            for d, vector in zip(shelf.documents, vectors.documents.tolist(), strict=True)
        ]
    )
    keywords: Any = retrievers.InMemoryBM25Retriever(document_store=store, top_k=FOUND)
    meaning: Any = retrievers.InMemoryEmbeddingRetriever(document_store=store, top_k=FOUND)
    joiner: Any = joiners.DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=FOUND)
    found: Ranking = []
    for search, vector in zip(shelf.searches, vectors.searches.tolist(), strict=True):
        lists = [
            keywords.run(query=search.text)["documents"],
            meaning.run(query_embedding=vector)["documents"],
        ]
        joined = cast("list[Any]", joiner.run(lists)["documents"])
        found.append([str(document.id) for document in joined])
    return found


def named(shelf: Shelf, order: NDArray[np.intp]) -> list[str]:
    """The ids of the first ten places."""
    places: list[int] = order[:FOUND].tolist()
    return [shelf.documents[at].id for at in places]


def words(text: str) -> list[str]:
    """Lower-cased words."""
    return re.findall(r"\w+", text.casefold())


def stemmed(text: str) -> list[str]:
    """Its content words, without endings, as often as they stand there."""
    return [stem for word in words(text) for stem in stems(word)]


def installed(package: str) -> bool:
    """Whether a peer is there to be measured."""
    return find_spec(package) is not None
