"""Checker: whether an answer is held against its passages rightly, beside simple baselines.

    PYTHONPATH=src python -m bench.grounding FOLDER

FOLDER holds `begin_groundedness`, `halueval_general` and `summedits_sales` as gzip JSON lines. Bars are
chosen on BEGIN's development parts alone (HaluEval, which has no split, gives a fifth of its rows by a
hash for testing and another tenth for the baselines' bars). Of SummEdits, which has no split either, half of
the documents showed which contradictions to look for; the other half is measured. Test rows choose nothing.
With a language model: `bench/grounding_model.py`.
"""

import json
import os
import platform
import re
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.grounding_data import Claim, begin, halueval, test_sets
from bench.public_sets import DEV, part_of
from bench.statistics import Figure, Flags, auroc, bootstrap
from handrail.adapters.signals.reader import BundledSignalReader
from handrail.domain.answer import check_sentence, is_carried
from handrail.domain.grounding import (
    share_found,
    stems,
    strange_contacts,
    strange_figures,
    turns_round,
)
from handrail.domain.knowledge import Passage
from handrail.domain.sentences import split_sentences
from handrail.domain.wording import forbidden, we_will

RESULTS = Path(__file__).parent / "results/grounding.json"
BAR_SETS = ("begin_groundedness/wow_dev", "begin_groundedness/cmu_dev")
LATE = ("denies what no article denies", "name not in the articles")

Scorer = Callable[[Claim], float]
Passer = Callable[[Claim], bool]


def main() -> None:
    """Measure, print a table, and write `bench/results/grounding.json`."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ways", nargs="*", help="measure these again and keep the others")
    wanted = parser.parse_args()
    tests = test_sets(wanted.folder)
    kept: dict[str, Any] = {
        "command": "PYTHONPATH=src python -m bench.grounding FOLDER",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "sets": {
            name: {"rows": len(claims), "good": sum(claim.good for claim in claims), "ways": {}}
            for name, claims in tests.items()
        },
    }
    if RESULTS.exists():
        before = json.loads(RESULTS.read_text())
        for name in kept["sets"].keys() & before["sets"].keys():
            kept["sets"][name]["ways"] = before["sets"][name]["ways"]
    for way in (
        wanted.ways if wanted.ways is not None else (*PASSERS, *SCORERS)
    ):  # what needs no encoder first; kept as soon as it is measured
        for name, claims in tests.items():
            kept["sets"][name]["ways"][way] = figures_of(way, claims, name, wanted.folder)
        write(kept)
        print(way, flush=True)
    show(kept["sets"])


def write(kept: dict[str, Any]) -> None:
    """Keep the figures beside those of language models, which another command measures."""
    before: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    kept["models"] = before.get("models", {})
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n")


class Vectors:
    """Likeness of a reply's sentences to the nearest ones of its passage, the worst counts."""

    def __init__(self) -> None:
        self._reader = BundledSignalReader()
        self._vectors: dict[str, list[float]] = {}

    def __call__(self, claim: Claim) -> float:
        """Cosine, -1 to 1."""
        passage, reply = self._all(claim.passage), self._all(claim.reply)
        return float((reply @ passage.T).max(axis=1).min())

    def _all(self, text: str) -> NDArray[np.float64]:
        sentences = split_sentences(text) or [text]
        for sentence in sentences:
            if sentence not in self._vectors:
                [self._vectors[sentence]] = self._reader.embed([sentence])
        return np.array([self._vectors[sentence] for sentence in sentences])


def word_overlap(claim: Claim) -> float:
    """Share of all words of the reply that its passage has."""
    words = re.findall(r"\w+", claim.reply.casefold())
    known = set(re.findall(r"\w+", claim.passage.casefold()))
    return float(np.mean([word in known for word in words])) if words else 0.0


def content_overlap(claim: Claim) -> float:
    """Share of the content words of the reply that its passage has, in any form."""
    return share_found(claim.reply, claim.passage)


def ours(claim: Claim) -> bool:
    """The checker as it ships: each sentence of the reply may be sent."""
    passage = Passage("passage", "", claim.passage, 1.0)
    return all(
        check_sentence(sentence, [passage], claim.question) is None
        for sentence in split_sentences(claim.reply)
    )


def without_contradictions(claim: Claim) -> bool:
    """The checker as it was before it looked for names, denials and turned words, which come last."""
    passage = Passage("passage", "", claim.passage, 1.0)
    problems = [
        check_sentence(sentence, [passage], claim.question)
        for sentence in split_sentences(claim.reply)
    ]
    return all(
        problem is None
        or problem.name in LATE
        or (problem.name == "says the opposite of the article" and problem.shown_by)
        for problem in problems
    )


def carried_only(claim: Claim) -> bool:
    """Only whether the passage carries each sentence: without the rules on figures, deeds and wording."""
    passage = split_sentences(claim.passage)
    return all(is_carried(sentence, passage) for sentence in split_sentences(claim.reply))


def rules_alone(claim: Claim) -> bool:
    """The rules without what is learnt: three quarters of the content words, as before there was it."""
    passage, known = split_sentences(claim.passage), f"{claim.passage}\n{claim.question}"
    return all(
        share_found(sentence, claim.passage) >= 0.75
        and not strange_figures(sentence, known)
        and not strange_contacts(sentence, known)
        and not turns_round(sentence, passage)
        and forbidden(sentence, claim.passage) is None
        and all(stems(deed) <= stems(claim.passage) for deed in we_will(sentence))
        for sentence in split_sentences(claim.reply)
    )


SCORERS: dict[str, Scorer] = {
    "words found": word_overlap,
    "content words found": content_overlap,
    "sentence vectors": Vectors(),
}
PASSERS: dict[str, Passer] = {
    "all pass": lambda _: True,
    "rules alone": rules_alone,
    "carried (no rules)": carried_only,
    "Handrail without contradictions": without_contradictions,
    "Handrail": ours,
}


@lru_cache(None)
def bar_for(way: str, name: str, folder: Path) -> float:
    """The bar of a scoring baseline with the best balanced accuracy on development rows."""
    if name == "halueval":
        claims = [claim for claim in halueval(folder) if part_of(claim.reply) < DEV]
    else:
        claims = [claim for part in BAR_SETS for claim in begin(folder, part)]
    good = np.array([claim.good for claim in claims])
    return best_bar(np.array([SCORERS[way](claim) for claim in claims]), good)


def best_bar(scores: NDArray[np.float64], good: Flags) -> float:
    """The score at which passing gives the best balanced accuracy."""
    return float(max(np.unique(scores), key=lambda bar: balanced(scores >= bar, good)))


def balanced(passed: Flags, good: Flags) -> float:
    """Balanced accuracy: the mean of the shares of good that pass and of bad that do not."""
    return float((passed[good].mean() + (~passed[~good]).mean()) / 2)


def figures_of(way: str, claims: Sequence[Claim], name: str, folder: Path) -> dict[str, Any]:
    """What one way reaches on one set."""
    good = np.array([claim.good for claim in claims])
    if way in PASSERS:
        return passing(np.array([PASSERS[way](claim) for claim in claims]), good)
    bar = bar_for(way, "halueval" if name.startswith("halueval") else "begin", folder)
    scores = np.array([SCORERS[way](claim) for claim in claims])
    return {**passing(scores >= bar, good), "bar": bar, "auroc": interval(auroc, scores, good)}


def passing(passed: Flags, good: Flags) -> dict[str, Any]:
    """Balanced accuracy, and the two shares it is the mean of."""
    return {
        "balanced_accuracy": interval(balanced, passed, good),
        "good_passes": float(passed[good].mean()),
        "bad_passes": float(passed[~good].mean()),
    }


def interval(figure: Callable[..., float], given: NDArray[np.generic], good: Flags) -> Figure:
    """The figure with its bootstrap interval."""
    return bootstrap(lambda drawn: figure(given[drawn], good[drawn]), len(good))


def show(table: dict[str, Any]) -> None:
    """Print balanced accuracies, a column for each set."""
    ways = [*PASSERS, *SCORERS]
    shown = Table("balanced accuracy", *table, title="Checker", title_justify="left")
    for way in ways:
        cells: list[str] = []
        for figures in table.values():
            if way not in figures["ways"]:
                cells.append("not measured")
                continue
            each = figures["ways"][way]["balanced_accuracy"]
            cells.append(f"{each[0]:.3f} ({each[1]:.3f}-{each[2]:.3f})")
        shown.add_row(way, *cells)
    Console(width=160).print(shown)


if __name__ == "__main__":
    main()
