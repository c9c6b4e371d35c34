"""Recalibrations on known truth: how often a certificate is wrong, and what it leaves to people."""

import statistics
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from random import Random

from handrail.domain.bounds import exact_interval
from handrail.domain.certificate import Bound, Certified, Judged
from handrail.domain.risk_curve import certify

AT = datetime(2026, 11, 24, tzinfo=UTC)
TENTH, TWENTIETH = Bound(0.1, 0.1), Bound(0.05, 0.05)
LABELS = (100, 300, 1000, 3000, 10_000)
Draw = Callable[[float, bool, Random], float]  # confidence, wrong -> probability of being judged


def everything(_confidence: float, _wrong: bool, _source: Random) -> float:
    return 1.0


def rarely_when_sure(confidence: float, _wrong: bool, _source: Random) -> float:
    """As after a first certificate: all below it are reviewed, a quarter of what the AI led."""
    return 0.25 if confidence >= 0.7 else 1.0


def when_suspicious(_confidence: float, wrong: bool, source: Random) -> float:
    """Complaints are all looked at: 60% of the wrong answers and 10% of the right ones bring one."""
    return 1.0 if source.random() < (0.6 if wrong else 0.1) else 0.2


@dataclass(frozen=True)
class World:
    """A truth: what confidences there are (by their quantiles) and how often each is wrong."""

    name: str
    quantile: Callable[[float], float]
    risk: Callable[[float], float]
    bound: Bound = TENTH
    labels: int = 1000
    draw: Draw = everything
    together: int = 1  # so many answers in a row share one conversation and one fate
    grid: int = 20_000

    @cached_property
    def _truth(self) -> tuple[list[float], list[float]]:
        """Confidences from the highest down (negated, to search), and the error over each."""
        levels = [self.quantile(1 - (k + 0.5) / self.grid) for k in range(self.grid)]
        errors, total = list[float](), 0.0
        for count, level in enumerate(levels, 1):
            total += self.risk(level)
            errors.append(total / count)
        return [-level for level in levels], errors

    @cached_property
    def _drawn(self) -> tuple[list[float], list[float]]:
        """Confidences that are equally frequent, and the risk of each."""
        levels = [-level for level in self._truth[0]]
        return levels, [self.risk(level) for level in levels]

    def coverage(self, threshold: float) -> float:
        levels, _ = self._truth
        return bisect_left(levels, -threshold + 1e-12) / self.grid

    def error(self, threshold: float) -> float:
        """The true error over a threshold."""
        return self.error_at(self.coverage(threshold))

    def error_at(self, coverage: float) -> float:
        """The true error of the surest answers, up to a coverage."""
        _, errors = self._truth
        return errors[max(0, round(coverage * self.grid) - 1)]

    def oracle(self) -> float:
        """The largest coverage with a true error of at most alpha, for somebody who knows the truth."""
        _, errors = self._truth
        return (
            max((k for k, e in enumerate(errors, 1) if e <= self.bound.alpha), default=0)
            / self.grid
        )

    def window(self, labels: int, source: Random) -> tuple[list[Judged], list[float]]:
        """Turns until so many of them were judged."""
        judged: list[Judged] = []
        confidences: list[float] = []
        levels, risks = self._drawn
        while len(judged) < labels:
            place = int(source.random() * self.grid)
            confidence = levels[place]
            wrong = source.random() < risks[place]
            for _ in range(self.together):
                confidences.append(confidence)
                probability = self.draw(confidence, wrong, source)
                if probability == 1 or source.random() < probability:
                    at = AT + timedelta(microseconds=len(judged))
                    judged.append(Judged(confidence, wrong, probability, at))
        return judged, confidences


def bell(a: float, b: float) -> Callable[[float], float]:
    """Quantiles of the Kumaraswamy distribution, which looks like a beta and has a closed form."""
    return lambda share: (1 - (1 - share) ** (1 / b)) ** (1 / a)


def evenly(share: float) -> float:
    return share


def nearly_never(confidence: float) -> float:
    return 0.003 + 0.25 * (1 - confidence) ** 1.2


def as_it_says(confidence: float) -> float:
    return 1 - confidence


def a_good_fifth(confidence: float) -> float:
    return 0.02 if confidence > 0.8 else 0.4


def shallow(confidence: float) -> float:
    return 0.3 - 0.26 * confidence


def sure_and_wrong(confidence: float) -> float:
    """Not monotone: the surest answers are often wrong, those after them seldom."""
    if confidence > 0.95:
        return 0.25
    return 0.04 if confidence > 0.5 else 0.3


def two_sorts(share: float) -> float:
    """A third of the turns is something new, and read with little confidence."""
    before = bell(4, 1.5)
    return 0.1 + 0.6 * share if share < 1 / 3 else before((share - 1 / 3) * 1.5)


WORLDS = (
    World("easy: seldom wrong", bell(4, 1.5), nearly_never),
    World("calibrated: wrong as often as it says", bell(4, 1.2), as_it_says),
    World("a good fifth, the rest bad", evenly, a_good_fifth),
    World("hard: confidence tells little", bell(2, 2), shallow),
    World("alike everywhere, at 3%", evenly, lambda _: 0.03),
    World("calibrated, drawn rarely when sure", bell(4, 1.2), as_it_says, draw=rarely_when_sure),
    World("calibrated, complaints all drawn", bell(4, 1.2), as_it_says, draw=when_suspicious),
    World("not monotone: sure and wrong", evenly, sure_and_wrong),
    World("easy, alpha 5%", bell(4, 1.5), nearly_never, TWENTIETH),
)
REFUSE = (
    World("impossible: a base rate of 30% everywhere", evenly, lambda _: 0.3),
    World("on the edge: alpha and a thousandth more, everywhere", evenly, lambda _: 0.101),
    World("impossible, complaints all drawn", evenly, lambda _: 0.3, draw=when_suspicious),
    World("few labels: 21 right answers of 22 needed", evenly, lambda _: 0.0, labels=21),
)
DEPENDENT = (
    World(
        "on the edge, 3 judged answers in each conversation share its fate",
        evenly,
        lambda _: 0.101,
        together=3,
    ),
    World(
        "on the edge, 10 judged answers in each conversation share its fate",
        evenly,
        lambda _: 0.101,
        together=10,
    ),
)


@dataclass(frozen=True)
class Recalibrated:
    """What came of many recalibrations in one world; shares of trials, with 95% intervals."""

    world: str
    alpha: float
    delta: float
    labels: int
    trials: int
    refused: float
    violations: float
    violations_from: float
    violations_to: float
    coverage: float
    oracle: float

    @property
    def gap(self) -> float:
        """By how much coverage stays behind the oracle's; a refusal covers nothing."""
        return self.oracle - self.coverage


def recalibrate(world: World, labels: int, trials: int, seed: int) -> Recalibrated:
    """Draw a window, certify, and look up the true error over the threshold; again and again."""
    source = Random(seed)
    coverage: list[float] = []
    violated = refused = 0
    for _ in range(trials):
        found = certify(*world.window(labels, source), world.bound)
        if isinstance(found, Certified):
            coverage.append(world.coverage(found.threshold))
            violated += world.error(found.threshold) > world.bound.alpha
        else:
            coverage.append(0.0)
            refused += 1
    low, high = exact_interval(violated, trials)
    return Recalibrated(
        world=world.name,
        alpha=world.bound.alpha,
        delta=world.bound.delta,
        labels=labels,
        trials=trials,
        refused=refused / trials,
        violations=violated / trials,
        violations_from=low,
        violations_to=high,
        coverage=statistics.fmean(coverage),
        oracle=world.oracle(),
    )


def by_labels(world: World, trials: int, seed: int) -> Sequence[Recalibrated]:
    """The same for more and more labels."""
    return [recalibrate(world, labels, trials, seed + labels) for labels in LABELS]


def share(value: float, low: float, high: float) -> str:
    """A share with its interval, in percent."""
    return f"{value:.1%} [{low:.1%}, {high:.1%}]"
