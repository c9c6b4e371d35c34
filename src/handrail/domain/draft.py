"""Draft: an answer that the AI wrote and a person checks before it is sent."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Source:
    """An article that an answer rests on."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft. ``ended`` is who and how: sent, edited, taken_over, lapsed or superseded."""

    id: str
    conversation_id: str
    reply_to: int
    text: str
    sources: tuple[Source, ...]
    reason: str
    made_at: datetime
    expires_at: datetime
    ended: str | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note among staff; customers never read it."""

    id: str
    conversation_id: str
    staff_id: str
    staff_name: str
    at: datetime
    text: str
