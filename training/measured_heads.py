"""Heads that only measure, on public tasks the product does not have; the bench reads measured_heads.npz.

`offence`: the three classes of Davidson et al. 2017 on the shipped features. `without_*`: asking for a
person, learnt without one source of others' wordings, so that this source is new to it.
"""

from pathlib import Path

import numpy as np
from cue_heads import HANDOFF_SOURCES, Pool, train_cues
from features import Features
from linear import Scale, decide, fit
from sources import public_rows
from tasks import DEV, OFFENCE, part_of
from words import arrays_of, bags, best_share, fit_words

from handrail.domain.signals import ASKS_FOR_PERSON, CUES

HERE = Path(__file__).parent
PENALTY = 3000.0
STEPS = np.linspace(-2.0, 2.0, 41)
RESAMPLES = 25


def train_measured(features: Features, data: Path, rarity: np.ndarray) -> dict[str, np.ndarray]:
    """Weights of all units that only measure, and thresholds of the cue among them."""
    arrays = train_offence(features, data, rarity)
    column = CUES.index(ASKS_FOR_PERSON)
    for source in HANDOFF_SOURCES:
        others = tuple(name for name in HANDOFF_SOURCES if name != source)
        cues, thresholds, _ = train_cues(Pool(features, data, rarity, others))
        arrays |= {
            name.replace("cue", f"without_{source}"): values[..., column : column + 1]
            for name, values in cues.items()
        }
        arrays[f"without_{source}_threshold"] = np.float32(thresholds[ASKS_FOR_PERSON])
    return arrays


def train_offence(features: Features, data: Path, rarity: np.ndarray) -> dict[str, np.ndarray]:
    """Three logistic units; their biases are shifted by the median of the best shifts over resampled rows."""
    rows = public_rows(data, "toxicity/davidson")
    parts = {part: [row for row in rows if part_of(row["text"]) == part] for part in ("train", DEV)}
    raw = {part: features.of([r["text"] for r in found]) for part, found in parts.items()}
    wanted = {
        part: np.array([OFFENCE.index(r["label"]) for r in found]) for part, found in parts.items()
    }
    scale = Scale(raw["train"])
    targets = np.eye(len(OFFENCE), dtype=np.float32)[wanted["train"]]
    every = np.ones_like(targets)
    model = fit(scale.of(raw["train"]), targets, every, PENALTY)
    bag = {
        part: bags(features.pieces([r["text"] for r in found]), rarity)
        for part, found in parts.items()
    }
    words, words_bias = fit_words(bag["train"], targets, every)
    dense, by_words = decide(model, scale.of(raw[DEV])), bag[DEV] @ words + words_bias
    share = best_share(dense, by_words, np.eye(len(OFFENCE))[wanted[DEV]])
    scores = (1 - share) * dense + share * by_words
    shift = steady_shift(scores, wanted[DEV])
    weights, bias = scale.fold(*model)
    summed = weights * (1 - share), bias * (1 - share) + words_bias * share + shift
    return arrays_of("offence", summed, words * share)


def steady_shift(scores: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """What to add to each class for the best macro-F1; a single best of one draw of rows is luck."""
    rng = np.random.default_rng(0)
    shifts = [np.array([hate, offensive, 0.0]) for hate in STEPS for offensive in STEPS]
    guesses = [(scores + shift).argmax(axis=1) for shift in shifts]
    best = []
    for _ in range(RESAMPLES):
        at = rng.integers(len(scores), size=len(scores))
        found = [macro_f1(guess[at], wanted[at]) for guess in guesses]
        best.append(shifts[int(np.argmax(found))])
    return np.median(best, axis=0)


def macro_f1(guesses: np.ndarray, wanted: np.ndarray) -> float:
    """Mean of the classes' F1."""
    scores = []
    for kind in range(len(OFFENCE)):
        hits = ((guesses == kind) & (wanted == kind)).sum()
        scores.append(2 * hits / max(1, (guesses == kind).sum() + (wanted == kind).sum()))
    return float(np.mean(scores))


def write_measured(features: Features, data: Path, rarity: np.ndarray) -> None:
    """Keep the heads in measured_heads.npz, beside the recipes."""
    np.savez_compressed(HERE / "measured_heads.npz", **train_measured(features, data, rarity))
