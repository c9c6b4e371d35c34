"""Fake of the port ToolServer: a small back office in memory, with the bad manners a test asks for."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from handrail.actions.tool_port import (
    RemoteTool,
    ToolFailed,
    ToolLied,
    ToolNotCalled,
    ToolOutcome,
    ToolTimedOut,
    ToolTooBig,
    ToolUnreachable,
)

Record = dict[str, object]


@dataclass
class FakeToolServer:
    """``log`` is every call that arrived: tool, arguments, key. ``does`` makes a tool misbehave.

    ``manners``: "hangs", "raises", "unreachable", "changed", "late" (it happens, the answer is lost), "big",
    "lies", "refuses", or an output to give in place of the true one.
    """

    cards: dict[str, list[Record]] = field(default_factory=dict[str, list[Record]])
    orders: dict[str, list[Record]] = field(default_factory=dict[str, list[Record]])
    visits: dict[str, list[Record]] = field(default_factory=dict[str, list[Record]])
    log: list[tuple[str, Mapping[str, object], str]] = field(
        default_factory=list[tuple[str, Mapping[str, object], str]]
    )
    does: dict[str, str | Mapping[str, object]] = field(
        default_factory=dict[str, "str | Mapping[str, object]"]
    )
    done: dict[str, ToolOutcome] = field(default_factory=dict[str, ToolOutcome])  # by key
    offers: list[RemoteTool] | None = None  # in place of the back office's own list
    failure: ToolFailed | None = None  # of the list

    async def list_tools(self) -> list[RemoteTool]:
        if self.failure is not None:
            raise self.failure
        if self.offers is not None:
            return self.offers
        names = ("list_cards", "block_card", "list_orders", "order_status", "refund")
        return [RemoteTool(name, name) for name in names]

    async def call(
        self, tool: str, arguments: Mapping[str, object], key: str, deadline_s: float
    ) -> ToolOutcome:
        manners = self.does.get(tool, "")
        if manners == "unreachable":
            raise ToolUnreachable("connection refused")
        if manners == "changed":
            raise ToolNotCalled("it describes itself otherwise")
        self.log.append((tool, dict(arguments), key))
        if manners == "hangs":
            await asyncio.sleep(3600)
        if manners == "raises":
            raise RuntimeError("a fault of the adapter's")
        if manners == "refuses":
            return ToolOutcome(ok=False, text="No such card.")
        came = self._once(tool, arguments, key)
        if manners == "late":
            raise ToolTimedOut("no answer in time")
        if manners == "big":
            raise ToolTooBig("50 MB")
        if manners == "lies":
            raise ToolLied("the output has no 'last4'")
        if isinstance(manners, Mapping):
            return ToolOutcome(ok=True, data=manners)
        return came

    def _once(self, tool: str, arguments: Mapping[str, object], key: str) -> ToolOutcome:
        """The same key again changes nothing, and gives the same outcome."""
        if key not in self.done:
            self.done[key] = self._do(tool, arguments)
        return self.done[key]

    def _do(self, tool: str, arguments: Mapping[str, object]) -> ToolOutcome:
        owner = str(arguments.get("customer_id"))
        cards, orders = self.cards.get(owner, []), self.orders.get(owner, [])
        match tool:
            case "list_cards":
                return ToolOutcome(ok=True, data={"cards": [dict(card) for card in cards]})
            case "list_orders":
                return ToolOutcome(ok=True, data={"orders": [dict(order) for order in orders]})
            case "list_visits":
                visits = self.visits.get(owner, [])
                return ToolOutcome(ok=True, data={"visits": [dict(visit) for visit in visits]})
            case "block_card":
                return _changed(cards, "card_id", arguments, {"status": "blocked"})
            case "unblock_card":
                return _changed(cards, "card_id", arguments, {"status": "active"})
            case "order_status":
                return _changed(orders, "order_id", arguments, {})
            case "refund":
                amount = {"refunded": arguments["amount_eur"], "refundable": False}
                came = _changed(orders, "order_id", arguments, amount)
                made = {**arguments, "refund_id": f"R-{arguments['order_id']}"}
                return ToolOutcome(came.ok, came.text, made if came.ok else None)
            case _:
                return ToolOutcome(ok=False, text=f"no tool {tool}")


def _changed(
    records: list[Record], name: str, arguments: Mapping[str, object], change: Record
) -> ToolOutcome:
    for record in records:
        if record[name] == arguments.get(name):
            record.update(change)
            return ToolOutcome(ok=True, data=dict(record))
    return ToolOutcome(ok=False, text="Nothing of this customer has that number.")


def a_back_office() -> FakeToolServer:
    """Two customers, with cards and orders of their own."""
    card = {"brand": "Visa", "status": "active"}
    return FakeToolServer(
        cards={
            "C-1": [{"card_id": "k1", "last4": "4711", **card}],
            "C-2": [
                {"card_id": "k2", "last4": "1111", **card},
                {"card_id": "k3", "last4": "2222", **card},
                {"card_id": "k4", "last4": "3333", "brand": "Visa", "status": "blocked"},
            ],
        },
        orders={
            "C-1": [
                {
                    "order_id": "O-1",
                    "item": "Vase",
                    "status": "shipped",
                    "expected": "2026-12-01",
                    "refundable": True,
                },
            ],
            "C-2": [
                {
                    "order_id": "O-2",
                    "item": "Lamp",
                    "status": "delivered",
                    "expected": "2026-11-01",
                    "refundable": True,
                },
            ],
        },
    )
