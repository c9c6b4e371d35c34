"""Server: the back office's tools, offered through the Model Context Protocol on this machine."""

import hmac
import tomllib
from collections.abc import Awaitable, Mapping
from pathlib import Path
from typing import Annotated, Any, cast

import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field
from starlette.types import ASGIApp, Receive, Scope, Send

from handrail.adapters.postgres.pool import in_transaction, open_pool
from handrail.demo.back_office.books import Asked, Books, Refused, Row, prepare
from handrail.demo.back_office.shapes import (
    Appointments,
    BlockedCard,
    Cards,
    ChangedAppointment,
    NewCard,
    OpenCard,
    Orders,
    OrderStatus,
    Refund,
)

SEED = Path(__file__).with_name("seed.toml")
HOST = "127.0.0.1"
READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
ACTS = ToolAnnotations(read_only_hint=False, idempotent_hint=True, open_world_hint=False)

Own = Annotated[str, Field(min_length=1, max_length=40, description="the customer's number")]
Which = Annotated[str, Field(min_length=1, max_length=40)]
Key = Annotated[
    str, Field(min_length=8, max_length=200, description="the same key again acts only once")
]
Reason = Annotated[str, Field(min_length=1, max_length=200)]
Euros = Annotated[float, Field(gt=0, le=100_000)]


async def serve(database_url: str, port: int, token: str) -> None:
    """Serve until told to stop; only callers with the token are let in."""
    pool = await open_pool(database_url, 4)
    try:
        async with in_transaction(pool) as connection:
            await prepare(connection, read_seed())
        app = only_with(token, application(Books(pool)))
        config = uvicorn.Config(app, HOST, port, access_log=False, log_level="warning")
        await uvicorn.Server(config).serve()
    finally:
        await pool.close()


def read_seed() -> Mapping[str, object]:
    """The invented cards, orders and appointments of the demo's customers."""
    return tomllib.loads(SEED.read_text("utf-8"))


def application(books: Books) -> ASGIApp:
    """The server at ``/mcp``; no sessions, so that any process may answer any call."""
    server = MCPServer("back-office", version="1", log_level="WARNING")
    _offer_cards(server, books)
    _offer_orders(server, books)
    _offer_appointments(server, books)
    return server.streamable_http_app(stateless_http=True, json_response=True, host=HOST)


def only_with(token: str, app: ASGIApp) -> ASGIApp:
    """The same for callers who know the token; 401 for all others."""
    wanted = f"Bearer {token}".encode()

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope.get("headers", [])).get(b"authorization", b"")
        if scope["type"] == "lifespan" or hmac.compare_digest(given, wanted):
            await app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return guarded


def _offer_cards(server: MCPServer[Any], books: Books) -> None:
    @server.tool(annotations=READS)
    async def list_cards(customer_id: Own) -> Cards:
        """A customer's cards with their last four digits and whether they are blocked."""
        return cast(Cards, {"cards": await books.every("cards", customer_id)})

    @server.tool(annotations=ACTS)
    async def block_card(
        customer_id: Own, card_id: Which, reason: Reason, idempotency_key: Key
    ) -> BlockedCard:
        """Block a card at once. It can be unblocked until a replacement is ordered."""
        asked = Asked(idempotency_key, "block_card", customer_id, card_id, reason)
        return cast(BlockedCard, await told(books.block_card(asked)))

    @server.tool(annotations=ACTS)
    async def unblock_card(customer_id: Own, card_id: Which, idempotency_key: Key) -> OpenCard:
        """Let a blocked card be used again."""
        asked = Asked(idempotency_key, "unblock_card", customer_id, card_id)
        return cast(OpenCard, await told(books.unblock_card(asked)))

    @server.tool(annotations=ACTS)
    async def order_replacement_card(
        customer_id: Own, card_id: Which, idempotency_key: Key
    ) -> NewCard:
        """Order a new card for a blocked one; it comes by post."""
        asked = Asked(idempotency_key, "order_replacement_card", customer_id, card_id)
        return cast(NewCard, await told(books.order_replacement_card(asked)))


def _offer_orders(server: MCPServer[Any], books: Books) -> None:
    @server.tool(annotations=READS)
    async def list_orders(customer_id: Own) -> Orders:
        """A customer's orders, latest first."""
        return cast(Orders, {"orders": await books.every("orders", customer_id)})

    @server.tool(annotations=READS)
    async def order_status(customer_id: Own, order_id: Which) -> OrderStatus:
        """One order: where it is, and when it is expected."""
        return cast(OrderStatus, await told(books.order_status(customer_id, order_id)))

    @server.tool(annotations=ACTS)
    async def refund(
        customer_id: Own, order_id: Which, amount_eur: Euros, idempotency_key: Key
    ) -> Refund:
        """Pay a part of an order back, at most what is left of it."""
        asked = Asked(idempotency_key, "refund", customer_id, order_id, repr(amount_eur))
        return cast(Refund, await told(books.refund(asked, amount_eur)))

    @server.tool(annotations=ACTS)
    async def void_refund(customer_id: Own, refund_id: Which, idempotency_key: Key) -> Refund:
        """Take a refund back before it is paid out, within a day."""
        asked = Asked(idempotency_key, "void_refund", customer_id, refund_id)
        return cast(Refund, await told(books.void_refund(asked)))


def _offer_appointments(server: MCPServer[Any], books: Books) -> None:
    @server.tool(annotations=READS)
    async def list_appointments(customer_id: Own) -> Appointments:
        """A customer's appointments, in order of time."""
        every = await books.every("appointments", customer_id)
        return cast(Appointments, {"appointments": every})

    @server.tool(annotations=ACTS)
    async def cancel_appointment(
        customer_id: Own, appointment_id: Which, idempotency_key: Key
    ) -> ChangedAppointment:
        """Cancel an appointment."""
        asked = Asked(idempotency_key, "cancel_appointment", customer_id, appointment_id)
        return cast(ChangedAppointment, await told(books.cancel_appointment(asked)))

    @server.tool(annotations=ACTS)
    async def rebook_appointment(
        customer_id: Own, appointment_id: Which, idempotency_key: Key
    ) -> ChangedAppointment:
        """Book an appointment that was cancelled again, for the same time."""
        asked = Asked(idempotency_key, "rebook_appointment", customer_id, appointment_id)
        return cast(ChangedAppointment, await told(books.rebook_appointment(asked)))


async def told(action: Awaitable[Row]) -> Row:
    """What the action gives; a refusal reaches the caller as the tool's own words."""
    try:
        return await action
    except Refused as refused:
        raise ToolError(str(refused)) from refused
