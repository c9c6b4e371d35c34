"""Day one: how many reviews a kind of moment needs before its first certificate."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handrail.domain.bounds import binomial_tail
from handrail.domain.certificate import Bound


@dataclass(frozen=True, slots=True)
class ReviewsNeeded:
    """Reviews until the first certificate: half of the trials had one by ``p50``, 90% by ``p90``.

    None where so many did not get one; ``got_one`` is the share with a certificate within ``most``.
    """

    error: float
    alpha: float
    delta: float
    p50: int | None
    p90: int | None
    got_one: float
    most: int


def reviews_until_first(
    error: float,
    bound: Bound,
    uniform: Callable[[], float],
    trials: int = 400,
    most: int = 2000,
) -> ReviewsNeeded:
    """Simulate companies that start without labels, whose AI is wrong with probability ``error``.

    Everything is reviewed, and the bound is tried at the ``planned_looks``, on all reviews at one
    threshold: the hard case in which confidence tells nothing. ``uniform`` gives random numbers
    in [0, 1).
    """
    looks = [(judged, _most_errors(judged, each)) for judged, each in planned_looks(bound, most)]
    took = sorted(_one_company(error, looks, uniform, most) for _ in range(trials))
    got_one = sum(reviews <= most for reviews in took) / trials

    def quantile(share: float) -> int | None:
        reviews = took[min(trials - 1, int(share * trials))]
        return reviews if reviews <= most else None

    return ReviewsNeeded(
        error, bound.alpha, bound.delta, quantile(0.5), quantile(0.9), got_one, most
    )


def planned_looks(bound: Bound, most: int) -> Sequence[tuple[int, Bound]]:
    """When to try for a first certificate (judged answers), and the bound to ask at each try.

    Each try waits for half as many judged answers again and spends its own part of delta, so that
    all tries together go wrong with probability delta at most.
    """
    looks: list[tuple[int, Bound]] = []
    judged = bound.at_look(1).needed
    while judged <= most:
        looks.append((judged, bound.at_look(len(looks) + 1)))
        judged = math.ceil(judged * 1.5)
    return looks


def _most_errors(judged: int, bound: Bound) -> int:
    """With how many errors the bound still holds; -1 for none."""
    errors = -1
    while binomial_tail(errors + 1, judged, bound.alpha) <= bound.delta:
        errors += 1
    return errors


def _one_company(
    error: float, looks: Sequence[tuple[int, int]], uniform: Callable[[], float], most: int
) -> int:
    errors = seen = 0
    for judged, allowed in looks:
        errors += sum(uniform() < error for _ in range(judged - seen))
        seen = judged
        if errors <= allowed:
            return judged
    return most + 1
