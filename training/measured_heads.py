"""Heads that only measure, on public tasks the product does not have; the bench reads measured_heads.npz.

`offence`: the three classes of Davidson et al. 2017 on the shipped features. `without_*`: asking for a
person, learnt without one source of others' wordings, so that this source is new to it.
"""

from pathlib import Path

import numpy as np
from cue_heads import HANDOFF_SOURCES, train_cues
from features import Features
from linear import Scale, decide, fit
from sources import public_rows
from tasks import DEV, OFFENCE, part_of

from handrail.domain.signals import ASKS_FOR_PERSON, CUES

HERE = Path(__file__).parent
PENALTY = 3000.0
STEPS = np.linspace(-2.0, 2.0, 41)


def train_measured(features: Features, data: Path) -> dict[str, np.ndarray]:
    """Weights and biases of every head that only measures, and their thresholds."""
    arrays = train_offence(features, data)
    column = CUES.index(ASKS_FOR_PERSON)
    for source in HANDOFF_SOURCES:
        others = tuple(name for name in HANDOFF_SOURCES if name != source)
        cues, thresholds, _ = train_cues(features, data, others)
        arrays |= {
            f"without_{source}": cues["cue"][:, column].astype(np.float16),
            f"without_{source}_bias": cues["cue_bias"][column],
            f"without_{source}_threshold": np.float32(thresholds[ASKS_FOR_PERSON]),
        }
    return arrays


def train_offence(features: Features, data: Path) -> dict[str, np.ndarray]:
    """Three logistic units; their biases are shifted for the best macro-F1 on development rows."""
    rows = public_rows(data, "toxicity/davidson")
    parts = {part: [row for row in rows if part_of(row["text"]) == part] for part in ("train", DEV)}
    raw = {part: features.of([r["text"] for r in found]) for part, found in parts.items()}
    wanted = {
        part: np.array([OFFENCE.index(r["label"]) for r in found]) for part, found in parts.items()
    }
    scale = Scale(raw["train"])
    targets = np.eye(len(OFFENCE), dtype=np.float32)[wanted["train"]]
    model = fit(scale.of(raw["train"]), targets, np.ones_like(targets), PENALTY)
    scores = decide(model, scale.of(raw[DEV]))
    shifts = [np.array([hate, offensive, 0.0]) for hate in STEPS for offensive in STEPS]
    best = max(shifts, key=lambda shift: macro_f1((scores + shift).argmax(axis=1), wanted[DEV]))
    weights, bias = scale.fold(*model)
    return {
        "offence": weights.astype(np.float16),
        "offence_bias": (bias + best).astype(np.float32),
    }


def macro_f1(guesses: np.ndarray, wanted: np.ndarray) -> float:
    """Mean of the classes' F1."""
    scores = []
    for kind in range(len(OFFENCE)):
        hits = ((guesses == kind) & (wanted == kind)).sum()
        scores.append(2 * hits / max(1, (guesses == kind).sum() + (wanted == kind).sum()))
    return float(np.mean(scores))


def write_measured(features: Features, data: Path) -> None:
    """Keep the heads in measured_heads.npz, beside the recipes."""
    np.savez_compressed(HERE / "measured_heads.npz", **train_measured(features, data))
