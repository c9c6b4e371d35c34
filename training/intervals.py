"""Figures with their 95% intervals, as the model card's file keeps them."""

from collections.abc import Callable, Sequence

import numpy as np

from bench import statistics


def share(hits: Sequence[bool]) -> dict:
    """Share of hits with its interval, and of how many."""
    if not len(hits):
        return {"of": 0}
    rate, low, high = statistics.share(hits)
    interval = [round(max(0.0, low), 4), round(min(1.0, high), 4)]
    return {"share": round(rate, 4), "95%": interval, "of": len(hits)}


def bootstrap(figure: Callable[[np.ndarray], float], count: int) -> dict:
    """A figure over `count` messages with its interval."""
    value, low, high = statistics.bootstrap(figure, count)
    return {"value": round(float(value), 4), "95%": [round(low, 4), round(high, 4)]}
