"""The part of the store in memory that is about calls of tools."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from handrail.actions.tool_rows import CallPage, CallQuery, CallView
from handrail.domain.tool import Call, CallState
from tests.fakes.rows import Rows


class FakeTools:
    _rows: Rows

    async def add_call(self, call: Call) -> None:
        self._rows.calls.setdefault(call.id, call)

    async def save_call(self, call: Call) -> None:
        kept = self._rows.calls.get(call.id)
        if kept is None:
            raise LookupError(call.id)
        self._rows.calls[call.id] = replace(call, at=kept.at)

    async def call(self, call_id: str) -> Call | None:
        return self._rows.calls.get(call_id)

    async def conversation_of_call(self, call_id: str) -> str | None:
        kept = self._rows.calls.get(call_id)
        return kept.conversation_id if kept is not None else None

    async def open_calls(self, conversation_id: str) -> list[Call]:
        return [call for call in await self.calls(conversation_id) if call.is_open]

    async def calls(self, conversation_id: str) -> list[Call]:
        mine = [c for c in self._rows.calls.values() if c.conversation_id == conversation_id]
        return sorted(mine, key=lambda call: (call.at, call.id))[:1000]

    async def calls_of_customer(self, customer_id: str, since: datetime) -> list[Call]:
        mine = [
            call
            for call in self._rows.calls.values()
            if call.customer_id == customer_id and call.at >= since
        ]
        return sorted(mine, key=lambda call: (call.at, call.id))

    async def undos_of(self, call_ids: Sequence[str]) -> list[Call]:
        undos = [call for call in self._rows.calls.values() if call.undoes in call_ids]
        return sorted(undos, key=lambda call: (call.at, call.id))

    async def waiting_calls(self, limit: int) -> list[CallView]:
        late = datetime.max.replace(tzinfo=UTC)
        waiting = [call for call in self._rows.calls.values() if awaits_approval(call)]
        waiting.sort(key=lambda call: (call.expires_at or late, call.id))
        return [self._call_view(call) for call in waiting[:limit]]

    async def count_waiting(self) -> int:
        return sum(awaits_approval(call) for call in self._rows.calls.values())

    async def find_calls(self, query: CallQuery) -> CallPage:
        found = [
            view for view in map(self._call_view, self._rows.calls.values()) if fits(view, query)
        ]
        found.sort(key=lambda view: (-view.call.at.timestamp(), view.call.id))
        ids = [view.call.id for view in found]
        start = 0
        if query.cursor is not None:
            start = ids.index(query.cursor) + 1
        shown = found[start : start + query.limit]
        more = len(found) > start + query.limit
        return CallPage(shown, shown[-1].call.id if more else None)

    def _call_view(self, call: Call) -> CallView:
        customer = self._rows.customers.get(call.customer_id)
        return CallView(call, customer.name if customer else None)

    async def identify(self, conversation_id: str, at: datetime, by: str) -> None:
        self._rows.identified.setdefault(conversation_id, by)

    async def identified_by(self, conversation_id: str) -> str | None:
        return self._rows.identified.get(conversation_id)


def awaits_approval(call: Call) -> bool:
    return call.state is CallState.AWAITING_APPROVAL


def fits(view: CallView, query: CallQuery) -> bool:
    call, words = view.call, query.q.strip().casefold()
    texts = (call.effect, call.outcome, view.customer_name or "", str(dict(call.arguments)))
    return (
        query.tool in ("", call.tool)
        and (not query.states or call.state in query.states)
        and (
            not words
            or words in (call.id, call.conversation_id)
            or any(words in text.casefold() for text in texts)
        )
    )
