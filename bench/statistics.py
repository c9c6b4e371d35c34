"""Figures and their 95% intervals, in numpy."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Z = 1.96
RESAMPLES = 300

Flags = NDArray[np.bool_]
Figure = tuple[float, float, float]  # value, and its interval


def share(hits: Sequence[bool] | Flags) -> Figure:
    """Share of hits with the Wilson score interval (Wilson 1927)."""
    count = len(hits)
    rate = float(np.mean(hits))
    middle = (rate + Z**2 / (2 * count)) / (1 + Z**2 / count)
    spread = Z * np.sqrt(rate * (1 - rate) / count + Z**2 / (4 * count**2)) / (1 + Z**2 / count)
    return rate, float(middle - spread), float(middle + spread)


def bootstrap(figure: Callable[[NDArray[np.intp]], float], count: int) -> Figure:
    """A figure of `count` rows with its percentile bootstrap interval (Efron 1979)."""
    rng = np.random.default_rng(0)
    drawn = [figure(rng.integers(count, size=count)) for _ in range(RESAMPLES)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return figure(np.arange(count)), float(low), float(high)


def auroc(scores: NDArray[np.floating], wanted: Flags) -> float:
    """Chance that a wanted row scores over an unwanted one, ties half (Mann and Whitney 1947)."""
    order = np.argsort(scores, kind="stable")
    _, first, counts = np.unique(scores[order], return_index=True, return_counts=True)
    ranks = np.empty(len(scores))
    ranks[order] = np.repeat(first + (counts + 1) / 2, counts)
    yes, no = int(wanted.sum()), int((~wanted).sum())
    return float((ranks[wanted].sum() - yes * (yes + 1) / 2) / (yes * no))


def f1(flagged: Flags, wanted: Flags) -> float:
    """Harmonic mean of precision and recall; 0 where nothing is hit."""
    return 2.0 * float((flagged & wanted).sum()) / max(1, int(flagged.sum() + wanted.sum()))


def macro_f1(guesses: NDArray[np.intp], wanted: NDArray[np.intp], classes: int) -> float:
    """Mean of the F1 of each class."""
    return float(np.mean([f1(guesses == c, wanted == c) for c in range(classes)]))
