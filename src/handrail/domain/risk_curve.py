"""Risk curve: what leading over each threshold would mean, and which thresholds the bound allows."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from handrail.domain.bounds import Weighted, binomial_tail, exact_upper
from handrail.domain.certificate import Bound, Certified, Judged, Refusal

GRID = 100  # thresholds: one for each percent of the turns
LATER_SHARE = 0.15  # of delta, for each start behind the first


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What leading over one threshold would mean.

    ``coverage`` is the share of turns over it, ``errors`` of ``judged`` were wrong, ``risk`` is the
    estimated error (weighted where draws differed), ``upper`` its bound, except with delta.
    """

    threshold: float
    coverage: float
    judged: int
    errors: int
    risk: float
    upper: float


@dataclass(frozen=True, slots=True)
class Over:
    """What was judged over one threshold."""

    threshold: float
    coverage: float
    judged: int
    errors: int
    weighted: Weighted | None  # None where every answer had the same probability

    def doubt(self, alpha: float) -> float:
        """A p-value of "the error over this threshold is more than alpha"."""
        if self.weighted:
            return self.weighted.doubt(alpha)
        return binomial_tail(self.errors, self.judged, alpha)

    def point(self, delta: float, like: float | None = None) -> CurvePoint:
        """The same as a point of the curve; ``like`` is its neighbour's bound."""
        if self.weighted:
            risk, upper = self.weighted.risk, self.weighted.upper(delta, like)
        else:
            risk, upper = self.errors / self.judged, exact_upper(self.errors, self.judged, delta)
        return CurvePoint(self.threshold, self.coverage, self.judged, self.errors, risk, upper)


class RiskCurve:
    """The judged answers of one kind over every threshold, held against a bound.

    ``confidences`` are those of all turns of the kind in the window, judged or not. What is asked
    of it is worked out once, when it is first asked. ``over``: what was judged over each threshold,
    the most careful first.
    """

    def __init__(
        self, judged: Sequence[Judged], confidences: Sequence[float], bound: Bound
    ) -> None:
        self._judged = judged
        self._bound = bound
        self.over = tuple(_thresholds(judged, confidences))

    @cached_property
    def points(self) -> tuple[CurvePoint, ...]:
        """Risk against coverage, the most careful threshold first; each bound holds for itself at delta."""
        points: list[CurvePoint] = []
        for over in self.over:
            like = points[-1].upper if points else None
            points.append(over.point(self._bound.delta, like))
        return tuple(points)

    @property
    def allowed(self) -> frozenset[float]:
        """Every threshold that `certify` gives to whom it is careful enough."""
        return frozenset(over.threshold for over in self._passed)

    def certify(self, careful: float = 0.0) -> Certified | Refusal:
        """The lowest threshold over which the bound holds, or why there is none.

        Hypotheses "the error over t is more than alpha" are tested from careful to careless until
        one is not rejected: fixed-sequence testing with up to three starts that share delta, as in
        Learn then Test (Angelopoulos, Bates, Candes, Jordan & Lei 2021, arXiv:2110.01052).
        Thresholds and starts follow from confidences and counts alone, never from verdicts. A
        threshold that passed may be used, so ``careful``, a person's wish for a higher one, costs
        nothing.
        """
        passed = [over for over in self._passed if over.threshold >= careful]
        if not passed:
            return _refusal([one for one in self._judged if one.confidence >= careful], self._bound)
        best = min(passed, key=lambda over: over.threshold).point(self._bound.delta)
        return Certified(best.threshold, best.judged, best.errors, best.upper, best.coverage)

    @cached_property
    def _passed(self) -> tuple[Over, ...]:
        bound, passed, doubts = self._bound, dict[float, Over](), dict[float, float]()
        for start, share in starting_points(len(self._judged), bound):
            for over in (one for one in self.over if one.judged >= start):
                if over.threshold not in doubts:
                    doubts[over.threshold] = over.doubt(bound.alpha)
                if doubts[over.threshold] > bound.delta * share:
                    break
                passed[over.threshold] = over
        return tuple(passed.values())


def certify(
    judged: Sequence[Judged], confidences: Sequence[float], bound: Bound, careful: float = 0.0
) -> Certified | Refusal:
    """The lowest threshold over which the bound holds, as `RiskCurve.certify` gives it."""
    return RiskCurve(judged, confidences, bound).certify(careful)


def starting_points(judged: int, bound: Bound) -> tuple[tuple[int, float], ...]:
    """Where testing starts (judged answers over the threshold), and each start's share of delta.

    The first start has so many answers that an error or two do not end the matter: the geometric
    mean of what is needed and what is there. The others ask at once about half of the answers and
    about all, the better questions where confidence tells little or where the surest answers are
    not the best. Chosen by simulation: see the decision page.
    """
    first = math.isqrt(bound.needed * judged - 1) + 1 if judged else 0
    half = (judged + 1) // 2
    if first >= judged:
        return ((judged, 1.0),)
    if first >= half:
        return ((first, 1 - LATER_SHARE), (judged, LATER_SHARE))
    return ((first, 1 - 2 * LATER_SHARE), (half, LATER_SHARE), (judged, LATER_SHARE))


def _refusal(judged: Sequence[Judged], bound: Bound) -> Refusal:
    errors = sum(one.wrong for one in judged)
    needed = bound.needed
    if len({one.probability for one in judged}) > 1:
        weighted = Weighted(min(one.probability for one in judged))
        for one in judged:
            weighted.add(one.probability, wrong=one.wrong)
        needed = weighted.needed_without_error(bound.alpha, bound.delta)
    reason = "too_few" if len(judged) < needed else "too_many_errors"
    return Refusal(reason, needed, len(judged), errors)


def _thresholds(judged: Sequence[Judged], confidences: Sequence[float]) -> Iterator[Over]:
    """The grid, most careful first: the confidence that each percent of the turns exceeds."""
    if not judged:
        return
    ordered = sorted(judged, key=lambda one: -one.confidence)
    turns = sorted(confidences or [one.confidence for one in judged])
    least, most = min(one.probability for one in judged), max(one.probability for one in judged)
    weighted = Weighted(least) if least < most else None
    alike, taken, errors = True, 0, 0
    for threshold in _grid(turns):
        before = taken
        while taken < len(ordered) and ordered[taken].confidence >= threshold:
            one = ordered[taken]
            errors += one.wrong
            taken += 1
            if weighted:
                weighted.add(one.probability, wrong=one.wrong)
                alike = alike and one.probability == ordered[0].probability
        if taken == before:
            continue
        coverage = (len(turns) - bisect_left(turns, threshold)) / len(turns)
        copied = None if alike or not weighted else weighted.copy()
        yield Over(threshold, coverage, taken, errors, copied)


def _grid(turns: Sequence[float]) -> list[float]:
    """The distinct confidences at each percent of ``turns`` (ascending), from the highest down."""
    ranks = {math.ceil(len(turns) * percent / GRID) for percent in range(1, GRID + 1)}
    return sorted({turns[-rank] for rank in ranks}, reverse=True)
