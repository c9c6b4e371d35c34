"""How well promises and their due times are found in words.

    python -m bench.promises [DATA]

`own.txt` is what the rules were written with; `held_out.txt` was written apart and has chosen nothing.
DATA is the folder of the public sets: with it, sentences of STAR's wizards (Mosig et al., 2020) that we
labelled (`star.jsonl`, by dialogue, event and sentence: no text of theirs is here). They were drawn by
shape (figures and names made alike), after two earlier draws had changed the rules: all that is found,
60 of those with a word such as "will", 30 of the rest. Recall weighs each part by its size.
"""

import gzip
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bench.shares import bootstrap, share
from handrail.domain.due import due_in
from handrail.domain.policy import OpeningHours
from handrail.domain.promises import promises_in
from handrail.domain.sentences import split_sentences

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results" / "promises.json"
HOURS = OpeningHours("Europe/Berlin", (((time(8), time(20)),),) * 5 + ((), ()))
SAID_AT = datetime(2026, 11, 24, 11, tzinfo=ZoneInfo("Europe/Berlin"))
SIZES = {"found": 33, "will": 311, "rest": 7110}  # shapes in each part when the draw was made


@dataclass(frozen=True)
class Labelled:
    """A sentence, whether it promises, and when that is due."""

    text: str
    promise: bool
    due: str


def read(name: str) -> list[Labelled]:
    """The labelled sentences of one of our files."""
    rows: list[Labelled] = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            label, due, text = line.split("|", 2)
            rows.append(Labelled(text, label == "P", due))
    return rows


def found_due(text: str) -> str:
    """When a sentence's promise is due, to the minute; empty without a time."""
    due = due_in(text, SAID_AT, HOURS)
    return due.at.replace(tzinfo=None).isoformat(timespec="minutes") if due else ""


def measure(rows: list[Labelled]) -> dict[str, Any]:
    """Precision, recall, and due times that are right to the minute, with 95% intervals."""
    found = [row for row in rows if promises_in(row.text)]
    promises = [row for row in rows if row.promise]
    return {
        "sentences": len(rows),
        "precision": share([row.promise for row in found]),
        "recall": share([row in found for row in promises]),
        "due": share([found_due(row.text) == row.due for row in promises]),
    }


def star(folder: Path) -> dict[str, Any]:
    """The same on sentences of STAR's wizards."""
    labels: list[dict[str, Any]] = [
        json.loads(line) for line in (HERE / "star.jsonl").read_text().splitlines()
    ]
    with gzip.open(folder / "star" / "dialogues.jsonl.gz", "rt", encoding="utf-8") as lines:
        told: list[dict[str, Any]] = [json.loads(line) for line in lines]
    dialogues = {row["dialogue_id"]: row["events"] for row in told}
    for row in labels:
        said: str = dialogues[row["dialogue"]][row["event"]]["text"]
        place: int = row["sentence"]
        row["found"] = bool(promises_in(split_sentences(said)[place].strip()))
    drawn = {part: sum(row["drawn_from"] == part for row in labels) for part in SIZES}

    def recall(rows: Sequence[dict[str, Any]]) -> float:
        weight = {part: SIZES[part] / drawn[part] for part in SIZES}
        wanted = [(weight[row["drawn_from"]], row["found"]) for row in rows if row["promise"]]
        return sum(w for w, hit in wanted if hit) / max(sum(w for w, _ in wanted), 1e-9)

    return {
        "sentences": len(labels),
        "precision": share([row["promise"] for row in labels if row["found"]]),
        "recall, weighted": bootstrap(recall, labels),
    }


def main(folder: Path | None) -> None:
    """Measure, print and keep."""
    result: dict[str, Any] = {
        "own sentences, used for the rules": measure(read("own.txt")),
        "held-out sentences": measure(read("held_out.txt")),
    }
    if folder is not None and (folder / "star").exists():
        result["STAR wizards"] = star(folder)
    table = Table("", "precision", "recall", "due to the minute", title="Promises")
    for name, row in result.items():
        cells = [row["precision"], row.get("recall", row.get("recall, weighted")), row.get("due")]
        table.add_row(name, *(_cell(cell) for cell in cells))
    Console().print(table)
    kept = {"command": "python -m bench.promises DATA", "measured": result}
    RESULTS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def _cell(cell: dict[str, Any] | None) -> str:
    if cell is None:
        return ""
    value = cell.get("share", cell.get("value", 0.0))
    low, high = cell["95%"]
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
