"""Tool rows: the calls of tools inside a transaction, and which customers are known for sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.tool import Call, CallState


@dataclass(frozen=True, slots=True)
class CallQuery:
    """Which calls, latest first; empty asks nothing. ``q`` is looked for in ids and words."""

    q: str = ""
    tool: str = ""
    states: tuple[CallState, ...] = ()
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class CallView:
    """A call with the name of the customer it is for."""

    call: Call
    customer_name: str | None


@dataclass(frozen=True, slots=True)
class CallPage:
    """One page of calls."""

    items: Sequence[CallView]
    next_cursor: str | None = None


class ToolRows(Protocol):
    """Calls of tools, and identified customers, inside a transaction.

    Whoever changes a call locks its conversation first.
    """

    async def add_call(self, call: Call) -> None:
        """Keep a new call; the same id again changes nothing."""
        ...

    async def save_call(self, call: Call) -> None:
        """Keep where a call stands. Raises LookupError for an unknown one."""
        ...

    async def call(self, call_id: str) -> Call | None:
        """One call, locked until the transaction ends."""
        ...

    async def conversation_of_call(self, call_id: str) -> str | None:
        """The conversation of a call, so that it can be locked before the call is."""
        ...

    async def open_calls(self, conversation_id: str) -> list[Call]:
        """The calls of a conversation of which something may still come, oldest first."""
        ...

    async def calls(self, conversation_id: str) -> list[Call]:
        """All calls of a conversation, oldest first, a thousand at most."""
        ...

    async def calls_of_customer(self, customer_id: str, since: datetime) -> list[Call]:
        """The calls made for a customer since then, in any conversation, oldest first."""
        ...

    async def undos_of(self, call_ids: Sequence[str]) -> list[Call]:
        """The calls that undo one of these, whatever came of them, oldest first."""
        ...

    async def waiting_calls(self, limit: int) -> list[CallView]:
        """The calls that wait for a person's approval, the first to lapse first."""
        ...

    async def count_waiting(self) -> int:
        """How many calls wait for a person's approval."""
        ...

    async def find_calls(self, query: CallQuery) -> CallPage:
        """One page of calls. Raises ValueError for a cursor that was not made here."""
        ...

    async def identify(self, conversation_id: str, at: datetime, by: str) -> None:
        """Keep that the customer of a conversation is known for sure, since when and by what."""
        ...

    async def identified_by(self, conversation_id: str) -> str | None:
        """By what the customer of a conversation is known for sure; None: they only say who they are."""
        ...
