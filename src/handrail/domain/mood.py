"""Mood: how a customer sounded from message to message, and where that turned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handrail.domain.record import Decision

NOTICEABLE_TURN = 0.35
_BOUNDS = ((-0.5, "very_negative"), (-0.15, "negative"), (0.15, "neutral"), (0.5, "positive"))


class Turning(StrEnum):
    """A message at which the mood clearly changed from the one before."""

    DROP = "drop"
    RISE = "rise"


@dataclass(frozen=True, slots=True)
class MoodPoint:
    """How the customer's message ``seq`` sounded: sentiment -1 to 1, and whether it turned there."""

    seq: int
    sentiment: float
    turning: Turning | None = None

    @property
    def word(self) -> str:
        """The sentiment as one of five words: very_negative, negative, neutral, positive, very_positive."""
        return next((word for bound, word in _BOUNDS if self.sentiment < bound), "very_positive")


def mood_curve(decisions: Sequence[Decision], felt: Mapping[int, float]) -> tuple[MoodPoint, ...]:
    """The customer's mood in order: as the decisions recorded it, else as ``felt`` (by message) has it.

    While a person leads no decision is taken, so what the customer writes then is read apart.
    """
    read = dict(felt)
    read |= {d.turn_seq: float(str(d.scores.get("sentiment", 0.0))) for d in decisions}
    points: list[MoodPoint] = []
    for seq, sentiment in sorted(read.items()):
        change = sentiment - points[-1].sentiment if points else 0.0
        points.append(MoodPoint(seq, sentiment, _turning(change)))
    return tuple(points)


def _turning(change: float) -> Turning | None:
    if change <= -NOTICEABLE_TURN:
        return Turning.DROP
    return Turning.RISE if change >= NOTICEABLE_TURN else None
