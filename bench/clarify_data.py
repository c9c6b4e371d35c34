"""MTRAG-UN's questions with what a search finds for them in all passages of their collection.

The set gives each task its relevant passages only, and none to a question that has no answer, so their
number would give the label away. All passages of a collection therefore make one small corpus that every
question is searched in, as ours would be.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.public_sets import Row, part_of, public_rows

TOP = 5
Embed = Callable[[Sequence[str]], list[list[float]]]


@dataclass(frozen=True)
class Asked:
    """A question: what kind of question people say it is, and what was found for it."""

    text: str
    earlier: str  # what was said before it, by both
    label: str
    tested: bool
    first_turn: bool
    scores: tuple[float, ...]  # likeness of the best passages of different documents, best first
    titles: tuple[str, ...]
    passages: tuple[str, ...]


def questions(folder: Path, embed: Embed) -> list[Asked]:
    """All 507 questions; half of the conversations, by a hash of their number, are for testing."""
    rows = public_rows(folder, "mtrag/mtrag_un_tasks")
    corpora = {name: corpus(rows, name, embed) for name in sorted({r["collection"] for r in rows})}
    found: list[Asked] = []
    for row in rows:
        said = [text for party, text in row["turns"] if party == "user"]
        passages, vectors = corpora[row["collection"]]
        order, likeness = best(np.array(embed([said[-1]])[0]), vectors, passages)
        found.append(
            Asked(
                text=said[-1],
                earlier="\n".join(text for _, text in row["turns"][:-1]),
                label=row["answerability"][0],
                tested=part_of(row["task_id"].split("<")[0]) >= 128,
                first_turn=len(said) == 1,
                scores=tuple(likeness),
                titles=tuple(title(passages[at]) for at in order),
                passages=tuple(passages[at] for at in order),
            )
        )
    return found


def corpus(rows: Sequence[Row], name: str, embed: Embed) -> tuple[list[str], NDArray[np.float64]]:
    """All passages of a collection and their vectors."""
    given: list[list[str]] = [row["contexts"] for row in rows if row["collection"] == name]
    passages = list(dict.fromkeys(text.strip() for texts in given for text in texts))
    return passages, np.array(embed(passages))


def best(
    question: NDArray[np.float64], vectors: NDArray[np.float64], passages: Sequence[str]
) -> tuple[list[int], list[float]]:
    """The places of the best passages, one a document, and their likeness."""
    likeness: list[float] = (vectors @ question).tolist()
    chosen: list[int] = []
    for at in sorted(range(len(passages)), key=lambda place: -likeness[place]):
        if title(passages[at]) not in {title(passages[other]) for other in chosen}:
            chosen.append(at)
        if len(chosen) == TOP:
            break
    return chosen, [likeness[at] for at in chosen]


def title(passage: str) -> str:
    """The passage's first line, which names its document."""
    return re.sub(r"\s+", " ", passage.strip().splitlines()[0])[:80]
