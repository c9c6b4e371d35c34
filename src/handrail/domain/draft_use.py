"""Draft use: what a reply had of a draft, and how long it took; never by whom."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Used(StrEnum):
    """What a person did with the draft that lay before them."""

    SENT = "sent"
    EDITED = "edited"
    IGNORED = "ignored"  # a draft was there, and they wrote their own words
    NONE = "none"  # no draft was there


@dataclass(frozen=True, slots=True)
class DraftUse:
    """One reply of staff. ``distance`` and ``kept`` are shares, None where no draft was sent.

    ``seconds`` from the turn's lying before the person to sending: see docs/reference/drafts.md.
    """

    id: str
    at: datetime
    kind: str
    purpose: str  # "review", "suggestion", or "own" words without a draft
    used: Used
    seconds: float
    distance: float | None = None
    kept: float | None = None


@dataclass(frozen=True, slots=True)
class KindUse:
    """What drafts of one kind came to; medians, None where nothing was measured."""

    kind: str
    replies: int
    shown: int
    sent: int
    edited: int
    distance: float | None
    kept: float | None
    seconds_with: float | None
    seconds_without: float | None
