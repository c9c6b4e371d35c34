"""Gaps: whether questions that ask the same come together, on public sets of customers' questions.

    PYTHONPATH=src python -m bench.gaps FOLDER

FOLDER holds `banking77` (train chooses the likeness, test measures) and `clinc150` (test). Samples have few
large intents and many small ones, as unanswered questions do. The figure is the adjusted Rand index
(Hubert and Arabie 1985): 1 where groups are the intents, 0 where they are chance.
"""

import json
import os
import platform
import random
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from math import comb
from pathlib import Path

from bench.public_sets import public_rows
from handrail.adapters.signals.grouping import group_alike
from handrail.adapters.signals.reader import BundledSignalReader
from handrail.domain.gap import ALIKE

RESULTS = Path(__file__).parent / "results/gaps.json"
BARS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
QUESTIONS = 150
SEEDS = (0, 1, 2)
SETS = (
    ("banking77/train", "chooses"),
    ("banking77/test", "measures"),
    ("clinc150/test", "measures"),
)


def main(folder: Path) -> None:
    """Measure, print, and write `bench/results/gaps.json`."""
    reader = BundledSignalReader()
    kept: dict[str, object] = {
        "command": "PYTHONPATH=src python -m bench.gaps FOLDER",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "shipped": ALIKE,
    }
    for name, what in SETS:
        rows = [(str(row["label"]), str(row["text"])) for row in public_rows(folder, name)]
        found: dict[str, list[float]] = {str(bar): [] for bar in BARS}
        for seed in SEEDS:
            chosen = sample(rows, seed)
            vectors = reader.embed([text for _, text in chosen])
            for bar in BARS:
                index = agreement([label for label, _ in chosen], group_alike(vectors, bar))
                found[str(bar)].append(round(index, 3))
        kept[f"{name} ({what})"] = found
        print(name, what, found, flush=True)
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n")


def sample(rows: Sequence[tuple[str, str]], seed: int) -> list[tuple[str, str]]:
    """Questions whose intents are as skewed as in life: the n-th has about 30 / n of them."""
    source = random.Random(seed)
    by_label: dict[str, list[str]] = {}
    for label, text in rows:
        by_label.setdefault(label, []).append(text)
    labels = source.sample(sorted(by_label), len(by_label))
    chosen: list[tuple[str, str]] = []
    for place, label in enumerate(labels, start=1):
        count = min(max(1, 30 // place), len(by_label[label]))
        chosen += [(label, text) for text in source.sample(by_label[label], count)]
    return chosen[:QUESTIONS]


def agreement(labels: Sequence[str], groups: Sequence[Sequence[int]]) -> float:
    """The adjusted Rand index of groups against labels."""
    group_of = {place: number for number, group in enumerate(groups) for place in group}
    pairs = Counter((label, group_of[place]) for place, label in enumerate(labels))
    both = sum(comb(count, 2) for count in pairs.values())
    one = sum(comb(count, 2) for count in Counter(labels).values())
    other = sum(comb(len(group), 2) for group in groups)
    chance = one * other / comb(len(labels), 2)
    return (both - chance) / ((one + other) / 2 - chance)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("python -m bench.gaps FOLDER: name the folder of the public sets")
    main(Path(sys.argv[1]))
