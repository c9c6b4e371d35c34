"""Makes the weights of `src/handrail/domain/support.py`.

    PYTHONPATH=src:training python training/train_support.py DATA

A ridge logistic regression (the penalty 3 that the course uses) on the development parts of BEGIN,
`begin_groundedness/wow_dev` and `cmu_dev` (both CC BY 4.0). Topical-Chat's development part only
measures: a third kind of conversation, nothing of which trained. No test row is read. An answer
counts by its worst sentence, as where it is used.
"""

import gzip
import json
import sys
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np
from logistic import auroc, fit_logistic

from handrail.domain.sentences import split_sentences
from handrail.domain.support import Counts, count, read_sources

PENALTY = 3.0
TRAINS = ("wow_dev", "cmu_dev")
MEASURES = "topicalchat_dev"
FULLY = "Fully attributable"


def main(data: Path) -> None:
    """Print the weights, and what they reach where nothing trained."""
    rows, labels = zip(*[read(data, name) for name in TRAINS], strict=True)
    given, wanted = np.vstack(rows), np.concatenate(labels)
    # Each source weighs the same, and so does each label within it: base rates say nothing here.
    weight = np.concatenate([balanced(part) for part in labels])
    model = fit_logistic(given, wanted.astype(float), PENALTY, weight)
    weights = model.weights / model.scale
    bias = model.bias - float(model.mean @ weights)
    score = given @ weights + bias
    bar = best_bar(score, wanted, weight)
    other, truth = read(data, MEASURES)
    found = other @ weights + bias
    said = {
        "counts": dict(zip(Counts.__dataclass_fields__, weights.round(3).tolist(), strict=True)),
        "bias": round(bias, 3),
        "bar": round(bar, 3),
        "auroc on what trained": round(auroc(score, wanted), 3),
        f"auroc on {MEASURES}": round(auroc(found, truth), 3),
        f"balanced accuracy on {MEASURES}": round(accuracy(found >= bar, truth), 3),
    }
    print(json.dumps(said, indent=2))


def read(data: Path, name: str) -> tuple[np.ndarray, np.ndarray]:
    """The counts of each reply of a part (rows, 8), and whether it is fully attributable."""
    with gzip.open(data / "begin_groundedness" / f"{name}.jsonl.gz", "rt") as lines:
        replies = [json.loads(line) for line in lines]
    counts = [worst(reply["response"], reply["knowledge"]) for reply in replies]
    wanted = np.array([reply["begin_label"] == FULLY for reply in replies])
    return np.array(counts), wanted


def worst(reply: str, knowledge: str) -> list[float]:
    """The least carried of each count among the sentences of a reply."""
    sources = read_sources(split_sentences(knowledge))
    counts = [astuple(count(one, sources)) for one in split_sentences(reply) or [reply]]
    return worst_of(counts)


def worst_of(counts: Sequence[tuple[float, ...]]) -> list[float]:
    """Shares by their least, the others by their most."""
    columns = list(zip(*counts, strict=True))
    return [min(column) for column in columns[:4]] + [max(column) for column in columns[4:]]


def balanced(wanted: np.ndarray) -> np.ndarray:
    """Weights under which both labels of a part count a half, times its mean row."""
    share = wanted.mean()
    return np.where(wanted, 0.5 / share, 0.5 / (1 - share)) * 400 / len(wanted)


def best_bar(score: np.ndarray, wanted: np.ndarray, weight: np.ndarray) -> float:
    """The bar of the best balanced accuracy, halfway to the next lower score."""
    order = np.argsort(-score)
    gain = np.cumsum(np.where(wanted[order], weight[order], -weight[order]))
    at = int(np.argmax(gain))
    return float((score[order][at] + score[order][min(at + 1, len(score) - 1)]) / 2)


def accuracy(passed: np.ndarray, wanted: np.ndarray) -> float:
    """Balanced accuracy."""
    return float((passed[wanted].mean() + (~passed[~wanted]).mean()) / 2)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
