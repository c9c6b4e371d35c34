"""Failing conversations, repetition, and calls that end badly: `python -m bench.failing DATA`.

Trains and measures again from the recipes in `training/` and keeps the figures beside what was asked.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "bench" / "results" / "failing.json"
RECIPES = ("train_course", "betold_course")


@dataclass(frozen=True)
class Claim:
    """One line of the table: a measured share with its 95% interval, and what was asked of it."""

    what: str
    value: float
    low: float
    high: float
    asked: float | None

    @property
    def reached(self) -> bool | None:
        """Whether the value is at least what was asked; None where nothing was."""
        return None if self.asked is None else self.value >= self.asked


def main(data: Path) -> None:
    """Run the recipes on the data folder, print the table and write `bench/results/failing.json`."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "OMP_NUM_THREADS": "1"}
    for recipe in RECIPES:
        command = [sys.executable, str(ROOT / "training" / f"{recipe}.py"), str(data)]
        subprocess.run(command, check=True, env=environment)
    claims = read_claims(ROOT / "training")
    table = Table("what", "measured [95%]", "asked", "reached", title="Failing conversations")
    for claim in claims:
        table.add_row(
            claim.what,
            f"{claim.value:.3f} [{claim.low:.3f}, {claim.high:.3f}]",
            "" if claim.asked is None else f">= {claim.asked:.2f}",
            {True: "yes", False: "NO", None: ""}[claim.reached],
        )
    Console().print(table)
    RESULT.write_text(json.dumps(kept(claims), indent=2) + "\n")


def read_claims(folder: Path) -> list[Claim]:
    """The claims from the figures that the recipes wrote into ``folder``."""
    course: Any = json.loads((folder / "course_figures.json").read_text())
    betold: Any = json.loads((folder / "betold_figures.json").read_text())
    claims = [
        claim(
            f"fails, {by}, split {split.replace('_', ' ')}, {place}, AUROC",
            course[model][split][at]["auroc"],
            asked if model == "failing_with_calls" else None,
        )
        for model, by in (("failing_with_calls", "by words and calls"), ("failing", "by words"))
        for split in ("by_task", "by_model")
        for at, place, asked in (
            ("half", "at half of the lines", 0.80),
            ("end", "at the end", 0.85),
        )
    ]
    held = course["repeats"]["held_out"]
    claims.append(claim("says the same again, held-out pairs, AUROC", held["auroc"], None))
    claims.append(claim("late hang-up or forward, BETOLD, AUROC", betold["auroc"], 0.88))
    return claims


def claim(what: str, figure: dict[str, Any], asked: float | None) -> Claim:
    """A claim from a figure as the recipes keep it: value and 95% interval."""
    low, high = figure["95%"]
    return Claim(what, figure["value"], low, high, asked)


def kept(claims: list[Claim]) -> dict[str, object]:
    """What the result file holds."""
    return {
        "command": "python -m bench.failing DATA",
        "figures": [{**vars(one), "reached": one.reached} for one in claims],
        "details": ["training/course_figures.json", "training/betold_figures.json"],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
