"""What no way that counts errors can beat: the coverage that the best test of each threshold alone gives.

Who keeps P(error > alpha) <= delta leads over a threshold of true error e < alpha no more often than the best
test of "the error there is alpha" (Neyman & Pearson 1933; by the number of errors, at delta) rejects it: the
two truths need not differ elsewhere. So mean coverage is at most that test's power, over all coverages.
"""

from dataclasses import dataclass

from bench.autonomy_worlds import WORLDS, World
from handrail.domain.bounds import binomial_tail

TRIED = (WORLDS[1], WORLDS[3])
LABELS = (1000, 3000, 10_000, 20_000, 25_000, 30_000, 40_000)
STEPS = 100  # coverages looked at: the middle of each percent


@dataclass(frozen=True)
class Ceiling:
    """Points of coverage that every such way stays behind the oracle's, on average."""

    world: str
    labels: int
    oracle: float
    gap: float


def ceilings() -> list[Ceiling]:
    """For the worlds in which the error rises slowly, one after the other, by the number of labels."""
    return [_ceiling(world, labels) for world in TRIED for labels in LABELS]


def _ceiling(world: World, labels: int) -> Ceiling:
    alpha, delta = world.bound.alpha, world.bound.delta
    covered = 0.0
    for step in range(STEPS):
        share = (step + 0.5) / STEPS
        error = world.error_at(share)
        if error > alpha:
            break
        covered += power(round(labels * share), error, alpha, delta) / STEPS
    return Ceiling(world.name, labels, world.oracle(), world.oracle() - covered)


def power(judged: int, error: float, alpha: float, delta: float) -> float:
    """How often the best test at level delta, tossing a coin on the edge, rejects "the error is alpha"."""
    low, high = -1, judged
    while high - low > 1:
        middle = (low + high) // 2
        if binomial_tail(middle, judged, alpha) <= delta:
            low = middle
        else:
            high = middle
    size, sure = binomial_tail(low, judged, alpha), binomial_tail(low, judged, error)
    edge = binomial_tail(high, judged, alpha) - size
    coin = (delta - size) / edge
    return sure + coin * (binomial_tail(high, judged, error) - sure)
