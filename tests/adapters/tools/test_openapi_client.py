"""Plain HTTP tools: where each argument goes, and what becomes of each answer."""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from handrail.actions.tool_port import (
    ToolFailed,
    ToolLied,
    ToolOutcome,
    ToolServer,
    ToolTimedOut,
    ToolTooBig,
    ToolUnreachable,
)
from handrail.adapters.tools.open_servers import open_server
from handrail.tool_settings import ServerKind, ToolServerSettings
from tests.adapters.tools.servers import Behaviour, Json, Request, let_pass, pour, say, serving
from tests.fakes.pins import FakePins

LONG = 30.0
PAID: Json = {
    "type": "object",
    "properties": {"paid": {"$ref": "#/components/schemas/Money"}},
    "required": ["paid"],
}


def described(**changes: object) -> Json:
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wish"}}}}
    operation = {
        "operationId": "refund",
        "summary": "Pays back.",
        "parameters": [
            {"name": "order", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "dry", "in": "query", "schema": {"type": "boolean"}},
        ],
        "requestBody": {"required": True, **body},
        "responses": {"200": {"content": {"application/json": {"schema": PAID}}}},
        **changes,
    }
    schemas = {
        "Money": {"type": "number", "nullable": True},
        "Wish": {
            "type": "object",
            "properties": {"amount": {"$ref": "#/components/schemas/Money"}},
            "required": ["amount"],
        },
    }
    return {
        "openapi": "3.0.3",
        "servers": [{"url": "http://127.0.0.1:1/elsewhere"}],
        "paths": {
            "/orders/{order}/refunds": {"post": operation},
            "/nameless": {"get": {"responses": {}}},
            "/secret": {
                "get": {
                    "operationId": "needs_a_header",
                    "parameters": [{"name": "X", "in": "header", "required": True}],
                }
            },
        },
        "components": {"schemas": schemas},
    }


def client(url: str, document: Path, pins: FakePins | None = None) -> ToolServer:
    settings = ToolServerSettings(
        "shop", ServerKind.OPENAPI, f"{url}/api", str(document), "Bearer secret"
    )
    return open_server(settings, pins or FakePins())


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(described()))
    return path


def gives(status: int, body: bytes) -> Behaviour:
    async def behave(writer: asyncio.StreamWriter, _: Request) -> None:
        await say(writer, status, body)

    return behave


async def refund(
    url: str, document: Path, deadline_s: float = LONG, **changes: object
) -> ToolOutcome:
    arguments = {"order": "A 1/2?", "amount": 5, "dry": True, **changes}
    return await client(url, document).call("refund", arguments, "key-1", deadline_s)


async def test_each_argument_goes_to_its_place_at_the_configured_address(document: Path) -> None:
    async with serving(gives(200, b'{"paid": 5}')) as server:
        outcome = await refund(server.url, document)
    assert outcome == ToolOutcome(ok=True, text='{"paid": 5}', data={"paid": 5})
    [asked] = server.requests
    target = urlsplit(asked.target)
    assert (asked.method, target.path) == ("POST", "/api/orders/A%201%2F2%3F/refunds")
    assert parse_qs(target.query) == {"dry": ["true"]}
    assert asked.json == {"amount": 5}
    assert asked.headers["idempotency-key"] == "key-1"
    assert asked.headers["authorization"] == "Bearer secret"


async def test_offers_the_operations_that_it_can_call(document: Path) -> None:
    [tool] = await client("http://127.0.0.1:1", document).list_tools()
    assert (tool.name, tool.description) == ("refund", "Pays back.")
    assert set(dict(tool.input_schema)["properties"]) == {"order", "dry", "amount"}  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    "changes",
    [{"order": ".."}, {"order": ""}, {"amount": "all"}, {"dry": 3}, {"more": 1}],
    ids=["dots", "empty", "type", "query", "unknown"],
)
async def test_arguments_that_do_not_fit_are_not_sent(
    document: Path, changes: dict[str, Any]
) -> None:
    async with serving(gives(200, b'{"paid": 5}')) as server:
        outcome = await refund(server.url, document, **changes)
        assert not outcome.ok
        assert not server.requests


async def test_a_refusal_gives_its_reason(document: Path) -> None:
    said = b'{"title": "Conflict", "detail": "Paid back already."}'
    async with serving(gives(409, said)) as server:
        outcome = await refund(server.url, document)
    assert (outcome.ok, outcome.text) == (False, "Paid back already.")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b'{"paid": "lots"}', ToolLied),
        (200, b"<html>", ToolLied),
        (401, b"", ToolUnreachable),
        (302, b"", ToolUnreachable),
        (429, b"", ToolUnreachable),
        (500, b"", ToolTimedOut),
        (504, b"", ToolTimedOut),
    ],
)
async def test_what_is_no_answer_says_whether_it_may_have_happened(
    document: Path, status: int, body: bytes, error: type[ToolFailed]
) -> None:
    async with serving(gives(status, body)) as server:
        with pytest.raises(error):
            await refund(server.url, document)


async def test_a_server_that_hangs_may_have_acted(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_: asyncio.StreamWriter, __: Request) -> None:
        let_pass(LONG, monkeypatch)
        await asyncio.sleep(LONG * 10)

    async with serving(hang) as server:
        with pytest.raises(ToolTimedOut):
            await refund(server.url, document)


async def test_fifty_megabytes_are_cut_off(document: Path) -> None:
    async def shout(writer: asyncio.StreamWriter, _: Request) -> None:
        await pour(writer, 50, "application/json", b'"')

    async with serving(shout) as server:
        with pytest.raises(ToolTooBig):
            await refund(server.url, document)
        await asyncio.wait_for(server.hung_up.wait(), LONG)


async def test_nobody_there_is_unreachable(document: Path) -> None:
    with pytest.raises(ToolUnreachable):
        await refund("http://127.0.0.1:1", document)


async def test_an_operation_that_changed_is_not_called(document: Path) -> None:
    pins = FakePins()
    async with serving(gives(200, b'{"paid": 5}')) as server:
        assert (
            await client(server.url, document, pins).call(
                "refund", {"order": "1", "amount": 5}, "key-1", LONG
            )
        ).ok
        document.write_text(json.dumps(described(summary="Pays back twice.")))
        with pytest.raises(ToolLied):
            await client(server.url, document, pins).call(
                "refund", {"order": "1", "amount": 5}, "key-2", LONG
            )
        assert len(server.requests) == 1


@pytest.mark.parametrize("text", ["[]", "no json", '{"openapi": "2.0"}', '{"openapi": "3.1"'])
async def test_what_is_no_description_is_a_lie(document: Path, text: str) -> None:
    document.write_text(text)
    with pytest.raises(ToolLied):
        await client("http://127.0.0.1:1", document).list_tools()
