"""Notice: something that a member of staff is to know, kept until they have read it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice is about."""

    PROMISE_DUE = "promise_due"  # a promise of mine is due
    PROMISE_LATE = "promise_late"  # to supervisors: a promise is late beyond the grace
    MENTION = "mention"  # a colleague named me in a note
    GAP_GROWN = "gap_grown"  # to stewards: many ask for an article that is to be written
    ARTICLE_ENDS = "article_ends"  # to its owner: an article soon holds no more


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one person. ``about`` is the id of the promise, note, gap or article.

    It is empty where ``text`` is the number of several. ``conversation_id`` None: it is about none.
    """

    id: str
    staff_id: str
    kind: NoticeKind
    at: datetime
    text: str
    conversation_id: str | None
    about: str
    from_name: str = ""
    read_at: datetime | None = None
