"""The probability that a customer says the same again: a ridge logistic regression on pairs of messages."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from course_data import Readings, own_pairs
from logistic import Logistic, auroc, calibration_error, fit_logistic, interval
from sources import public_rows

from handrail.domain.repetition import repetition

PENALTIES = (0.1, 0.3, 1.0, 3.0, 10.0)
FOLDS = 10
LOOK_BACK = 5  # earlier messages of the customer that are looked at


def pair_rows(pairs: Sequence[dict], readings: Readings) -> tuple[np.ndarray, np.ndarray]:
    """Features (pairs, features) and labels."""
    texts = [(pair["earlier"], pair["later"]) for pair in pairs]
    rows = [
        list(repetition(earlier, later, cosine).features().values())
        for (earlier, later), cosine in zip(texts, readings.cosines(texts), strict=True)
    ]
    return np.array(rows), np.array([pair["label"] for pair in pairs], dtype=float)


def fit_repeats(readings: Readings) -> tuple[Logistic, dict]:
    """The model, its penalty chosen in cross-validation on our training pairs, and its figures."""
    train = own_pairs("train")
    rows, wanted = pair_rows(train, readings)
    groups = [pair["earlier"] for pair in train]
    scores = {penalty: _left_out(rows, wanted, groups, penalty) for penalty in PENALTIES}
    penalty = min(PENALTIES, key=lambda p: _log_loss(scores[p], wanted))
    held = own_pairs("held_out")
    model = fit_logistic(rows, wanted, penalty)
    held_rows, held_wanted = pair_rows(held, readings)
    figures = {
        "penalty": penalty,
        "train_pairs": len(train),
        "left_out": _figures(scores[penalty], wanted, groups),
        "held_out": _figures(
            model.probability(held_rows), held_wanted, [pair["earlier"] for pair in held]
        ),
        "held_out_cosine_alone": _ranking(held_rows[:, 0], held_wanted, held),
    }
    return model, figures


def _left_out(rows: np.ndarray, wanted: np.ndarray, groups: Sequence[str], penalty: float):
    folds = fold_of(groups, FOLDS)
    shares = np.zeros(len(rows))
    for fold in range(FOLDS):
        away = folds == fold
        model = fit_logistic(rows[~away], wanted[~away], penalty)
        shares[away] = model.probability(rows[away])
    return shares


def fold_of(groups: Sequence[str], folds: int, seed: int = 0) -> np.ndarray:
    """A fold for each row; rows of a group stay together, groups are dealt out by a fixed shuffle."""
    names = np.unique(groups)
    np.random.default_rng(seed).shuffle(names)
    dealt = {name: number % folds for number, name in enumerate(names)}
    return np.array([dealt[name] for name in groups])


def _log_loss(shares: np.ndarray, wanted: np.ndarray) -> float:
    shares = np.clip(shares, 1e-6, 1 - 1e-6)
    return float(-np.mean(wanted * np.log(shares) + (1 - wanted) * np.log(1 - shares)))


def _ranking(scores: np.ndarray, wanted: np.ndarray, pairs: Sequence[dict]) -> dict:
    groups = [pair["earlier"] for pair in pairs]
    return {"auroc": interval(lambda take: auroc(scores[take], wanted[take]), groups)}


def _figures(shares: np.ndarray, wanted: np.ndarray, groups: Sequence[str]) -> dict:
    flagged = shares >= 0.5
    hits = flagged & (wanted == 1)
    return {
        "pairs": len(wanted),
        "auroc": interval(lambda take: auroc(shares[take], wanted[take]), groups),
        "recall_at_half": round(float(hits.sum() / wanted.sum()), 4),
        "precision_at_half": round(float(hits.sum() / max(flagged.sum(), 1)), 4),
        "accuracy_at_half": interval(
            lambda take: float((flagged[take] == (wanted[take] == 1)).mean()), groups
        ),
        "calibration_error": round(calibration_error(shares, wanted, 5), 4),
    }


def in_conversation(model: Logistic, readings: Readings):
    """A function (earlier texts, text) -> the highest probability over the last few earlier ones."""

    def repeats(said: Sequence[str], text: str) -> float:
        near = said[-LOOK_BACK:]
        if not near:
            return 0.0
        cosines = readings.cosines([(earlier, text) for earlier in near])
        rows = [
            list(repetition(earlier, text, cosine).features().values())
            for earlier, cosine in zip(near, cosines, strict=True)
        ]
        return float(model.probability(np.array(rows)).max())

    return repeats


def sanity(model: Logistic, readings: Readings, data: Path) -> dict:
    """Outside check: paired paraphrases of a COVID question set, and two Banking77 messages of one kind."""
    rng = np.random.default_rng(0)
    kinds: dict[str, list[str]] = {}
    for row in public_rows(data, "banking77/test"):
        kinds.setdefault(row.get("label") or row.get("intent"), []).append(row["text"])
    names = sorted(kinds)
    same = [
        {"earlier": a, "later": b}
        for a, b in (rng.choice(kinds[n], 2, replace=False) for n in names)
    ]
    other = [
        {"earlier": str(rng.choice(kinds[a])), "later": str(rng.choice(kinds[b]))}
        for a, b in (rng.choice(names, 2, replace=False) for _ in names)
    ]
    pairs = [
        dict(pair, label=label) for part, label in ((same, True), (other, False)) for pair in part
    ]
    rows, wanted = pair_rows(pairs, readings)
    shares = model.probability(rows)
    return {
        "banking77_same_kind_against_another": {
            "pairs": len(pairs),
            "auroc": round(auroc(shares, wanted), 4),
            "same_kind_flagged": round(float((shares[wanted == 1] >= 0.5).mean()), 4),
            "another_flagged": round(float((shares[wanted == 0] >= 0.5).mean()), 4),
        }
    }
