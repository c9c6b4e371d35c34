"""A web application for tests: the real store and read side, fakes for models, people who sign in."""

import asyncio
import hashlib
import secrets
import socket
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from argon2 import PasswordHasher
from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from handrail.actions.desk import Desk
from handrail.actions.gap_rows import GapTools
from handrail.actions.model_ports import FormFiller
from handrail.actions.policy_shelf import PolicyShelf
from handrail.actions.ports import PolicyReader, StaffMember
from handrail.actions.take_turn import take_turn
from handrail.actions.tool_port import ToolServers
from handrail.actions.translate_by_model import ModelTranslator
from handrail.actions.translator import Translator
from handrail.actions.views import ApiKey
from handrail.adapters.postgres.accounts import PostgresAccounts
from handrail.adapters.postgres.board import PostgresBoard
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.adapters.postgres.watch import Watchtower
from handrail.adapters.signals.grouping import group_alike
from handrail.domain.policy import Policy, PolicyError
from handrail.web.app import WebParts, WebSettings, create_app
from handrail.web.server import Server
from tests.actions.desks import HOURS, LOANS, MONDAY_NOON
from tests.certificates import certify_all
from tests.domain.policies import a_policy
from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.personal_data import FakePersonalData
from tests.fakes.signals import FakeSignalReader
from tests.fakes.webhook_sender import FakeWebhookSender
from tests.web.contract import hold_to_contract

ORIGIN = "http://testserver.local"
PASSWORD = "correct horse battery"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
API = "/api/v1"
CONTRACT = {"response": [hold_to_contract]}


@dataclass
class Customer:
    """A customer with an open conversation."""

    id: str
    token: str

    @property
    def path(self) -> str:
        return f"{API}/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


IDENTITY_SECRET = "a secret of the company's own server"


@dataclass
class Web:
    """An application over a real database, and what a test may turn."""

    app: Litestar
    parts: WebParts
    signals: FakeSignalReader
    policy: Policy
    clock: list[datetime]
    client: AsyncClient
    made: list[str] = field(default_factory=list[str])

    async def customer(self, **body: object) -> Customer:
        answer = await self.client.post(f"{API}/conversations", json=body)
        assert answer.status_code == 201, answer.text
        opened = answer.json()
        return Customer(opened["id"], opened["token"])

    async def writes(self, customer: Customer, text: str) -> int:
        body = {"client_id": str(uuid.uuid4()), "text": text}
        answer = await self.client.post(
            f"{customer.path}/messages", json=body, headers=customer.headers
        )
        assert answer.status_code == 202, answer.text
        return answer.json()["seq"]

    async def turn(self, customer: Customer) -> None:
        await take_turn(self.parts.desk, customer.id)

    async def staff(self, *roles: str) -> StaffMember:
        member = StaffMember(
            str(uuid.uuid4()), f"{uuid.uuid4()}@example.com", "Ada", roles or ("staff",)
        )
        await self.parts.accounts.add_staff(member, PASSWORD_HASH)
        return member

    async def signed_in(self, *roles: str) -> dict[str, str]:
        """The headers of a browser in which somebody with these roles has signed in."""
        return await self.session_of(await self.staff(*roles))

    async def session_of(self, member: StaffMember) -> dict[str, str]:
        answer = await self.client.post(
            f"{API}/session", json={"email": member.email, "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        self.client.cookies.clear()
        token = answer.headers["set-cookie"].split(";")[0]
        return {"Cookie": token, "Sec-Fetch-Site": "same-origin"}

    async def key(self, *scopes: str) -> dict[str, str]:
        secret = "hk_" + secrets.token_urlsafe(32)
        key = ApiKey(str(uuid.uuid4()), "program", scopes, self.clock[0])
        hashed = hashlib.sha256(secret.encode()).digest()
        await self.parts.accounts.add_api_key(key, hashed, "test")
        return {"Authorization": f"Bearer {secret}"}


def read_policy(policy: Policy) -> PolicyReader:
    """A policy reader that knows one policy, and refuses every other text."""

    def read(text: str, source: str) -> Policy:
        if text != "test":
            raise PolicyError(source, "policy.name", "it is missing", "Give the policy a name")
        return policy

    return read


@asynccontextmanager
async def a_web(
    database_url: str,
    demo: bool = True,
    certified: bool = True,
    policy: Policy | None = None,
    tools: ToolServers | None = None,
    mcp: bool = False,
    filler: FormFiller | None = None,
    translator: Translator | None = None,
) -> AsyncGenerator[Web]:
    policy, signals, clock = policy or a_policy(), FakeSignalReader(), [MONDAY_NOON]
    async with (
        await open_pool(database_url, 8) as pool,
        PostgresNotices(database_url) as notices,
        Watchtower(database_url) as watchtower,
    ):
        store = PostgresStore(pool, notices)
        await store.add_policy(policy, "test", clock[0], "test")
        await store.activate_policy(policy.version, clock[0], "test")
        desk = Desk(
            store=store,
            signals=signals,
            knowledge=FakeKnowledge([HOURS, LOANS]),
            notices=notices,
            policies=PolicyShelf(store, read_policy(policy), signals),
            phraser=None,
            now=lambda: clock[0],
            new_id=lambda: str(uuid.uuid4()),
            gap_tools=GapTools(group_alike, FakePersonalData()),
            tools={} if tools is None else tools,
            webhooks=FakeWebhookSender(),
            filler=filler,
            translator=translator or (ModelTranslator(filler) if filler is not None else None),
        )
        if certified:
            await certify_all(desk, policy)
        parts = WebParts(
            desk=desk,
            board=PostgresBoard(pool),
            accounts=PostgresAccounts(pool),
            watchtower=watchtower,
            settings=WebSettings(
                ORIGIN,
                ("https://shop.example",),
                demo=demo,
                mcp=mcp,
                identity_secret=IDENTITY_SECRET,
            ),
        )
        app = create_app(parts)
        here = ASGITransport(app=app, raise_app_exceptions=False)  # pyright: ignore[reportArgumentType]
        async with (
            alive(app),
            AsyncClient(transport=here, base_url=ORIGIN, event_hooks=CONTRACT) as client,
        ):
            yield Web(app, parts, signals, policy, clock, client)


@asynccontextmanager
async def alive(app: Litestar) -> AsyncGenerator[None]:
    """The application started; in a task of its own, because it may not end in another's."""
    started, over = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            started.set()
            await over.wait()

    living = asyncio.create_task(live())
    await started.wait()
    try:
        yield
    finally:
        over.set()
        await living


@asynccontextmanager
async def served(app: Litestar) -> AsyncGenerator[str]:
    """The address of a real server for this application."""
    listening = socket.socket()  # bound here, so that nobody takes its port meanwhile
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = Server(app, "127.0.0.1", port)
    running = asyncio.create_task(server.serve([listening]))
    while not server.started:
        await asyncio.sleep(0.01)
        assert not running.done()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await running
