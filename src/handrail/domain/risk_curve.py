"""Risk curve: what leading over each threshold would mean, and which thresholds the bound allows."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from handrail.domain.bounds import binomial_tail, exact_upper
from handrail.domain.certificate import Bound, Certified, Judged, Refusal

GRID = 100  # thresholds: one for each percent of the turns
LATER_SHARE = 0.15  # of delta, for each start behind the first


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
        return tuple(over.point(self._bound.delta) for over in self.over)

    @property
    def allowed(self) -> frozenset[float]:
        """Every threshold that `certify` gives to whom it is careful enough."""
        return frozenset(over.threshold for over in self._passed)

    def certify(self, careful: float = 0.0) -> Certified | Refusal:
        """The lowest threshold over which the bound holds, or why there is none.

        Hypotheses "the error over t is more than alpha" are tested from careful to careless until
        one is not rejected: fixed-sequence testing with up to three starts that share delta, as in
        Learn then Test (Angelopoulos, Bates, Candes, Jordan & Lei 2021, arXiv:2110.01052). A
        sequence that comes to where another stopped takes over its share (the graphical procedure of
        Bretz, Maurer, Brannath & Posch 2009, Statistics in Medicine 28). Thresholds and starts follow
        from confidences and counts alone, never from verdicts. A threshold that passed may be used,
        so ``careful``, a person's wish for a higher one, costs nothing.

        Where answers were drawn with different probabilities, those drawn more often than the rarest
        over a threshold count by lot, so that all that count were drawn alike and the test stays exact.
        """
        passed = [over for over in self._passed if over.threshold >= careful]
        if not passed:
            return _refusal([one for one in self._judged if one.confidence >= careful], self._bound)
        best = min(passed, key=lambda over: over.threshold).point(self._bound.delta)
        return Certified(best.threshold, best.judged, best.errors, best.upper, best.coverage)

    @cached_property
    def _passed(self) -> tuple[Over, ...]:
        counted = self.over[-1].counted if self.over else 0
        doubts = [over.doubt(self._bound.alpha) for over in self.over]
        stopped: dict[int, float] = {}  # where a sequence ended, and what share it had
        passed = set[int]()
        for start, share in reversed(starting_points(counted, self._bound)):
            held = share
            for place, over in enumerate(self.over):
                if over.counted < start or place in passed:
                    continue
                held += stopped.pop(place, 0.0)
                if doubts[place] > self._bound.delta * held:
                    stopped[place] = held
                    break
                passed.add(place)
        return tuple(self.over[place] for place in sorted(passed))


def certify(
    judged: Sequence[Judged], confidences: Sequence[float], bound: Bound, careful: float = 0.0
) -> Certified | Refusal:
    """The lowest threshold over which the bound holds, as `RiskCurve.certify` gives it."""
    return RiskCurve(judged, confidences, bound).certify(careful)


def starting_points(judged: int, bound: Bound) -> tuple[tuple[int, float], ...]:
    """Where testing starts (answers over the threshold that count), and each start's share of delta.

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
    if judged:
        least = min(one.probability for one in judged)
        counted = sum(one.counts(least) for one in judged)
        needed = math.ceil(needed * len(judged) / counted)
    reason = "too_few" if len(judged) < needed else "too_many_errors"
    return Refusal(reason, needed, len(judged), errors)


def _thresholds(judged: Sequence[Judged], confidences: Sequence[float]) -> Iterator[Over]:
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
