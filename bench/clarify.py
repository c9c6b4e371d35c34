"""Asking back: whether a question without an answer, or one that is not clear, is told from others.

    PYTHONPATH=src python -m bench.clarify FOLDER

FOLDER holds `mtrag` as gzip JSON lines. Half of its conversations choose the limits in
`domain/clarify.py`, the other half measures; what is searched says `bench/clarify_data.py`.
"""

import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.clarify_data import Asked, questions
from bench.statistics import Figure, auroc, bootstrap
from handrail.adapters.signals.reader import BundledSignalReader
from handrail.domain.clarify import choices
from handrail.domain.grounding import stems
from handrail.domain.knowledge import Passage
from handrail.domain.reference import points_nowhere

RESULTS = Path(__file__).parent / "results/clarify.json"
BAR = 0.45  # `retrieval` in the shipped policies
Score = Callable[[Asked], float]


def main(folder: Path) -> None:
    """Measure, print a table, and write `bench/results/clarify.json`."""
    asked = questions(folder, BundledSignalReader().embed)
    parts = {"dev": [a for a in asked if not a.tested], "test": [a for a in asked if a.tested]}
    kept: dict[str, Any] = {
        "command": "PYTHONPATH=src python -m bench.clarify FOLDER",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "bar": BAR,
        **{part: figures(rows) for part, rows in parts.items()},
    }
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n")
    for part in parts:
        table = Table("what", "figure", title=f"Asking back ({part})", title_justify="left")
        for what, figure in kept[part]["figures"].items():
            table.add_row(what, " ".join(f"{number:.3f}" for number in figure))
        Console().print(table)


def figures(asked: Sequence[Asked]) -> dict[str, Any]:
    """How well each kind of question is told from the answerable ones."""
    counts = {
        label: sum(a.label == label for a in asked) for label in sorted({a.label for a in asked})
    }
    return {
        "questions": counts,
        "figures": {
            "UNANSWERABLE, AUROC of likeness": ranking(
                asked, "UNANSWERABLE", lambda a: -a.scores[0]
            ),
            "UNANSWERABLE, AUROC of words covered": ranking(asked, "UNANSWERABLE", uncovered),
            "UNANSWERABLE, balanced accuracy of the shipped bar": deciding(
                asked, "UNANSWERABLE", lambda a: a.scores[0] < BAR
            ),
            "UNDERSPECIFIED, AUROC of the distance to the second": ranking(
                asked, "UNDERSPECIFIED", lambda a: a.scores[1] - a.scores[0]
            ),
            "UNDERSPECIFIED, AUROC of words covered": ranking(asked, "UNDERSPECIFIED", uncovered),
            "UNDERSPECIFIED, balanced accuracy of pointing nowhere": deciding(
                asked, "UNDERSPECIFIED", lambda a: points_nowhere(a.text, a.earlier)
            ),
            "UNDERSPECIFIED, balanced accuracy of asking back": deciding(
                asked, "UNDERSPECIFIED", asks_back
            ),
            "UNDERSPECIFIED, balanced accuracy of not answering": deciding(
                asked, "UNDERSPECIFIED", lambda a: a.scores[0] < BAR or asks_back(a)
            ),
            **{f"{label}, asked back": shares(asked, label, asks_back) for label in counts},
            **{f"{label}, answered": shares(asked, label, answered) for label in counts},
        },
    }


def passages(asked: Asked) -> list[Passage]:
    """What was found, as the product sees it."""
    found = zip(asked.titles, asked.passages, asked.scores, strict=True)
    return [Passage(title, title, text, score) for title, text, score in found]


def asks_back(asked: Asked) -> bool:
    """Whether the shipped decision asks back."""
    return bool(choices(asked.text, passages(asked), BAR, asked.earlier))


def answered(asked: Asked) -> bool:
    """Whether the question would be answered from the best passage."""
    return asked.scores[0] >= BAR and not asks_back(asked)


def uncovered(asked: Asked) -> float:
    """The least share of the question's content words that a passage found lacks."""
    words = stems(asked.text)
    found = [stems(f"{one.title} {one.text}") for one in passages(asked)]
    return min(len(words - one) for one in found) / len(words) if words else 0.0


def ranking(asked: Sequence[Asked], label: str, score: Score) -> Figure:
    """AUROC of a score for this label against answerable questions."""
    rows = [a for a in asked if a.label in (label, "ANSWERABLE")]
    scores, wanted = np.array([score(a) for a in rows]), np.array([a.label == label for a in rows])
    return bootstrap(lambda drawn: auroc(scores[drawn], wanted[drawn]), len(rows))


def deciding(asked: Sequence[Asked], label: str, flags: Callable[[Asked], bool]) -> Figure:
    """Balanced accuracy of a decision for this label against answerable questions."""
    rows = [a for a in asked if a.label in (label, "ANSWERABLE")]
    flagged, wanted = np.array([flags(a) for a in rows]), np.array([a.label == label for a in rows])

    def balanced(drawn: Any) -> float:
        hit, right = flagged[drawn], wanted[drawn]
        return float((hit[right].mean() + (~hit[~right]).mean()) / 2)

    return bootstrap(balanced, len(rows))


def shares(asked: Sequence[Asked], label: str, flags: Callable[[Asked], bool]) -> tuple[float]:
    """The share of a label's questions."""
    return (float(np.mean([flags(a) for a in asked if a.label == label])),)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("python -m bench.clarify FOLDER: name the folder of the public sets")
    main(Path(sys.argv[1]))
