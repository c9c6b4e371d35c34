"""Certificate: over which confidence the AI's error is at most what the company allows, and how sure."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handrail.domain.bounds import needed_without_error
from handrail.domain.certificate_words import (
    certificate_sentence,
    refusal_sentence,
)

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

    @property
    def lot(self) -> float:
        """A number from 0 to below 1, always the same for the same answer; the verdict has no part in it."""
        named = f"{self.at.isoformat()} {self.confidence!r} {self.probability!r}"
        return int.from_bytes(hashlib.sha256(named.encode()).digest()[:6], "big") / 2**48

    def counts(self, least: float) -> bool:
        """Whether it counts where the rarest were drawn with ``least``: with probability least / its own."""
        return self.probability <= least or self.lot < least / self.probability


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
