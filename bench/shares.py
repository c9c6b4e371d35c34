"""Shares: figures with their 95% intervals."""

import random
from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any, TypeVar

Z = 1.96
DRAWS = 500
T = TypeVar("T")


def share(hits: Sequence[bool]) -> dict[str, Any]:
    """Share of hits with the Wilson score interval (Wilson 1927)."""
    count = len(hits)
    if not count:
        return {"of": 0}
    rate = sum(hits) / count
    middle = (rate + Z**2 / (2 * count)) / (1 + Z**2 / count)
    spread = Z * sqrt(rate * (1 - rate) / count + Z**2 / (4 * count**2)) / (1 + Z**2 / count)
    low, high = max(0.0, middle - spread), min(1.0, middle + spread)
    return {"share": round(rate, 4), "95%": [round(low, 4), round(high, 4)], "of": count}


def bootstrap(figure: Callable[[Sequence[T]], float], units: Sequence[T]) -> dict[str, Any]:
    """A figure over the units with its percentile bootstrap interval (Efron 1979)."""
    rng = random.Random(0)
    drawn = sorted(figure(rng.choices(units, k=len(units))) for _ in range(DRAWS))
    low, high = drawn[int(0.025 * DRAWS)], drawn[int(0.975 * DRAWS)]
    return {"value": round(figure(units), 4), "95%": [round(low, 4), round(high, 4)]}
