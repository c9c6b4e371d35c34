"""Rows beside the conversation inside one PostgreSQL transaction."""

import re
from datetime import datetime

import msgspec

from handrail.actions.wrap_up_rows import (
    AcceptTimes,
    Colleague,
    FoundArticle,
    PromisePage,
    PromiseQuery,
    PromiseView,
)
from handrail.adapters.postgres.pool import Borrowed, Record
from handrail.adapters.postgres.rows import cursor, read, read_cursor
from handrail.adapters.postgres.sql import load
from handrail.domain.customer import Contact
from handrail.domain.notice import Notice
from handrail.domain.promise import Promise
from handrail.domain.snippet import Snippet
from handrail.domain.wrap_up import WrapUp
from handrail.domain.wrap_up_list import Entry, ListChange

WRAP_UP = load("wrap_up.sql")
LANGUAGES = {"de": "german", "es": "spanish"}
WORD = re.compile(r"\w+")


class PostgresWrapUps:
    """The part of a transaction that is about promises, wrap-ups, snippets and notices."""

    _connection: Borrowed
    desk_changed: bool

    async def add_promise(self, promise: Promise) -> None:
        """Keep a new promise."""
        await self._connection.execute(WRAP_UP["add_promise"], promise)
        self.desk_changed = True

    async def save_promise(self, promise: Promise) -> None:
        """Keep where the promise stands. Raises LookupError when there is none of its id."""
        if (await self._connection.execute(WRAP_UP["save_promise"], promise)).endswith(" 0"):
            raise LookupError(f"no promise {promise.id}")
        self.desk_changed = True

    async def promise(self, promise_id: str) -> Promise | None:
        """One promise, locked until the transaction ends."""
        row = await self._connection.fetchrow(WRAP_UP["promise"], promise_id)
        return read(Promise, row) if row else None

    async def promises(self, conversation_id: str) -> list[Promise]:
        """The promises of a conversation in the order in which they were made."""
        rows = await self._connection.fetch(WRAP_UP["promises"], conversation_id)
        return [read(Promise, row) for row in rows]

    async def promise_page(self, query: PromiseQuery) -> PromisePage:
        """One page of promises. Raises ValueError for a cursor that was not made here."""
        after = read_cursor(query.cursor)
        page = await self._connection.fetch(
            WRAP_UP[f"page_{query.which}"], query.staff_id, *after, query.limit + 1
        )
        shown = page[: query.limit]
        ids = [row["id"] for row in shown]
        rows = await self._connection.fetch(WRAP_UP["promise_views"], ids)
        late = await self._connection.fetchval(WRAP_UP["late_promises"], query.staff_id)
        return PromisePage(
            items=[read_promise_view(row) for row in rows],
            late=late,
            next_cursor=cursor(shown[-1]) if len(page) > query.limit else None,
        )

    async def late_promises(self, staff_id: str) -> int:
        """How many promises of this person's are late."""
        return int(await self._connection.fetchval(WRAP_UP["late_promises"], staff_id))

    async def latest_wrap_up(self, conversation_id: str) -> WrapUp | None:
        """The wrap-up of a conversation, the latest of several, locked until the transaction ends."""
        row = await self._connection.fetchrow(WRAP_UP["latest_wrap_up"], conversation_id)
        return read(WrapUp, row) if row else None

    async def keep_wrap_up(self, wrap_up: WrapUp) -> None:
        """Keep a wrap-up; the same id again takes its place."""
        await self._connection.execute(WRAP_UP["keep_wrap_up"], wrap_up)

    async def accept_times(self, since: datetime) -> AcceptTimes:
        """How long accepting took since then."""
        row = await self._connection.fetchrow(WRAP_UP["accept_times"], since)
        return read(AcceptTimes, row) if row else AcceptTimes(0, 0, None, None)

    async def lock_wrap_up_list(self) -> None:
        """One change of the wrap-up list at a time, until the transaction ends."""
        await self._connection.execute(WRAP_UP["lock_wrap_up_list"])

    async def wrap_up_entries(self) -> list[Entry]:
        """What stewards said of reasons, outcomes and fields."""
        return [read(Entry, row) for row in await self._connection.fetch(WRAP_UP["entries"])]

    async def keep_wrap_up_entry(self, entry: Entry) -> None:
        """Keep an entry; the same part and name again take its place."""
        await self._connection.execute(WRAP_UP["keep_entry"], entry)

    async def add_wrap_up_change(self, change: ListChange) -> None:
        """Keep who did what to the wrap-up list."""
        await self._connection.execute(WRAP_UP["add_change"], change)

    async def wrap_up_changes(self, limit: int = 50) -> list[ListChange]:
        """Who did what to the wrap-up list, latest first."""
        rows = await self._connection.fetch(WRAP_UP["changes"], limit)
        return [read(ListChange, row) for row in rows]

    async def keep_contact(self, customer_id: str, contact: Contact) -> None:
        """Keep a contact; the same id again takes its place."""
        await self._connection.execute(WRAP_UP["keep_contact"], customer_id, contact)

    async def add_notice(self, notice: Notice) -> None:
        """Keep a notice and tell every desk; the same again counts once."""
        await self._connection.execute(WRAP_UP["add_notice"], notice)
        self.desk_changed = True

    async def staff_notices(self, staff_id: str, limit: int = 50) -> list[Notice]:
        """A person's notices, latest first."""
        rows = await self._connection.fetch(WRAP_UP["staff_notices"], staff_id, limit)
        return [read(Notice, row) for row in rows]

    async def unread_notices(self, staff_id: str) -> int:
        """How many notices this person has not read."""
        return int(await self._connection.fetchval(WRAP_UP["unread_notices"], staff_id))

    async def read_notices(self, staff_id: str, at: datetime, notice_id: str | None = None) -> None:
        """This person has read one notice, or all of theirs."""
        await self._connection.execute(WRAP_UP["read_notices"], staff_id, at, notice_id)
        self.desk_changed = True

    async def supervisors(self) -> list[str]:
        """The ids of all who supervise and can sign in."""
        return [row["id"] for row in await self._connection.fetch(WRAP_UP["supervisors"])]

    async def colleagues(self, words: str, limit: int = 20) -> list[Colleague]:
        """Staff who can sign in and whose name has a word that begins so, by name."""
        rows = await self._connection.fetch(WRAP_UP["colleagues"], words.strip(), limit)
        return [read(Colleague, row) for row in rows]

    async def snippets(self, staff_id: str) -> list[Snippet]:
        """All shared snippets and this person's own, by name."""
        rows = await self._connection.fetch(WRAP_UP["snippets"], staff_id)
        return [read(Snippet, row) for row in rows]

    async def snippet(self, snippet_id: str) -> Snippet | None:
        """One snippet."""
        row = await self._connection.fetchrow(WRAP_UP["snippet"], snippet_id)
        return read(Snippet, row) if row else None

    async def keep_snippet(self, snippet: Snippet) -> bool:
        """Keep a snippet; False when another of the same owner and locale has its name."""
        done = await self._connection.execute(WRAP_UP["keep_snippet"], snippet)
        return not done.endswith(" 0")

    async def drop_snippet(self, snippet_id: str) -> None:
        """Drop a snippet."""
        await self._connection.execute(WRAP_UP["drop_snippet"], snippet_id)

    async def find_articles(self, words: str, locale: str, limit: int = 20) -> list[FoundArticle]:
        """Articles by the beginnings of the words of their titles, then by their text."""
        terms = WORD.findall(words.lower())[:8]
        if not terms:
            rows = await self._connection.fetch(WRAP_UP["latest_articles"], limit)
            return [read(FoundArticle, row) for row in rows]
        beginnings = " & ".join(f"'{term}':*" for term in terms)
        language = locale.lower().split("-")[0]
        rows = await self._connection.fetch(
            WRAP_UP["find_articles"],
            beginnings,
            LANGUAGES.get(language, "english"),
            " ".join(terms),
            language,
            limit,
        )
        return [read(FoundArticle, row) for row in rows]


def read_promise_view(row: Record) -> PromiseView:
    """A promise with the names around it."""
    promise = msgspec.convert(row["promise"], Promise)
    return PromiseView(promise, row["staff_name"], row["customer_name"])
