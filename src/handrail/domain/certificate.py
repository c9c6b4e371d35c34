"""Certificate: over which confidence the AI's error is at most what the company allows, and how sure."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handrail.domain.bounds import needed_without_error
from handrail.domain.certificate_words import (
    certificate_sentence,
    refusal_sentence,
)
from handrail.domain.risk_curve import CurvePoint, Judged, Over, over_each

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
    (Angelopoulos, Bates, Candes, Jordan & Lei 2021, arXiv:2110.01052). A sequence that comes to where
    another stopped takes over its share (the graphical procedure of Bretz, Maurer, Brannath & Posch
    2009, Statistics in Medicine 28). Thresholds and starts follow from confidences and counts alone,
    never from verdicts. A threshold that passed may be used, so ``careful``, a person's wish for a
    higher one, costs nothing.

    Where answers were drawn with different probabilities, those drawn more often than the rarest over a
    threshold count by lot, so that all that count were drawn alike and the test stays exact.
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


def _passed(judged: Sequence[Judged], confidences: Sequence[float], bound: Bound) -> Iterator[Over]:
    thresholds = list(over_each(judged, confidences))
    counted = thresholds[-1].counted if thresholds else 0
    stopped: dict[int, float] = {}  # where a sequence ended, and what share it had
    passed = set[int]()
    for start, share in reversed(starting_points(counted, bound)):
        held = share
        for place, over in enumerate(thresholds):
            if over.counted < start or place in passed:
                continue
            held += stopped.pop(place, 0.0)
            if over.doubt(bound.alpha) > bound.delta * held:
                stopped[place] = held
                break
            passed.add(place)
    return (thresholds[place] for place in sorted(passed))


def curve(
    judged: Sequence[Judged], confidences: Sequence[float], bound: Bound
) -> tuple[CurvePoint, ...]:
    """Risk against coverage, the most careful threshold first; each bound holds for itself at delta."""
    return tuple(over.point(bound.delta) for over in over_each(judged, confidences))


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
