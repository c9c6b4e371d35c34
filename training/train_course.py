"""Train the monitor of failing conversations and the model of repetition; measure both.

    PYTHONPATH=src:. python training/train_course.py DATA [--cache FOLDER]

Writes src/handrail/adapters/signals/model/course.json and training/course_figures.json. Needs numpy and the
product alone. Run it again after any change of the encoder or its heads. Choices are made on tasks of an even
hash; figures are of tasks of an odd hash, which chose nothing.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from course_data import Cuts, Readings, cuts_of, read_conversations, recorded
from course_measures import (
    FOLDS,
    Choice,
    Set,
    ablation,
    fit,
    identity,
    left_out,
    ranking,
    splits,
    warning,
    without_calls,
)
from logistic import Logistic, auroc
from repeats_model import fit_repeats, fold_of, in_conversation, sanity

from handrail.adapters.signals.reader import MODEL
from handrail.domain.repetition import repetition

WEIGHTS = MODEL / "course.json"
FIGURES = Path(__file__).parent / "course_figures.json"
PENALTIES = (10.0, 30.0, 100.0, 300.0)
TILTS = (0.0, 1.0)  # how much later beginnings of a conversation weigh more: share seen ** tilt
DIGITS = 5


def choose(data: Set, features: np.ndarray) -> tuple[Choice, list[dict]]:
    """Best mean AUROC at half and at the end, in cross-validation by task within the development part."""
    part = Set([one for one in data.recorded if one.develops], _part(data.cuts, data.develops))
    rows = data.develops[data.cuts.owner]
    folds = fold_of(part.column("task"), FOLDS)
    tried = []
    for penalty in PENALTIES:
        for tilt in TILTS:
            scores = left_out(part, folds, Choice(penalty, tilt), features[rows])
            half, end = (
                auroc(scores[at], part.failed[part.cuts.owner[at]])
                for at in (part.cuts.half, part.cuts.end)
            )
            tried.append(
                {"penalty": penalty, "tilt": tilt, "half": round(half, 4), "end": round(end, 4)}
            )
    best = max(tried, key=lambda one: one["half"] + one["end"])
    return Choice(best["penalty"], best["tilt"]), tried


def _part(cuts: Cuts, inside: np.ndarray) -> Cuts:
    rows = inside[cuts.owner]
    number = np.cumsum(inside) - 1
    return Cuts(
        cuts.names,
        cuts.features[rows],
        number[cuts.owner[rows]],
        cuts.seen[rows],
        cuts.half[rows],
        cuts.end[rows],
        cuts.asked[rows],
    )


def plain(model: Logistic, names: Sequence[str]) -> dict:
    """The model as it ships: a weight for each feature as it is, and a bias."""
    weights = model.weights / model.scale
    bias = model.bias - float(model.mean @ weights)
    return {
        "bias": round(bias, DIGITS),
        "weights": {
            name: round(float(weight), DIGITS) for name, weight in zip(names, weights, strict=True)
        },
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--cache", type=Path, default=Path("/tmp/handrail-course"))
    given = arguments.parse_args()
    readings = Readings(given.cache)
    repeating, repeats_figures = fit_repeats(readings)
    repeats_figures["outside"] = sanity(repeating, readings, given.data)
    repeats = in_conversation(repeating, readings)
    conversations = recorded(given.data)
    data = Set(conversations, cuts_of(read_conversations(conversations, readings, repeats)))
    print("read", data.cuts.features.shape, flush=True)
    heard = Set(conversations, without_calls(data.cuts))
    failing, calling = measure(heard), measure(data)
    models = {
        "failing": plain(failing[1], heard.cuts.names),
        "failing_with_calls": plain(calling[1], data.cuts.names),
        "repeats": plain(repeating, list(repetition("", "", 0.0).features())),
    }
    figures = {
        "weights_sha256": write_weights(models, readings.encoder),
        "encoder": readings.encoder,
        "repeats": repeats_figures,
        "failing": failing[0],
        "failing_with_calls": calling[0],
    }
    FIGURES.write_text(json.dumps(figures, indent=2) + "\n")
    for name, (measured, _) in (("words", failing), ("with calls", calling)):
        for split in ("by_task", "by_model"):
            print(name, split, {at: measured[split][at]["auroc"] for at in ("half", "end")})
    print("repeats", repeats_figures["held_out"])


def measure(data: Set) -> tuple[dict, Logistic]:
    """Every figure of the monitor, and the model on all conversations."""
    every = data.cuts.features
    choice, tried = choose(data, every)
    scores = {name: left_out(data, folds, choice, every) for name, folds in splits(data).items()}
    everywhere = left_out(data, fold_of(data.column("task"), FOLDS), choice, every)
    figures = {
        "conversations": len(data.recorded),
        "tasks": len(np.unique(data.column("task"))),
        "reported_conversations": int((~data.develops).sum()),
        "choice": vars(choice),
        "tried_on_development": tried,
        **{name: ranking(data, score) for name, score in scores.items()},
        "warning": warning(data, everywhere, scores["by_task"]),
        "ablation": ablation(data, choice),
        "identity_alone": identity(data),
    }
    return figures, fit(data, np.ones(len(data.recorded), bool), choice, every)


def write_weights(models: dict[str, dict], encoder: str) -> str:
    """Keep the models for the package; the hash of the file comes back."""
    WEIGHTS.write_text(json.dumps({"encoder": encoder, **models}, indent=1) + "\n")
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
