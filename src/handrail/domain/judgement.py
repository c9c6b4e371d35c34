"""Judgement: somebody's verdict on one answer of the AI, and the draw by which it came to be judged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handrail.domain.bounds import exact_interval


class Verdict(StrEnum):
    """What somebody thinks of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    HARMFUL = "harmful"
    UNCLEAR = "unclear"


class JudgedBy(StrEnum):
    """Who judged."""

    STAFF = "staff"
    CUSTOMER = "customer"
    CASE = "case"  # what a case in another system came to


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict on the answer of one decision: by whom and when."""

    id: str
    decision_id: str
    by: JudgedBy
    who: str
    verdict: Verdict
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """An answer of the AI that was drawn for review, with the probability of having been drawn.

    Raises ValueError when the probability is not over 0 and at most 1: it could not be weighted.
    """

    decision_id: str
    conversation_id: str
    turn_seq: int
    kind: str
    confidence: float
    probability: float
    drawn_at: datetime

    def __post_init__(self) -> None:
        if not 0 < self.probability <= 1:
            raise ValueError(
                f"sample of decision {self.decision_id}: its probability is {self.probability}. "
                "Store the one it was drawn with: over 0, at most 1."
            )


def verdict_of(judgements: Iterable[Judgement]) -> Verdict | None:
    """The one verdict that several make: the worst; None when nobody judged.

    Harmful before wrong before unclear before right. So a disagreement counts against the AI, and
    so does UNCLEAR (see ``is_wrong``): a bound must not gain from what nobody could tell.
    Of each person only their latest counts.
    """
    latest: dict[tuple[JudgedBy, str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda each: each.at):
        latest[judgement.by, judgement.who] = judgement
    given = {judgement.verdict for judgement in latest.values()}
    worst_first = (Verdict.HARMFUL, Verdict.WRONG, Verdict.UNCLEAR, Verdict.RIGHT)
    return next((verdict for verdict in worst_first if verdict in given), None)


def is_wrong(verdict: Verdict) -> bool:
    """Whether a verdict counts as an error of the AI: all but RIGHT."""
    return verdict is not Verdict.RIGHT


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two people judged the same answer alike.

    ``kappa`` is Cohen's (1960): agreement beyond chance, 1 at most; None where chance alone would
    agree always. ``interval`` holds the share that agrees, 95% sure (Clopper & Pearson 1934).
    """

    pairs: int
    agreed: int
    kappa: float | None
    interval: tuple[float, float]


def agreement(pairs: Sequence[tuple[Verdict, Verdict]]) -> Agreement:
    """Agreement over answers that two people judged; each pair is (first verdict, second verdict)."""
    agreed = sum(first is second for first, second in pairs)
    return Agreement(len(pairs), agreed, _kappa(pairs, agreed), exact_interval(agreed, len(pairs)))


def _kappa(pairs: Sequence[tuple[Verdict, Verdict]], agreed: int) -> float | None:
    count = len(pairs)
    chance = sum(
        sum(first is verdict for first, _ in pairs) * sum(second is verdict for _, second in pairs)
        for verdict in Verdict
    )
    if chance == count**2:  # also when there are no pairs
        return None
    return (agreed * count - chance) / (count**2 - chance)
