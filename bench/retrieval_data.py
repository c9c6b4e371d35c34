"""Questions, documents and which of them are wanted: three public sets as one shape."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.public_sets import part_of, public_rows

MOST = 400  # questions of one set, by a hash of their words


@dataclass(frozen=True)
class Document:
    """One document."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Search:
    """A question and the documents that answer it; ``tested``: it chooses nothing."""

    text: str
    wanted: frozenset[str]
    tested: bool


@dataclass(frozen=True)
class Shelf:
    """A set: what is searched, and with which questions."""

    name: str
    documents: Sequence[Document]
    searches: Sequence[Search]


def shelves(folder: Path, names: Sequence[str]) -> list[Shelf]:
    """The named sets; half of the questions, by a hash, are for testing."""
    made = {"tau2": tau2, "covid": covid, "dstc11": dstc11}
    return [made[name](folder) for name in names]


def tau2(folder: Path) -> Shelf:
    """tau2-bench's bank: 698 documents; the customer's own story is the question (97 tasks)."""
    rows = public_rows(folder, "tau2_domains/banking_documents")
    tasks = [
        r for r in public_rows(folder, "tau2_domains/tasks") if r["domain"] == "banking_knowledge"
    ]
    return Shelf(
        "tau2 bank",
        [Document(row["doc_id"], row["title"], row["content"]) for row in rows],
        searches([(story(task), frozenset(task["required_documents"])) for task in tasks]),
    )


def story(task: dict[str, Any]) -> str:
    """What the customer comes with."""
    scenario: Any = task["user_scenario"]
    told: Any = json.loads(scenario) if isinstance(scenario, str) else scenario
    said: Any = told["instructions"]
    return said if isinstance(said, str) else " ".join(str(part) for part in said.values() if part)


def covid(folder: Path) -> Shelf:
    """COVID-QA's FAQ: 213 entries; paraphrases of their questions (244)."""
    rows = public_rows(folder, "covid_faq/faq_en")
    documents = [Document(str(at), row["question"], row["answer"]) for at, row in enumerate(rows)]
    named = {document.title.strip(): document.id for document in documents}
    pairs = [r for r in public_rows(folder, "covid_faq/question_similarity_en") if r["similar"]]
    asked = [(row["q2"], frozenset({named[row["q1"].strip()]})) for row in pairs]
    return Shelf("covid faq", documents, searches(asked))


def dstc11(folder: Path) -> Shelf:
    """DSTC11 track 5: 10,882 reviews and FAQs of hotels; the last three turns are the question."""
    documents = [
        Document(row["doc"], f"{row['entity']}. {row.get('question') or ''}".strip(), row["text"])
        for row in public_rows(folder, "dstc11_track5/knowledge")
    ]
    asked: list[tuple[str, frozenset[str]]] = []
    for row in public_rows(folder, "dstc11_track5/val"):
        if row["needs_knowledge"]:
            turns = [text for _, text in row["turns"][-3:]]
            asked.append((" ".join(turns), frozenset(row["gold_docs"])))
    return Shelf("dstc11 track 5", documents, searches(asked))


def searches(asked: Sequence[tuple[str, frozenset[str]]]) -> list[Search]:
    """As many questions as are measured, in an order that a hash gives."""
    chosen = sorted(asked, key=lambda pair: (part_of(pair[0][::-1]), pair[0]))[:MOST]
    return [Search(text, wanted, part_of(text) >= 128) for text, wanted in chosen]
