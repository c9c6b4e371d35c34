"""Certificate: over which confidence the AI's error is at most what the company allows, and how sure."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handrail.domain.bounds import Weighted, binomial_tail, exact_upper, needed_without_error
from handrail.domain.certificate_words import (
    certificate_sentence,
    refusal_sentence,
)

GRID = 100  # thresholds: one for each percent of the turns
LATER_SHARE = 0.15  # of delta, for each start behind the first

Status = Literal["certified", "none", "suspended", "expired", "void", "never", "not_needed"]
Reason = Literal["too_few", "too_many_errors", "never"]


@dataclass(frozen=True, slots=True)
class Bound:
    """What a company asks: an error of at most ``alpha``, except with probability ``delta``.

    Raises ValueError unless both lie between 0 and 1.
    """

    alpha: float
    delta: float

    def __post_init__(self) -> None:
        if not (0 < self.alpha < 1 and 0 < self.delta < 1):
            raise ValueError(
                f"alpha {self.alpha} and delta {self.delta}: both must lie between 0 and 1. "
                "Set them for the tier under [autonomy] in the policy."
            )

    @property
    def needed(self) -> int:
        """Judged answers without any error that would do, drawn with one probability."""
        return needed_without_error(self.alpha, self.delta)

    def at_look(self, number: int) -> "Bound":
        """The bound for the ``number``-th try (from 1) on growing evidence of one kind.

        Who tries again and again until it passes must pay for it: the k-th look gets
        delta / (k (k + 1)), which sums to delta however often one looks.
        """
        return Bound(self.alpha, self.delta / (number * (number + 1)))


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged answer: the moment's confidence, whether it was wrong, its probability of being drawn."""

    confidence: float
    wrong: bool
    probability: float
    at: datetime


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
class Certified:
    """The error over ``threshold`` (inclusive) is at most alpha, except with probability delta."""

    threshold: float
    judged: int
    errors: int
    upper: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no certificate; ``needed`` judged answers without any error would do."""

    reason: Reason
    needed: int | None
    judged: int = 0
    errors: int = 0

    @property
    def sentence(self) -> str:
        """The refusal in one English sentence."""
        return self.in_words("en")

    def in_words(self, locale: str) -> str:
        """The refusal in one sentence: en, de or es."""
        return refusal_sentence(self.reason, self.needed, (self.judged, self.errors), locale)


def certify(
    judged: Sequence[Judged], confidences: Sequence[float], bound: Bound, careful: float = 0.0
) -> Certified | Refusal:
    """The lowest threshold over which the bound holds, or why there is none.

    ``confidences`` are those of all turns of the kind in the window, judged or not. Hypotheses
    "the error over t is more than alpha" are tested from careful to careless until one is not
    rejected: fixed-sequence testing with up to three starts that share delta, as in Learn then Test
    (Angelopoulos, Bates, Candes, Jordan & Lei 2021, arXiv:2110.01052). Thresholds and starts
    follow from confidences and counts alone, never from verdicts. A threshold that passed may be
    used, so ``careful``, a person's wish for a higher one, costs nothing.
    """
    passed = [one for one in _passed(judged, confidences, bound) if one.threshold >= careful]
    if not passed:
        return _refusal([one for one in judged if one.confidence >= careful], bound)
    best = min(passed, key=lambda over: over.threshold).point(bound.delta)
    return Certified(best.threshold, best.judged, best.errors, best.upper, best.coverage)


def allowed(
    judged: Sequence[Judged], confidences: Sequence[float], bound: Bound
) -> frozenset[float]:
    """Every threshold that `certify` gives to whom it is careful enough."""
    return frozenset(over.threshold for over in _passed(judged, confidences, bound))


def _passed(
    judged: Sequence[Judged], confidences: Sequence[float], bound: Bound
) -> Iterator["_Over"]:
    thresholds = list(_thresholds(judged, confidences))
    for start, share in starting_points(len(judged), bound):
        for over in (one for one in thresholds if one.judged >= start):
            if over.doubt(bound.alpha) > bound.delta * share:
                break
            yield over


def curve(
    judged: Sequence[Judged], confidences: Sequence[float], bound: Bound
) -> tuple[CurvePoint, ...]:
    """Risk against coverage, the most careful threshold first; each bound holds for itself at delta."""
    return tuple(over.point(bound.delta) for over in _thresholds(judged, confidences))


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


@dataclass(frozen=True, slots=True)
class _Over:
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

    def point(self, delta: float) -> CurvePoint:
        """The same as a point of the curve."""
        if self.weighted:
            risk, upper = self.weighted.risk, self.weighted.upper(delta)
        else:
            risk, upper = self.errors / self.judged, exact_upper(self.errors, self.judged, delta)
        return CurvePoint(self.threshold, self.coverage, self.judged, self.errors, risk, upper)


def _thresholds(judged: Sequence[Judged], confidences: Sequence[float]) -> Iterator[_Over]:
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
        yield _Over(threshold, coverage, taken, errors, copied)


def _grid(turns: Sequence[float]) -> list[float]:
    """The distinct confidences at each percent of ``turns`` (ascending), from the highest down."""
    ranks = {math.ceil(len(turns) * percent / GRID) for percent in range(1, GRID + 1)}
    return sorted({turns[-rank] for rank in ranks}, reverse=True)


@dataclass(frozen=True, slots=True)
class Certificate:
    """The record that the AI's measured error on a kind of moment is at most alpha, over a threshold.

    ``basis`` names what the judged answers depended on; ``until`` and versions say when it ends.
    """

    id: str
    kind: str
    alpha: float
    delta: float
    threshold: float
    judged: int
    errors: int
    upper: float
    coverage: float
    window_from: datetime
    window_to: datetime
    signals_version: str
    policy_version: str
    basis: str
    issued_by: str
    issued_at: datetime
    valid_until: datetime
    suspended_at: datetime | None = None
    suspended_because: str = ""

    def status(self, at: datetime, signals_version: str, policy_version: str) -> Status:
        """What it is worth at a time under these versions: certified, void, expired or suspended."""
        if (signals_version, policy_version) != (self.signals_version, self.policy_version):
            return "void"
        if at >= self.valid_until:
            return "expired"
        if self.suspended_at is not None:
            return "suspended"
        return "certified"

    def holds(self, at: datetime, signals_version: str, policy_version: str) -> bool:
        """Whether the AI may lead by it at a time under these versions."""
        return self.status(at, signals_version, policy_version) == "certified"

    def sentence(self, locale: str, title: str = "") -> str:
        """The certificate in one sentence (en, de, es); ``title`` names the kind, else its name does."""
        bound = (self.threshold, self.alpha, self.delta)
        counts = (self.judged, self.errors)
        until = self.valid_until.date()
        return certificate_sentence(title or self.kind, bound, counts, until, locale)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a kind's certificate says when a turn is decided."""

    certificate_id: str | None
    threshold: float | None
    status: Status


def standing_of(
    certificate: Certificate | None, at: datetime, signals_version: str, policy_version: str
) -> Standing:
    """The standing of a kind whose latest certificate this is; "none" without one."""
    if certificate is None:
        return Standing(None, None, "none")
    status = certificate.status(at, signals_version, policy_version)
    return Standing(certificate.id, certificate.threshold, status)
