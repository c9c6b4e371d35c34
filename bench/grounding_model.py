"""Checker with a language model: what the cross-check adds to the rules, on the same rows.

    PYTHONPATH=src python -m bench.grounding_model FOLDER --gguf FILE --name NAME [--rows 60]
    PYTHONPATH=src python -m bench.grounding_model FOLDER --url http://127.0.0.1:8080/v1 --name NAME

It asks through the shipped port (`actions/check_by_model.py`): one structured finding a claim, temperature
nought. Measured are the first rows of each set in the order that a hash gives, the same for every
model; HaluEval's general part is left out, as it has no passages. A check without an answer counts as
not passed.
"""

import asyncio
import json
import os
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.grounding import RESULTS, balanced, interval, ours, passing
from bench.grounding_data import Claim, test_sets
from bench.local_model import served
from bench.statistics import Flags
from handrail.actions.check_by_model import ModelAnswerChecker
from handrail.actions.model_ports import Asking
from handrail.adapters.llm.language_model import LanguageModel, Limits
from handrail.adapters.llm.open_models import open_models
from handrail.domain.answer import Problem
from handrail.domain.knowledge import Passage
from handrail.domain.sentences import split_sentences

ROWS = 60
LIMITS = Limits(total_s=240.0, silence_s=240.0, tokens=200)


def main() -> None:
    """Measure one model, and put it beside the others in `bench/results/grounding.json`."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--url", help="base URL of an OpenAI-compatible server")
    parser.add_argument("--gguf", type=Path, help="a model's file, served here while it is asked")
    parser.add_argument("--name", required=True)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--sets", default="", help="only those whose name has this in it")
    parser.add_argument("--threads", type=int, default=2)
    wanted = parser.parse_args()
    os.environ["NO_PROXY"] = "127.0.0.1"
    sets = {
        name: claims[: wanted.rows]
        for name, claims in test_sets(wanted.folder).items()
        if "halueval" not in name and wanted.sets in name
    }
    with ExitStack() as stack:
        url = wanted.url or stack.enter_context(served(wanted.gguf, wanted.threads))
        model = LanguageModel(wanted.name, url, limits=LIMITS)
        _, filler = open_models([model], LIMITS.total_s)
        checker = ModelAnswerChecker(filler, LIMITS.total_s)
        measured: dict[str, Any] = {}
        for name, claims in sets.items():  # kept as soon as it is measured
            measured[name] = asyncio.run(figures(checker, claims))
            kept = json.loads(RESULTS.read_text())
            kept.setdefault("models", {}).setdefault(wanted.name, {})[name] = measured[name]
            RESULTS.write_text(json.dumps(kept, indent=1) + "\n")
            print(name, flush=True)
    show(wanted.name, measured)


async def figures(checker: ModelAnswerChecker, claims: Sequence[Claim]) -> dict[str, Any]:
    """The model alone, Handrail without it, and both together, which is what ships."""
    began = monotonic()
    problems = [await finding(checker, claim) for claim in claims]
    seconds = (monotonic() - began) / len(claims)
    good = np.array([claim.good for claim in claims])
    model = np.array([problem is None for problem in problems])
    rules = np.array([ours(claim) for claim in claims])
    both = model & rules
    gain = interval(gained, np.stack([both, rules], axis=1), good)
    return {
        "rows": len(claims),
        "passed": "".join("1" if one else "0" for one in model),
        "good": int(good.sum()),
        "seconds_a_row": round(seconds, 2),
        "refused": dict(Counter(str(problem.name) for problem in problems if problem is not None)),
        "model": passing(model, good),
        "Handrail": passing(rules, good),
        "both": passing(both, good),
        "both less Handrail": gain,
    }


def gained(passed: Flags, good: Flags) -> float:
    """What the first column of verdicts has in balanced accuracy over the second."""
    return balanced(passed[:, 0], good) - balanced(passed[:, 1], good)


async def finding(checker: ModelAnswerChecker, claim: Claim) -> Problem | None:
    """What the model finds of a reply, or why nothing came of asking."""
    passage = Passage("passage", "", claim.passage, 1.0)
    return await checker.check(split_sentences(claim.reply), [passage], "en", Asking())


def show(name: str, measured: dict[str, Any]) -> None:
    """Print balanced accuracies, a column for each set."""
    shown = Table("balanced accuracy", *measured, title=name, title_justify="left")
    for way in ("Handrail", "model", "both"):
        cells = [each[way]["balanced_accuracy"] for each in measured.values()]
        shown.add_row(way, *[f"{c[0]:.3f} ({c[1]:.3f}-{c[2]:.3f})" for c in cells])
    Console(width=160).print(shown)


if __name__ == "__main__":
    main()
