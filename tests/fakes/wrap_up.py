"""The part of the store in memory that is about promises, wrap-ups, snippets and notices."""

import re
from dataclasses import replace
from datetime import datetime
from statistics import quantiles

from handrail.actions.wrap_up_rows import (
    AcceptTimes,
    Colleague,
    FoundArticle,
    PromiseList,
    PromisePage,
    PromiseQuery,
    PromiseView,
)
from handrail.domain.customer import Contact
from handrail.domain.notice import Notice
from handrail.domain.promise import Promise, PromiseState
from handrail.domain.snippet import Snippet
from handrail.domain.wrap_up import WrapUp
from handrail.domain.wrap_up_list import Entry, ListChange
from tests.fakes.rows import Rows


class FakeWrapUps:
    _rows: Rows

    async def add_promise(self, promise: Promise) -> None:
        self._rows.promises[promise.id] = promise

    async def save_promise(self, promise: Promise) -> None:
        if promise.id not in self._rows.promises:
            raise LookupError(promise.id)
        self._rows.promises[promise.id] = promise

    async def promise(self, promise_id: str) -> Promise | None:
        return self._rows.promises.get(promise_id)

    async def promises(self, conversation_id: str) -> list[Promise]:
        mine = [p for p in self._rows.promises.values() if p.conversation_id == conversation_id]
        return sorted(mine, key=lambda p: (p.seq, p.id))

    async def promise_page(self, query: PromiseQuery) -> PromisePage:
        standing = query.which is PromiseList.STANDING
        rows = [
            p
            for p in self._rows.promises.values()
            if p.stands is standing
            and p.staff_id is not None
            and query.staff_id in (None, p.staff_id)
        ]
        rows.sort(key=_due if standing else _latest)
        start = int(query.cursor) if query.cursor is not None else 0
        end = start + query.limit
        late = [
            p
            for p in self._rows.promises.values()
            if p.state is PromiseState.LATE and query.staff_id in (None, p.staff_id)
        ]
        return PromisePage(
            items=[self._promise_view(p) for p in rows[start:end]],
            late=len(late),
            next_cursor=str(end) if len(rows) > end else None,
        )

    def _promise_view(self, promise: Promise) -> PromiseView:
        member = self._rows.staff.get(promise.staff_id or "")
        conversation = self._rows.conversations[promise.conversation_id]
        customer = self._rows.customers[conversation.customer_id]
        return PromiseView(promise, member.name if member else None, customer.name)

    async def late_promises(self, staff_id: str) -> int:
        return (await self.promise_page(PromiseQuery(staff_id))).late

    async def latest_wrap_up(self, conversation_id: str) -> WrapUp | None:
        mine = [w for w in self._rows.wrap_ups.values() if w.conversation_id == conversation_id]
        return max(mine, key=lambda w: w.from_seq, default=None)

    async def keep_wrap_up(self, wrap_up: WrapUp) -> None:
        self._rows.wrap_ups[wrap_up.id] = wrap_up

    async def accept_times(self, since: datetime) -> AcceptTimes:
        took: list[float] = []
        amended = 0
        for one in self._rows.wrap_ups.values():
            if one.accepted_at and one.shown_at and one.accepted_at >= since:
                took.append((one.accepted_at - one.shown_at).total_seconds())
                amended += bool(one.amended)
        if not took:
            return AcceptTimes(0, 0, None, None)
        cuts = quantiles(took * 2 if len(took) == 1 else took, n=10, method="inclusive")
        return AcceptTimes(len(took), amended, cuts[4], cuts[8])

    async def lock_wrap_up_list(self) -> None:
        pass  # the store in memory has one transaction at a time

    async def wrap_up_entries(self) -> list[Entry]:
        kept = self._rows.wrap_up_entries.values()
        return sorted(kept, key=lambda one: (one.part, one.place, one.name))

    async def keep_wrap_up_entry(self, entry: Entry) -> None:
        self._rows.wrap_up_entries[entry.part, entry.name] = entry

    async def add_wrap_up_change(self, change: ListChange) -> None:
        self._rows.wrap_up_changes.append(change)

    async def wrap_up_changes(self, limit: int = 50) -> list[ListChange]:
        latest = sorted(self._rows.wrap_up_changes, key=lambda one: (-one.at.timestamp(), one.id))
        return latest[:limit]

    async def keep_contact(self, customer_id: str, contact: Contact) -> None:
        others = [pair for pair in self._rows.contacts if pair[1].id != contact.id]
        self._rows.contacts[:] = [*others, (customer_id, contact)]

    async def add_notice(self, notice: Notice) -> None:
        for kept in self._rows.staff_notices.values():
            if _same(kept, notice):
                return
        self._rows.staff_notices[notice.id] = notice

    async def staff_notices(self, staff_id: str, limit: int = 50) -> list[Notice]:
        mine = [n for n in self._rows.staff_notices.values() if n.staff_id == staff_id]
        return sorted(mine, key=lambda n: (-n.at.timestamp(), n.id))[:limit]

    async def unread_notices(self, staff_id: str) -> int:
        return sum(n.read_at is None for n in await self.staff_notices(staff_id, 10**6))

    async def read_notices(self, staff_id: str, at: datetime, notice_id: str | None = None) -> None:
        for kept in await self.staff_notices(staff_id, 10**6):
            if kept.read_at is None and notice_id in (None, kept.id):
                self._rows.staff_notices[kept.id] = replace(kept, read_at=at)

    async def supervisors(self) -> list[str]:
        return sorted(one.id for one in self._rows.staff.values() if "supervisor" in one.roles)

    async def colleagues(self, words: str, limit: int = 20) -> list[Colleague]:
        wanted = f" {words.strip().lower()}"
        found = [
            Colleague(one.id, one.name)
            for one in self._rows.staff.values()
            if wanted in f" {one.name.lower()}"
        ]
        return sorted(found, key=lambda one: (one.name, one.id))[:limit]

    async def snippets(self, staff_id: str) -> list[Snippet]:
        mine = [s for s in self._rows.snippets.values() if s.owner_id in (None, staff_id)]
        return sorted(mine, key=lambda s: (s.name.lower(), s.id))

    async def snippet(self, snippet_id: str) -> Snippet | None:
        return self._rows.snippets.get(snippet_id)

    async def keep_snippet(self, snippet: Snippet) -> bool:
        for other in self._rows.snippets.values():
            if other.id != snippet.id and _name(other) == _name(snippet):
                return False
        self._rows.snippets[snippet.id] = snippet
        return True

    async def drop_snippet(self, snippet_id: str) -> None:
        self._rows.snippets.pop(snippet_id, None)

    async def find_articles(self, words: str, locale: str, limit: int = 20) -> list[FoundArticle]:
        terms = re.findall(r"\w+", words.lower())
        found = [
            FoundArticle(a.slug, a.title, a.audience, a.locale, a.text[:240])
            for a in self._rows.articles
            if all(f" {term}" in f" {a.title.lower()}" for term in terms)
        ]
        return found[:limit]


def _due(promise: Promise) -> tuple[float, str]:
    return (promise.due_at.timestamp() if promise.due_at else float("inf"), promise.id)


def _latest(promise: Promise) -> tuple[float, str]:
    return (-(promise.ended_at or promise.made_at).timestamp(), promise.id)


def _same(one: Notice, other: Notice) -> bool:
    return (one.staff_id, one.kind, one.about, one.at) == (
        other.staff_id,
        other.kind,
        other.about,
        other.at,
    )


def _name(snippet: Snippet) -> tuple[str | None, str, str]:
    return (snippet.owner_id, snippet.locale, snippet.name.lower())
