"""Notice: something that a member of staff is to know, kept until they have read it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice is about."""

    PROMISE_DUE = "promise_due"  # a promise of mine is due
    PROMISE_LATE = "promise_late"  # to supervisors: a promise is late beyond the grace
    MENTION = "mention"  # a colleague named me in a note


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one person. ``about`` is the id of the promise or note."""

    id: str
    staff_id: str
    kind: NoticeKind
    at: datetime
    text: str
    conversation_id: str
    about: str
    from_name: str = ""
    read_at: datetime | None = None
