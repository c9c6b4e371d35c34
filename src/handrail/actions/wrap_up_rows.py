"""Rows beside the conversation: promises, wrap-ups, snippets and notices; part of every transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handrail.domain.customer import Contact
from handrail.domain.notice import Notice
from handrail.domain.promise import Promise
from handrail.domain.snippet import Snippet
from handrail.domain.wrap_up import WrapUp
from handrail.domain.wrap_up_list import Entry, ListChange


class PromiseList(StrEnum):
    """Which promises a list shows: those that stand, the first due first, or the ended, latest first."""

    STANDING = "standing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class PromiseQuery:
    """Which promises. ``staff_id`` None: everybody's. ``cursor`` is from the page before."""

    staff_id: str | None
    which: PromiseList = PromiseList.STANDING
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise with the names that a reader needs."""

    promise: Promise
    staff_name: str | None
    customer_name: str | None


@dataclass(frozen=True, slots=True)
class PromisePage:
    """One page of promises, and how many of the standing are late."""

    items: Sequence[PromiseView]
    late: int
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptTimes:
    """How long accepting took: wrap-ups accepted since then, seconds at the median and at 90 %."""

    accepted: int
    amended: int
    p50_s: float | None
    p90_s: float | None


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that somebody looks for: enough to choose it by."""

    slug: str
    title: str
    audience: str
    locale: str
    quote: str  # its first words


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can be mentioned."""

    id: str
    name: str


class WrapUpRows(Protocol):
    """Promises, wrap-ups, snippets and notices inside a transaction."""

    async def add_promise(self, promise: Promise) -> None:
        """Keep a new promise."""
        ...

    async def save_promise(self, promise: Promise) -> None:
        """Keep where the promise stands. Raises LookupError when there is none of its id."""
        ...

    async def promise(self, promise_id: str) -> Promise | None:
        """One promise, locked until the transaction ends."""
        ...

    async def promises(self, conversation_id: str) -> list[Promise]:
        """The promises of a conversation in the order in which they were made."""
        ...

    async def promise_page(self, query: PromiseQuery) -> PromisePage:
        """One page of promises. Raises ValueError for a cursor that was not made here."""
        ...

    async def late_promises(self, staff_id: str) -> int:
        """How many promises of this person's are late."""
        ...

    async def latest_wrap_up(self, conversation_id: str) -> WrapUp | None:
        """The wrap-up of a conversation, the latest of several, locked until the transaction ends."""
        ...

    async def keep_wrap_up(self, wrap_up: WrapUp) -> None:
        """Keep a wrap-up; the same id again takes its place."""
        ...

    async def accept_times(self, since: datetime) -> AcceptTimes:
        """How long accepting took since then."""
        ...

    async def lock_wrap_up_list(self) -> None:
        """One change of the wrap-up list at a time, until the transaction ends."""
        ...

    async def wrap_up_entries(self) -> list[Entry]:
        """What stewards said of reasons, outcomes and fields."""
        ...

    async def keep_wrap_up_entry(self, entry: Entry) -> None:
        """Keep an entry; the same part and name again take its place."""
        ...

    async def add_wrap_up_change(self, change: ListChange) -> None:
        """Keep who did what to the wrap-up list."""
        ...

    async def wrap_up_changes(self, limit: int = 50) -> list[ListChange]:
        """Who did what to the wrap-up list, latest first."""
        ...

    async def keep_contact(self, customer_id: str, contact: Contact) -> None:
        """Keep a contact; the same id again takes its place."""
        ...

    async def add_notice(self, notice: Notice) -> None:
        """Keep a notice and tell every desk; the same kind about the same at the same time counts once."""
        ...

    async def staff_notices(self, staff_id: str, limit: int = 50) -> list[Notice]:
        """A person's notices, latest first."""
        ...

    async def unread_notices(self, staff_id: str) -> int:
        """How many notices this person has not read."""
        ...

    async def read_notices(self, staff_id: str, at: datetime, notice_id: str | None = None) -> None:
        """This person has read one notice, or all of theirs."""
        ...

    async def supervisors(self) -> list[str]:
        """The ids of all who supervise and can sign in."""
        ...

    async def colleagues(self, words: str, limit: int = 20) -> list[Colleague]:
        """Staff who can sign in and whose name has a word that begins so, by name."""
        ...

    async def snippets(self, staff_id: str) -> list[Snippet]:
        """All shared snippets and this person's own, by name."""
        ...

    async def snippet(self, snippet_id: str) -> Snippet | None:
        """One snippet."""
        ...

    async def keep_snippet(self, snippet: Snippet) -> bool:
        """Keep a snippet; False when another of the same owner and locale has its name."""
        ...

    async def drop_snippet(self, snippet_id: str) -> None:
        """Drop a snippet."""
        ...

    async def find_articles(self, words: str, locale: str, limit: int = 20) -> list[FoundArticle]:
        """Articles by the beginnings of the words of their titles, then by their text."""
        ...
