"""Board: the read side, for the screens of staff and the streams of customers. Nothing is locked."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

import asyncpg
import msgspec
from pogo_core.util.sql import get_applied_migrations

from handrail.actions.ports import NotReady
from handrail.actions.views import (
    Counts,
    DecidedTurn,
    DecisionPage,
    DecisionQuery,
    DemoCustomer,
    PolicyVersion,
    Reader,
    Row,
    RowPage,
    RowQuery,
    StaffLoad,
    StaffName,
    Supervision,
    Today,
    View,
)
from handrail.adapters.postgres.migrate import MIGRATIONS, SCHEMA
from handrail.adapters.postgres.pool import Pool, Record, is_connection_lost, patiently
from handrail.adapters.postgres.rows import SEEN_LATELY, cursor, read, read_cursor, read_event
from handrail.adapters.postgres.sql import load
from handrail.domain.conversation import Conversation, Event, Speaker
from handrail.domain.handoff import Handoff
from handrail.domain.record import Decision

QUERIES = load("board.sql")
POLICIES = load("policies.sql")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_WAITING = 200
NOBODY = "00000000-0000-0000-0000-000000000000"


class PostgresBoard:
    """What screens show, read from rows as they are now."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def opens(self, conversation_id: str, token_hash: bytes) -> bool:
        """Whether the token of this hash opens the conversation."""
        return bool(await self._value("opens", conversation_id, token_hash))

    async def token_is_known(self, token_hash: bytes) -> bool:
        """Whether the token of this hash opens any conversation."""
        return bool(await self._value("token_is_known", token_hash))

    async def exists(self, conversation_id: str) -> bool:
        """Whether there is such a conversation."""
        return bool(await self._value("exists", conversation_id))

    async def sealed(self, conversation_id: str, reader: Reader) -> bool:
        """Whether it is a closed conversation that this person's skills do not let them read."""
        return bool(await self._value("sealed", *_who(reader), conversation_id))

    async def events(self, conversation_id: str, after: int = 0, limit: int = 1000) -> list[Event]:
        """Events with ``seq > after``, oldest first."""
        return [
            read_event(row) for row in await self._rows("events", conversation_id, after, limit)
        ]

    async def row(self, conversation_id: str) -> Row | None:
        """One conversation as lists show it."""
        rows = await self._rows("rows", [conversation_id])
        return read_row(rows[0]) if rows else None

    async def rows(self, query: RowQuery) -> RowPage:
        """One page of a list. Raises ValueError for a cursor that this board did not make."""
        after = read_cursor(query.cursor)
        words = query.q.strip() or None
        words_found = QUERIES["search" if words else "no_search"]
        view = "\n".join((QUERIES[f"view_{query.view}"], QUERIES["unsealed"], words_found))
        wanted = (query.staff_id, words, *_who(query.reader))
        page = await self._fetch(
            QUERIES["page"].format(view=view), *wanted, *after, query.limit + 1
        )
        [[total]] = await self._fetch(QUERIES["count"].format(view=view), *wanted)
        shown = page[: query.limit]
        rows = await self._rows("rows", [row["id"] for row in shown])
        return RowPage(
            items=[read_row(row) for row in rows],
            total=total,
            next_cursor=cursor(shown[-1]) if len(page) > query.limit else None,
        )

    async def counts(self, staff_id: str) -> Counts:
        """How much there is of each thing that one person may turn to."""
        return read(Counts, (await self._rows("counts", staff_id))[0])

    async def decisions(self, query: DecisionQuery) -> DecisionPage:
        """One page of decisions, latest first. Raises ValueError for a foreign cursor."""
        key, last_id = read_cursor(query.cursor)
        at = None if key is None else EPOCH + timedelta(microseconds=key)
        filters = (query.q.strip(), query.lead, query.rule, query.kind)
        shown_to = _who(query.reader)
        page = await self._rows("decisions", *filters, at, last_id, query.limit + 1, *shown_to)
        shown = page[: query.limit]
        return DecisionPage(
            items=[DecidedTurn(read(Decision, row), row["text"]) for row in shown],
            next_cursor=cursor(shown[-1]) if len(page) > query.limit else None,
        )

    async def supervision(self) -> Supervision:
        """Who leads what now, who waits (longest first), who is there."""
        leads = {row["lead"]: row["conversations"] for row in await self._rows("leads")}
        queue = await self.rows(RowQuery(View.QUEUE, NOBODY, limit=MOST_WAITING))
        waiting = sorted(queue.items, key=lambda row: row.waiting_since or row.last_at)
        since = waiting[0].waiting_since if waiting else None
        return Supervision(
            leads={lead: leads.get(lead, 0) for lead in ("AI", "REVIEW", "PERSON")},
            waiting=waiting,
            longest_wait_s=(datetime.now(UTC) - since).total_seconds() if since else None,
            staff=[read(StaffLoad, row) for row in await self._rows("loads", SEEN_LATELY)],
            today=read(Today, (await self._rows("today"))[0]),
        )

    async def policies(self) -> Sequence[PolicyVersion]:
        """Loaded versions, latest first."""
        return [read(PolicyVersion, row) for row in await self._fetch(POLICIES["policies"])]

    async def demo_customers(self) -> Sequence[DemoCustomer]:
        """Customers with a number of the company's, by name, fifty at most."""
        return [read(DemoCustomer, row) for row in await self._rows("demo_customers")]

    async def check_ready(self) -> None:
        """Raises NotReady when the database or its migrations are not as this program needs them."""
        wanted = {path.stem for path in MIGRATIONS.glob("*.sql")}
        try:
            async with self._pool.acquire(timeout=2) as connection:
                applied = await get_applied_migrations(
                    cast("asyncpg.Connection[Record]", connection), schema_name=SCHEMA
                )
        except Exception as error:
            if isinstance(error, TimeoutError) or is_connection_lost(error):
                raise NotReady("The database cannot be reached; see its log.") from error
            raise
        if missing := wanted - applied:
            raise NotReady(f"Migrations are missing: {sorted(missing)}. Run `handrail migrate`.")

    async def _rows(self, name: str, *arguments: object) -> list[Record]:
        return await self._fetch(QUERIES[name], *arguments)

    async def _fetch(self, query: str, *arguments: object) -> list[Record]:
        return await patiently(lambda: self._pool.fetch(query, *arguments))

    async def _value(self, name: str, *arguments: object) -> object:
        return await patiently(lambda: self._pool.fetchval(QUERIES[name], *arguments))


def _who(reader: Reader | None) -> tuple[str | None, list[str]]:
    return (reader.staff_id, list(reader.skills)) if reader is not None else (None, [])


def read_row(row: Record) -> Row:
    """One conversation as lists show it."""
    return Row(
        conversation=read(Conversation, row),
        last_text=row["last_text"],
        last_from=Speaker(row["last_from"]),
        last_at=row["last_at"],
        customer_name=row["customer_name"],
        segment=row["segment"],
        staff=staff_name(row["staff_id"], row["staff_name"]),
        tier=row["tier"],
        kind=row["kind"],
        sentiment=row["sentiment"],
        waiting_since=row["waiting_since"],
        handoff=msgspec.convert(row["handoff"], Handoff) if row["handoff"] else None,
        offered_to=staff_name(row["offered_to_id"], row["offered_to_name"]),
        position=row["position"],
    )


def staff_name(staff_id: str | None, name: str | None) -> StaffName | None:
    """A person by name, where there is one."""
    return StaffName(staff_id, name) if staff_id and name else None
