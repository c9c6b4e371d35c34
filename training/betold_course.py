"""The same idea where only intents are known: telephone calls of a bot that end in a late hang-up or forward.

    PYTHONPATH=src:. python training/betold_course.py DATA

BETOLD (Terragni et al. 2022). A call's course is what was done, in what order, how often again and how it
stood last. Half of the calls (even hash) choose the penalty; the figure is of the other half, each tenth of
it read by a model that learnt from all the rest. Nothing of this ships. Writes training/betold_figures.json.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from logistic import auroc, calibration_error, fit_logistic, interval
from repeats_model import fold_of
from sources import public_rows

FIGURES = Path(__file__).parent / "betold_figures.json"
PENALTIES = (100.0, 300.0, 1000.0)
FOLDS = 10
SEEN = 8  # training calls in which a feature must occur
LAST = 5


def course(turns: Sequence[dict]) -> Counter[str]:
    """Named counts of one call: intents, pairs and triples, last turns, repeats, and since when."""
    did = [f"{turn['who']}:{turn['intent']}" for turn in turns]
    facts = [
        {one, *(f"{turn['who']}+{entity}" for entity in turn["entities"])}
        for one, turn in zip(did, turns, strict=True)
    ]
    counts = Counter(fact for at in facts for fact in at)
    counts.update(" > ".join(pair) for pair in pairwise(did))
    counts.update(" > ".join(three) for three in zip(did, did[1:], did[2:], strict=False))
    for back in range(1, min(LAST, len(did)) + 1):
        counts.update(f"last {back} {fact}" for fact in facts[-back])
    counts["ends " + " > ".join(did[-2:])] += 1
    counts["ends " + " > ".join(did[-3:])] += 1
    often = Counter(did)
    for party in ("system", "user"):
        again = [count - 1 for name, count in often.items() if name.startswith(party)]
        counts[f"again {party}"] = sum(again)
        counts[f"most again {party}"] = max(again, default=0)
        counts[f"turns {party}"] = sum(one.startswith(party) for one in did)
    counts["same again at once"] = sum(a == b for a, b in zip(did, did[2:], strict=False))
    counts["two in a row"] = sum(a["who"] == b["who"] for a, b in pairwise(turns))
    late = Counter(did[len(did) // 2 :])
    counts.update({f"late {name}": number for name, number in late.items()})
    return counts


def left_out(
    calls: Sequence[Counter[str]], wanted: np.ndarray, folds: np.ndarray, penalty: float
) -> np.ndarray:
    """Log odds of each call by a model that saw nothing of its fold; nan where the fold is -1."""
    scores = np.full(len(calls), np.nan)
    for fold in np.unique(folds[folds >= 0]):
        away = folds == fold
        seen = Counter(
            name for call, out in zip(calls, away, strict=True) if not out for name in call
        )
        names = sorted(name for name, count in seen.items() if count >= SEEN)
        rows = np.log1p(np.array([[call[name] for name in names] for call in calls], dtype=float))
        model = fit_logistic(rows[~away], wanted[~away], penalty)
        scores[away] = model.score(rows[away])
    return scores


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    rows = public_rows(arguments.parse_args().data, "betold/valid")
    keys = [json.dumps(row["turns"], sort_keys=True) for row in rows]
    develops = np.array([hashlib.sha256(key.encode()).digest()[0] % 2 == 0 for key in keys])
    calls = [course(row["turns"]) for row in rows]
    wanted = np.array([row["label"] == "luhf" for row in rows], dtype=float)
    even = np.flatnonzero(develops)
    half = [calls[number] for number in even]
    dealt = fold_of([keys[number] for number in even], FOLDS // 2)
    tried = {
        penalty: round(auroc(left_out(half, wanted[even], dealt, penalty), wanted[even]), 4)
        for penalty in PENALTIES
    }
    penalty = max(tried, key=lambda one: tried[one])
    folds = np.where(develops, -1, fold_of(keys, FOLDS))
    scores = left_out(calls, wanted, folds, penalty)
    odd = np.flatnonzero(~develops)
    score, late = scores[odd], wanted[odd]
    figures = {
        "calls": len(rows),
        "reported_calls": len(odd),
        "late_hang_ups": round(float(late.mean()), 4),
        "tried_on_development": {str(one): value for one, value in tried.items()},
        "penalty": penalty,
        "auroc": interval(
            lambda take: auroc(score[take], late[take]), [keys[number] for number in odd]
        ),
        "calibration_error": round(calibration_error(1 / (1 + np.exp(-score)), late), 4),
    }
    FIGURES.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
