"""Tools: calls and identified customers inside one PostgreSQL transaction."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from handrail.actions.tool_rows import CallPage, CallQuery, CallView
from handrail.adapters.postgres.pool import Borrowed, Record
from handrail.adapters.postgres.rows import cursor, read, read_cursor
from handrail.adapters.postgres.sql import load
from handrail.domain.tool import Call

TOOLS = load("tools.sql")


class PostgresTools:
    """The part of a transaction that is about calls of tools; watchers of ``touched`` are told."""

    _connection: Borrowed
    touched: set[str]
    desk_changed: bool

    async def add_call(self, call: Call) -> None:
        """Keep a new call; the same id again changes nothing."""
        await self._connection.execute(TOOLS["add_call"], call)
        self._tell(call)

    async def save_call(self, call: Call) -> None:
        """Keep where a call stands. Raises LookupError for an unknown one."""
        done = await self._connection.execute(TOOLS["save_call"], call)
        if done.endswith(" 0"):
            raise LookupError(f"no tool call {call.id}")
        self._tell(call)

    async def call(self, call_id: str) -> Call | None:
        """One call, locked until the transaction ends."""
        row = await self._connection.fetchrow(TOOLS["call"], call_id)
        return read(Call, row) if row else None

    async def conversation_of_call(self, call_id: str) -> str | None:
        """The conversation of a call, so that it can be locked before the call is."""
        return await self._connection.fetchval(TOOLS["conversation_of_call"], call_id)

    async def open_calls(self, conversation_id: str) -> list[Call]:
        """The calls of a conversation of which something may still come, oldest first."""
        return await self._read_calls("open_calls", conversation_id)

    async def calls(self, conversation_id: str) -> list[Call]:
        """All calls of a conversation, oldest first, a thousand at most."""
        return await self._read_calls("calls", conversation_id)

    async def calls_of_customer(self, customer_id: str, since: datetime) -> list[Call]:
        """The calls made for a customer since then, in any conversation, oldest first."""
        return await self._read_calls("calls_of_customer", customer_id, since)

    async def undos_of(self, call_ids: Sequence[str]) -> list[Call]:
        """The calls that undo one of these, whatever came of them, oldest first."""
        return await self._read_calls("undos_of", list(call_ids))

    async def waiting_calls(self, limit: int) -> list[CallView]:
        """The calls that wait for a person's approval, the first to lapse first."""
        rows = await self._connection.fetch(TOOLS["waiting_calls"], limit)
        return [read_view(row) for row in rows]

    async def count_waiting(self) -> int:
        """How many calls wait for a person's approval."""
        return await self._connection.fetchval(TOOLS["count_waiting"])

    async def find_calls(self, query: CallQuery) -> CallPage:
        """One page of calls. Raises ValueError for a cursor that was not made here."""
        states = [state.value for state in query.states]
        page = await self._connection.fetch(
            TOOLS["find_calls"],
            query.tool,
            states,
            query.q.strip(),
            *read_cursor(query.cursor),
            query.limit + 1,
        )
        shown = page[: query.limit]
        return CallPage(
            items=[read_view(row) for row in shown],
            next_cursor=cursor(shown[-1]) if len(page) > query.limit else None,
        )

    async def identify(self, conversation_id: str, at: datetime, by: str) -> None:
        """Keep that the customer of a conversation is known for sure, since when and by what."""
        await self._connection.execute(TOOLS["identify"], conversation_id, at, by)
        self.touched.add(conversation_id)

    async def identified_by(self, conversation_id: str) -> str | None:
        """By what the customer of a conversation is known for sure; None: they only say who they are."""
        return await self._connection.fetchval(TOOLS["identified_by"], conversation_id)

    async def _read_calls(self, name: str, *arguments: object) -> list[Call]:
        return [read(Call, row) for row in await self._connection.fetch(TOOLS[name], *arguments)]

    def _tell(self, call: Call) -> None:
        self.touched.add(call.conversation_id)
        self.desk_changed = True


def read_view(row: Record) -> CallView:
    """A call of a list, with its customer's name."""
    fields = dict(row)
    name = fields.pop("customer_name")
    del fields["key"]
    return CallView(msgspec.convert(fields, Call), name)
