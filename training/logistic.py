"""Ridge logistic regression and the figures of a ranking, in numpy alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

STEPS = 25
CLOSE = 1e-4
RESAMPLES = 300


@dataclass(frozen=True)
class Logistic:
    """Weights on standardised features; ``mean`` and ``scale`` of the training rows."""

    mean: np.ndarray
    scale: np.ndarray
    weights: np.ndarray
    bias: float

    def score(self, rows: np.ndarray) -> np.ndarray:
        """Log odds of each row (rows, features) -> (rows)."""
        return (rows - self.mean) / self.scale @ self.weights + self.bias

    def probability(self, rows: np.ndarray) -> np.ndarray:
        """Probability of each row."""
        return sigmoid(self.score(rows))


def fit_logistic(
    rows: np.ndarray, wanted: np.ndarray, penalty: float, weight: np.ndarray | None = None
) -> Logistic:
    """Newton's method; ``penalty`` is on squared weights of standardised features, not on the bias."""
    weight = np.ones(len(rows)) if weight is None else weight
    mean = np.average(rows, axis=0, weights=weight)
    scale = np.sqrt(np.average((rows - mean) ** 2, axis=0, weights=weight))
    scale = np.where(scale < 1e-6, 1.0, scale)
    given = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    ridge = np.append(np.full(rows.shape[1], penalty), 1e-6)
    theta = np.zeros(given.shape[1])
    for _ in range(STEPS):
        share = sigmoid(given @ theta)
        slope = given.T @ (weight * (share - wanted)) + ridge * theta
        curve = weight * np.maximum(share * (1 - share), 1e-4)
        bend = (given * curve[:, None]).T @ given + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        theta -= step
        if np.abs(step).max() < CLOSE:
            break
    return Logistic(mean, scale, theta[:-1], float(theta[-1]))


def sigmoid(values: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-np.clip(values, -30, 30)))


def auroc(scores: np.ndarray, wanted: np.ndarray) -> float:
    """Share of (wanted, unwanted) pairs in the right order, ties half; nan where a side is empty."""
    positives = int(wanted.sum())
    negatives = len(wanted) - positives
    if not positives or not negatives:
        return float("nan")
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2.0)[place]
    return float(
        (rank[wanted.astype(bool)].sum() - positives * (positives + 1) / 2)
        / (positives * negatives)
    )


def auroc_within(scores: np.ndarray, wanted: np.ndarray, groups: np.ndarray) -> float:
    """As ``auroc``, over pairs of the same group only: what no group's base rate can lend."""
    right = pairs = 0.0
    for group in np.unique(groups):
        inside = groups == group
        positives = int(wanted[inside].sum())
        number = positives * (int(inside.sum()) - positives)
        if number:
            right += number * auroc(scores[inside], wanted[inside])
            pairs += number
    return right / pairs if pairs else float("nan")


def calibration_error(shares: np.ndarray, wanted: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over bins of equal count (Naeini et al. 2015)."""
    parts = np.array_split(np.argsort(shares, kind="stable"), bins)
    gaps = [
        abs(shares[part].mean() - wanted[part].mean()) * len(part) for part in parts if len(part)
    ]
    return float(sum(gaps) / len(shares))


def interval(figure: Callable[[np.ndarray], float], groups: Sequence[str]) -> dict:
    """A figure over rows with its percentile bootstrap interval; whole groups are drawn."""
    owner = np.asarray(groups)
    rows = [np.flatnonzero(owner == name) for name in np.unique(owner)]
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(RESAMPLES):
        chosen = rng.integers(len(rows), size=len(rows))
        value = figure(np.concatenate([rows[number] for number in chosen]))
        if not np.isnan(value):
            drawn.append(value)
    low, high = np.percentile(drawn, [2.5, 97.5])
    value = figure(np.arange(len(owner)))
    return {"value": round(value, 4), "95%": [round(float(low), 4), round(float(high), 4)]}
