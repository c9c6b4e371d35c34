"""Figures with their 95% intervals."""

from collections.abc import Callable, Sequence

import numpy as np

Z = 1.96
RESAMPLES = 300


def share(hits: Sequence[bool]) -> dict:
    """Share of hits with the Wilson score interval (Wilson 1927)."""
    count = len(hits)
    if not count:
        return {"of": 0}
    rate = sum(hits) / count
    middle = (rate + Z**2 / (2 * count)) / (1 + Z**2 / count)
    spread = Z * np.sqrt(rate * (1 - rate) / count + Z**2 / (4 * count**2)) / (1 + Z**2 / count)
    low, high = max(0.0, middle - spread), min(1.0, middle + spread)
    return {"share": round(rate, 4), "95%": [round(low, 4), round(high, 4)], "of": count}


def bootstrap(figure: Callable[[np.ndarray], float], count: int) -> dict:
    """A figure over `count` messages with its percentile bootstrap interval."""
    rng = np.random.default_rng(0)
    drawn = [figure(rng.integers(count, size=count)) for _ in range(RESAMPLES)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    value = figure(np.arange(count))
    return {"value": round(float(value), 4), "95%": [round(float(low), 4), round(float(high), 4)]}
