"""Where testing starts, and what another start would leave to people: the ablation behind the choice."""

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from bench.autonomy_worlds import TWENTIETH, WORLDS, World
from handrail.domain.bounds import binomial_tail
from handrail.domain.certificate import Bound
from handrail.domain.risk_curve import CurvePoint, RiskCurve, starting_points

Starts = Callable[[int, Bound], Sequence[tuple[int, float]]]


def least(judged: int, bound: Bound) -> Sequence[tuple[int, float]]:
    return ((min(judged, bound.needed), 1.0),)


def mean(judged: int, bound: Bound) -> Sequence[tuple[int, float]]:
    return ((min(judged, math.isqrt(bound.needed * judged - 1) + 1), 1.0),)


RULES: Mapping[str, Starts] = {
    "the least number that can pass": least,
    "the geometric mean": mean,
    "ours: the mean, half and all": starting_points,
}
EASY, CALIBRATED, ALIKE, MISLEADING = WORLDS[0], WORLDS[1], WORLDS[4], WORLDS[7]
TRIED = (
    EASY,
    CALIBRATED,
    replace(ALIKE, name=f"{ALIKE.name}, alpha 5%", bound=TWENTIETH),
    MISLEADING,
)


@dataclass(frozen=True)
class Started:
    """Points of coverage behind the oracle's, and the share refused, at 1,000 labels."""

    world: str
    rule: str
    gap: float
    refused: float


def compare(trials: int, seed: int) -> list[Started]:
    """Each rule on the same windows."""
    return [one for world in TRIED for one in _in(world, trials, Random(seed))]


def _in(world: World, trials: int, source: Random) -> list[Started]:
    covered: dict[str, list[float]] = {rule: [] for rule in RULES}
    for _ in range(trials):
        points = RiskCurve(*world.window(world.labels, source), world.bound).points
        for rule, starts in RULES.items():
            threshold = _lowest(points, starts(world.labels, world.bound), world.bound)
            covered[rule].append(0.0 if threshold is None else world.coverage(threshold))
    return [
        Started(
            world.name,
            rule,
            world.oracle() - statistics.fmean(coverage),
            coverage.count(0.0) / trials,
        )
        for rule, coverage in covered.items()
    ]


def _lowest(
    points: Sequence[CurvePoint], starts: Sequence[tuple[int, float]], bound: Bound
) -> float | None:
    passed: list[float] = []
    for start, share in starts:
        for point in points:
            if point.judged < start:
                continue
            if binomial_tail(point.errors, point.judged, bound.alpha) > bound.delta * share:
                break
            passed.append(point.threshold)
    return min(passed, default=None)
