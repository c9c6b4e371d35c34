"""kill -9 between a tool's effect and its record: one effect, a true end, true words to the customer.

The worker is `handrail work` as it is, the back office is the demo's own server, each a process of its own.
Between them stands a relay that holds the answer back until the worker is dead.
"""

import asyncio
import os
import signal
import sys
import uuid
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from handrail.actions.desk import Desk
from handrail.actions.open_conversation import Opened, open_conversation
from handrail.actions.pin_tool import StorePins
from handrail.actions.policy_shelf import PolicyShelf
from handrail.actions.receive_message import receive_message
from handrail.actions.take_turn import take_turn
from handrail.adapters.policy_files import load_policy
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.adapters.tools.open_servers import open_server
from handrail.demo.back_office.place import OfficePlace
from handrail.domain.customer import Customer
from handrail.tool_settings import ServerKind, ToolServerSettings
from tests.adapters.policy_files.text import SMALL
from tests.certificates import certify_all
from tests.domain.policies import read_as
from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.signals import FakeSignalReader
from tests.journeys.running import free_port

PATIENCE_S = 90
OWNER = "HB-1012"  # has one order, O-1012-1, of 48 euros
ASK = "please refund my order"
POLICY = """
[[kinds]]
name = "refund"
title = { en = "Refund", de = "Erstattung" }
risk = "low"
value = "low"
ai_may_answer = true
tool = "refund"
examples = ["refund my order", "money back please", "I want my money back", "pay me back", "refund"]

[[tools]]
name = "list_orders"
title = { en = "See orders", de = "Bestellungen sehen" }
server = "back_office"
who = "ai"
effect = false
sees = ["customer.external_id"]
[tools.arguments.customer_id]
own = "customer.external_id"

[[tools]]
name = "refund"
title = { en = "Refund", de = "Erstatten" }
server = "back_office"
who = "ai"
idempotent = IDEMPOTENT
sees = ["customer.external_id"]
[tools.arguments.customer_id]
own = "customer.external_id"
[tools.arguments.order_id]
[tools.arguments.order_id.choose]
tool = "list_orders"
items = "orders"
value = "order_id"
label = "{item}"
ask = { en = "Which?", de = "Welche?" }
none = { en = "None.", de = "Keine." }
[tools.arguments.amount_eur]
type = "number"
value = 20
[tools.tells.amount_eur]
[tools.says]
effect = { en = "Refund {amount_eur} euros?", de = "{amount_eur} Euro erstatten?" }
done = { en = "{amount_eur} euros are refunded.", de = "{amount_eur} Euro sind erstattet." }
failed = { en = "Nothing is refunded.", de = "Nichts ist erstattet." }
unknown = { en = "I do not know whether it is refunded.", de = "Ich weiß nicht, ob es erstattet ist." }
refused = { en = "I may not.", de = "Ich darf nicht." }
declined = { en = "Nothing done.", de = "Nichts getan." }
waiting = { en = "A person decides.", de = "Ein Mensch entscheidet." }
"""


@dataclass
class Relay:
    """Between worker and back office; while it ``holds``, answers to calls of tools do not come through."""

    to: int
    holds: bool = False
    held: asyncio.Event = field(default_factory=asyncio.Event)
    dropped: asyncio.Event = field(default_factory=asyncio.Event)
    calls: int = 0
    port: int = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.to)
        asked = bytearray()

        async def requests() -> None:
            while chunk := await reader.read(65536):
                asked.extend(chunk)
                back.write(chunk)
                await back.drain()
            back.close()

        async def answers() -> None:
            while chunk := await there.read(65536):
                called = b'"tools/call"' in asked and b'"refund"' in asked
                if called:
                    self.calls += 1
                    asked.clear()
                    if self.holds:  # the office has answered, so it has acted
                        self.held.set()
                        await self.dropped.wait()
                        break
                writer.write(chunk)
                await writer.drain()
            writer.close()

        await asyncio.gather(requests(), answers(), return_exceptions=True)


@dataclass
class Stage:
    """A desk over the real store, its back office, the relay, and what workers need to know."""

    desk: Desk
    relay: Relay
    environment: dict[str, str]
    database_url: str

    async def value(self, sql: str, *arguments: object) -> object:
        connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(self.database_url)
        try:
            return await connection.fetchval(sql, *arguments)
        finally:
            await connection.close()

    async def until(self, sql: str, wanted: object, *arguments: object) -> None:
        for _ in range(PATIENCE_S * 5):
            if await self.value(sql, *arguments) == wanted:
                return
            await asyncio.sleep(0.2)
        raise AssertionError(f"{sql} never gives {wanted!r}")

    async def worker(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "handrail.cli", "work"), env=self.environment
        )

    async def asks_for_a_refund(self) -> Opened:
        """The customer asks, is told the effect, and says yes; the call is let through."""
        known = Customer(str(uuid.uuid4()), OWNER, "Ada")
        opened = await open_conversation(self.desk, "web", "en", known, "test")
        for text in (ASK, "yes"):
            await receive_message(self.desk, opened.id, opened.token, str(uuid.uuid4()), text)
            await take_turn(self.desk, opened.id)
        assert await self.value(CALL, opened.id) == "approved"
        return opened

    async def told(self, opened: Opened) -> list[str]:
        async with self.desk.store.transaction() as tx:
            events = await tx.events(opened.id)
        return [event.text or "" for event in events if event.speaker.value != "customer"]


CALL = "SELECT state FROM tool_calls WHERE conversation_id = $1::uuid AND tool = 'refund'"
PAID = "SELECT refunded_eur::float8 FROM back_office.orders WHERE id = 'O-1012-1'"
KEYS = "SELECT count(*) FROM back_office.done WHERE tool = 'refund'"


@asynccontextmanager
async def an_office(place: OfficePlace, database_url: str) -> AsyncGenerator[Process]:
    command = place.command({"DATABASE_URL": database_url})
    office = await asyncio.create_subprocess_exec(
        *command.arguments, env={**os.environ, **command.environment}
    )
    try:
        for _ in range(PATIENCE_S * 5):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", place.port)
            except OSError:
                await asyncio.sleep(0.2)
            else:
                writer.close()
                break
        yield office
    finally:
        office.kill()
        await office.wait()


@pytest.fixture
async def stage(database_url: str, tmp_path: Path, idempotent: bool) -> AsyncIterator[Stage]:
    place = OfficePlace(free_port(), "a-token-of-the-test")
    relay = Relay(place.port)
    listener = await asyncio.start_server(relay.carry, "127.0.0.1", 0)
    relay.port = listener.sockets[0].getsockname()[1]
    settings = tmp_path / "tools.toml"
    settings.write_text(
        f'[[servers]]\nname = "back_office"\nkind = "mcp"\nauth_env = "OFFICE"\n'
        f'url = "http://127.0.0.1:{relay.port}/mcp"\n'
    )
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "HANDRAIL_TOOLS": str(settings),
        "OFFICE": f"Bearer {place.token}",
    }
    text = SMALL + POLICY.replace("IDEMPOTENT", str(idempotent).lower())
    policy, signals = load_policy(text, "test"), FakeSignalReader()
    signals.readings[ASK] = read_as("refund")
    async with (
        an_office(place, database_url),
        await open_pool(database_url, 4) as pool,
        PostgresNotices(database_url) as notices,
    ):
        store = PostgresStore(pool, notices)
        await store.add_policy(policy, text, now(), "test")
        await store.activate_policy(policy.version, now(), "test")
        office = ToolServerSettings(
            "back_office", ServerKind.MCP, place.url, auth=f"Bearer {place.token}"
        )
        desk = Desk(
            store=store,
            signals=signals,
            knowledge=FakeKnowledge([]),
            notices=notices,
            policies=PolicyShelf(store, load_policy, signals),
            phraser=None,
            now=now,
            new_id=lambda: str(uuid.uuid4()),
            tools={"back_office": open_server(office, StorePins(store, now))},
        )
        await certify_all(desk, policy)
        yield Stage(desk, relay, environment, database_url)
    listener.close()


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("idempotent", "state", "words", "calls", "leads"),
    [
        (True, "done", "20 euros are refunded.", 2, "ai"),
        (False, "unknown_outcome", "I do not know whether it is refunded.", 1, "queued"),
    ],
    ids=["a key is done once", "it is not repeated"],
)
async def test_killed_between_effect_and_record(
    stage: Stage, state: str, words: str, calls: int, leads: str
) -> None:
    opened = await stage.asks_for_a_refund()
    stage.relay.holds = True
    first = await stage.worker()
    async with asyncio.timeout(PATIENCE_S):
        await stage.relay.held.wait()
    assert await stage.value(PAID) == 20.0  # it has happened
    assert await stage.value(CALL, opened.id) == "running"  # and is not in the record
    os.kill(first.pid, signal.SIGKILL)
    assert await first.wait() == -signal.SIGKILL
    assert not any("refunded." in text for text in await stage.told(opened))

    stage.relay.holds = False
    stage.relay.dropped.set()
    second = await stage.worker()
    try:
        await stage.until(CALL, state, opened.id)
        await stage.until(
            "SELECT count(*) FROM events WHERE conversation_id = $1::uuid AND text = $2",
            1,
            opened.id,
            words,
        )
        where = "SELECT state FROM conversations WHERE id = $1::uuid"
        await stage.until(where, leads, opened.id)
    finally:
        second.terminate()
        await second.wait()
    assert await stage.value(PAID) == 20.0  # once
    assert await stage.value(KEYS) == 1
    assert stage.relay.calls == calls
    said = [text for text in await stage.told(opened) if "refunded" in text]
    assert said == [words]
