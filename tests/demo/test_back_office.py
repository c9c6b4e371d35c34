"""The demo's back office, through HTTP and the client that the desk uses."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any, cast

import asyncpg
import httpx
import pytest
import uvicorn

from handrail.actions.check_tools import check_tools
from handrail.actions.tool_port import ToolServer, ToolUnreachable
from handrail.adapters.policy_files import load_policy
from handrail.adapters.policy_files.load import BUNDLED
from handrail.adapters.postgres.pool import in_transaction, open_pool
from handrail.adapters.tools.open_servers import open_server
from handrail.demo.back_office.books import Books, prepare
from handrail.demo.back_office.server import application, only_with, read_seed
from handrail.tool_settings import ServerKind, ToolServerSettings
from tests.fakes.pins import FakePins

TOKEN = "a-token-of-the-test"
MAREN = "HB-1001"
TOBIAS = "HB-1002"
S = 20.0


class Office:
    """A running back office, and its database."""

    def __init__(self, url: str, database_url: str) -> None:
        self.url = url
        self.database_url = database_url
        self.tools = self.client(f"Bearer {TOKEN}")

    def client(self, auth: str) -> ToolServer:
        settings = ToolServerSettings("back_office", ServerKind.MCP, self.url, auth=auth)
        return open_server(settings, FakePins())

    async def value(self, sql: str, *arguments: object) -> object:
        connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(self.database_url)
        try:
            return await connection.fetchval(sql, *arguments)
        finally:
            await connection.close()


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    pool = await open_pool(database_url, 4)
    async with in_transaction(pool) as connection:
        await prepare(connection, read_seed())
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = only_with(TOKEN, application(Books(pool)))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    serving = asyncio.create_task(server.serve([listening]))
    yield Office(f"http://127.0.0.1:{listening.getsockname()[1]}/mcp", database_url)
    server.should_exit = True
    await serving
    await pool.close()


async def call(
    office: Office, tool: str, key: str = "key-0001", **arguments: object
) -> dict[str, Any]:
    outcome = await office.tools.call(tool, arguments, key, S)
    assert outcome.ok, outcome.text
    assert outcome.data is not None
    return cast("dict[str, Any]", outcome.data)


async def refused(office: Office, tool: str, key: str = "key-0001", **arguments: object) -> str:
    outcome = await office.tools.call(tool, arguments, key, S)
    assert not outcome.ok
    return outcome.text


async def test_offers_its_eleven_tools_and_what_they_answer(office: Office) -> None:
    tools = {tool.name: tool for tool in await office.tools.list_tools()}
    assert set(tools) == {
        "list_cards",
        "block_card",
        "unblock_card",
        "order_replacement_card",
        "list_orders",
        "order_status",
        "refund",
        "void_refund",
        "list_appointments",
        "cancel_appointment",
        "rebook_appointment",
    }
    assert all(tool.output_schema for tool in tools.values())


@pytest.mark.parametrize("name", ["banking", "health", "retail"])
async def test_the_shipped_policies_fit_it(office: Office, name: str) -> None:
    policy = load_policy((BUNDLED / f"{name}.toml").read_text("utf-8"), name)
    assert policy.tools
    assert await check_tools(policy, name, {"back_office": office.tools}) == []


async def test_a_blocked_card_stays_blocked_and_is_replaced_once(office: Office) -> None:
    [card, _] = (await call(office, "list_cards", customer_id=MAREN))["cards"]
    assert card["status"] == "active"
    which = {"customer_id": MAREN, "card_id": card["card_id"]}
    assert "blocked card" in await refused(office, "order_replacement_card", "key-r000", **which)
    first = await call(office, "block_card", "key-b001", **which, reason="lost")
    again = await call(office, "block_card", "key-b002", **which, reason="stolen")
    assert first == again
    new = await call(office, "order_replacement_card", "key-r001", **which)
    assert set(new) == {"card_id", "last4", "arrives_by"}
    assert "already" in await refused(office, "order_replacement_card", "key-r002", **which)
    assert len((await call(office, "list_cards", customer_id=MAREN))["cards"]) == 3


async def test_a_key_acts_once_however_many_call_at_once(office: Office) -> None:
    wanted = {"customer_id": MAREN, "order_id": "O-1001-1", "amount_eur": 5.5}
    results = await asyncio.gather(
        *(call(office, "refund", "the-same-key", **wanted) for _ in range(6))
    )
    assert all(result == results[0] for result in results)
    assert results[0] | {"refund_id": ""} == {
        "refund_id": "",
        "order_id": "O-1001-1",
        "amount_eur": 5.5,
        "status": "refunded",
    }
    assert await office.value("SELECT count(*) FROM back_office.refunds") == 1
    paid = await office.value(
        "SELECT refunded_eur::float8 FROM back_office.orders WHERE id = 'O-1001-1'"
    )
    assert paid == 5.5


async def test_a_key_cannot_be_used_for_something_else(office: Office) -> None:
    wanted = {"customer_id": MAREN, "order_id": "O-1001-1", "amount_eur": 5.5}
    await call(office, "refund", "the-same-key", **wanted)
    other = await refused(office, "refund", "the-same-key", **{**wanted, "amount_eur": 6.5})
    assert "used for something else" in other


async def test_no_more_is_refunded_than_was_paid(office: Office) -> None:
    which = {"customer_id": MAREN, "order_id": "O-1001-1"}
    total = await office.value(
        "SELECT total_eur::float8 FROM back_office.orders WHERE id = 'O-1001-1'"
    )
    await call(office, "refund", "key-0001", **which, amount_eur=total)
    assert "at most 0.00" in await refused(office, "refund", "key-0002", **which, amount_eur=0.01)
    assert "whole cents" in await refused(office, "refund", "key-0003", **which, amount_eur=0.001)
    orders = (await call(office, "list_orders", customer_id=MAREN))["orders"]
    assert {each["order_id"]: each["refundable"] for each in orders}["O-1001-1"] is False


@pytest.mark.parametrize(
    ("tool", "about"),
    [
        ("block_card", {"card_id": "C-1001-1", "reason": "lost"}),
        ("order_replacement_card", {"card_id": "C-1001-1"}),
        ("order_status", {"order_id": "O-1001-1"}),
        ("refund", {"order_id": "O-1001-1", "amount_eur": 1.0}),
        ("cancel_appointment", {"appointment_id": "A-1001-1"}),
        ("unblock_card", {"card_id": "C-1001-1"}),
        ("rebook_appointment", {"appointment_id": "A-1001-1"}),
    ],
)
async def test_another_customers_things_are_as_if_they_were_not_there(
    office: Office, tool: str, about: dict[str, Any]
) -> None:
    another = await refused(office, tool, customer_id=TOBIAS, **about)
    nowhere = {
        name: f"{value}9" if name.endswith("_id") else value for name, value in about.items()
    }
    nothing = await refused(office, tool, "key-0002", customer_id=TOBIAS, **nowhere)
    assert "has no" in another
    [name] = [name for name in about if name.endswith("_id")]
    assert another.replace(str(about[name]), "X") == nothing.replace(str(nowhere[name]), "X")


async def test_lists_hold_one_customers_things_alone(office: Office) -> None:
    for tool in ("list_cards", "list_orders", "list_appointments"):
        both = [await call(office, tool, customer_id=each) for each in (MAREN, "HB-1003")]
        ids = [
            {next(iter(row.values())) for row in cast("list[dict[str, str]]", rows)}
            for listed in both
            for rows in listed.values()
        ]
        assert ids[0]
        assert not ids[0] & ids[1]
        nobody = await call(office, tool, customer_id="HB-9999")
        assert list(nobody.values()) == [[]]


async def test_an_appointment_is_cancelled_and_stays_so(office: Office) -> None:
    which = {"customer_id": MAREN, "appointment_id": "A-1001-1"}
    await call(office, "cancel_appointment", "key-0001", **which)
    await call(office, "cancel_appointment", "key-0002", **which)
    [left] = (await call(office, "list_appointments", customer_id=MAREN))["appointments"]
    assert left["status"] == "cancelled"


async def test_lets_nobody_in_without_its_token(office: Office) -> None:
    with pytest.raises(ToolUnreachable):
        await office.client("Bearer another").list_tools()
    async with httpx.AsyncClient() as client:
        assert (await client.post(office.url, json={})).status_code == 401


async def test_a_card_is_unblocked_until_it_is_replaced(office: Office) -> None:
    which = {"customer_id": MAREN, "card_id": "C-1001-1"}
    await call(office, "block_card", "key-b001", **which, reason="lost")
    assert (await call(office, "unblock_card", "key-u001", **which))["status"] == "active"
    await call(office, "block_card", "key-b002", **which, reason="lost")
    assert (await call(office, "unblock_card", "key-u001", **which))["status"] == "active"
    [card, _] = (await call(office, "list_cards", customer_id=MAREN))["cards"]
    assert card["status"] == "blocked"  # the same key acts once
    await call(office, "order_replacement_card", "key-r001", **which)
    assert "ordered already" in await refused(office, "unblock_card", "key-u002", **which)


async def test_a_refund_is_void_once_and_only_before_it_is_paid_out(office: Office) -> None:
    wanted = {"customer_id": MAREN, "order_id": "O-1001-1", "amount_eur": 5.5}
    first = await call(office, "refund", "key-0001", **wanted)
    second = await call(office, "refund", "key-0002", **wanted)
    which = {"customer_id": MAREN, "refund_id": first["refund_id"]}
    assert (await call(office, "void_refund", "key-v001", **which))["status"] == "voided"
    left = await office.value(
        "SELECT refunded_eur::float8 FROM back_office.orders WHERE id = 'O-1001-1'"
    )
    assert left == 5.5
    assert "void already" in await refused(office, "void_refund", "key-v002", **which)
    await office.value("UPDATE back_office.refunds SET at = at - interval '2 days' RETURNING id")
    other = {**which, "refund_id": second["refund_id"]}
    assert "paid out" in await refused(office, "void_refund", "key-v003", **other)
    foreign = {**other, "customer_id": TOBIAS}
    assert "has no refund" in await refused(office, "void_refund", "key-v004", **foreign)


async def test_a_cancelled_appointment_is_booked_again_while_its_time_is_to_come(
    office: Office,
) -> None:
    which = {"customer_id": MAREN, "appointment_id": "A-1001-1"}
    later = "UPDATE back_office.appointments SET at = now() + $1::interval RETURNING id"
    await office.value(later.replace("$1", "'1 day'"))
    await call(office, "cancel_appointment", "key-0001", **which)
    assert (await call(office, "rebook_appointment", "key-0002", **which))["status"] == "booked"
    await office.value(later.replace("$1", "'-1 day'"))
    assert "over" in await refused(office, "rebook_appointment", "key-0003", **which)
