"""Risk curve: what was judged over each confidence, and how large the error there can be."""

import hashlib
import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from handrail.domain.bounds import binomial_tail, exact_upper

GRID = 100  # thresholds: one for each percent of the turns


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged answer: the moment's confidence, whether it was wrong, its probability of being drawn."""

    confidence: float
    wrong: bool
    probability: float
    at: datetime

    @property
    def lot(self) -> float:
        """A number from 0 to below 1, always the same for the same answer; the verdict has no part in it."""
        named = f"{self.at.isoformat()} {self.confidence!r} {self.probability!r}"
        return int.from_bytes(hashlib.sha256(named.encode()).digest()[:6], "big") / 2**48

    def counts(self, least: float) -> bool:
        """Whether it counts where the rarest were drawn with ``least``: with probability least / its own."""
        return self.probability <= least or self.lot < least / self.probability


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What leading over one threshold would mean.

    ``coverage`` is the share of turns over it, ``errors`` of ``judged`` were wrong, ``risk`` is the
    estimated error (weighted where draws differed), ``upper`` its bound, except with delta, from the
    answers that count where draws differed.
    """

    threshold: float
    coverage: float
    judged: int
    errors: int
    risk: float
    upper: float


@dataclass(frozen=True, slots=True)
class Over:
    """What was judged over one threshold, and of it what counts: answers drawn alike."""

    threshold: float
    coverage: float
    judged: int
    errors: int
    risk: float  # wrong answers' share; each answer stands for one over its probability (Hajek's ratio)
    counted: int
    counted_errors: int

    def doubt(self, alpha: float) -> float:
        """A p-value of "the error over this threshold is more than alpha"; 1 where the estimate is."""
        if self.risk > alpha:
            return 1.0
        return binomial_tail(self.counted_errors, self.counted, alpha)

    def point(self, delta: float) -> CurvePoint:
        """The same as a point of the curve; its bound lies nowhere below the estimate."""
        upper = max(self.risk, exact_upper(self.counted_errors, self.counted, delta))
        return CurvePoint(self.threshold, self.coverage, self.judged, self.errors, self.risk, upper)


def over_each(judged: Sequence[Judged], confidences: Sequence[float]) -> Iterator[Over]:
    """The grid, most careful first: the confidence that each percent of the turns exceeds."""
    if not judged:
        return
    ordered = sorted(judged, key=lambda one: -one.confidence)
    turns = sorted(confidences or [one.confidence for one in judged])
    taken = _Taken()
    for threshold in _grid(turns):
        before = taken.judged
        while taken.judged < len(ordered) and ordered[taken.judged].confidence >= threshold:
            taken.add(ordered[taken.judged])
        if taken.judged == before:
            continue
        coverage = (len(turns) - bisect_left(turns, threshold)) / len(turns)
        yield taken.over(threshold, coverage)


class _Taken:
    """Judged answers from the surest down; adds up, never forgets."""

    def __init__(self) -> None:
        self._answers: list[Judged] = []
        self._least = math.inf
        self._mass = self._wrong = 0.0
        self._errors = self._counted = self._counted_errors = 0

    @property
    def judged(self) -> int:
        return len(self._answers)

    def add(self, one: Judged) -> None:
        """Take one more; where it was drawn more rarely than all before, fewer of those count."""
        self._answers.append(one)
        self._mass += 1 / one.probability
        self._wrong += one.wrong / one.probability
        self._errors += one.wrong
        if one.probability < self._least:
            self._least = one.probability
            counting = [each for each in self._answers if each.counts(self._least)]
            self._counted = len(counting)
            self._counted_errors = sum(each.wrong for each in counting)
        elif one.counts(self._least):
            self._counted += 1
            self._counted_errors += one.wrong

    def over(self, threshold: float, coverage: float) -> Over:
        """What is known over a threshold that the last answer reached."""
        return Over(
            threshold,
            coverage,
            self.judged,
            self._errors,
            self._wrong / self._mass if self._errors else 0.0,
            self._counted,
            self._counted_errors,
        )


def _grid(turns: Sequence[float]) -> list[float]:
    """The distinct confidences at each percent of ``turns`` (ascending), from the highest down."""
    ranks = {math.ceil(len(turns) * percent / GRID) for percent in range(1, GRID + 1)}
    return sorted({turns[-rank] for rank in ranks}, reverse=True)
