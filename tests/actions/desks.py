"""A desk for tests of actions: the real store, and fakes for everything that is not the database."""

import itertools
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from handrail.actions.desk import Desk
from handrail.actions.gap_rows import GapTools
from handrail.actions.open_conversation import Opened, open_conversation
from handrail.actions.policy_shelf import PolicyShelf
from handrail.actions.ports import Phraser, StaffMember
from handrail.actions.receive_message import receive_message
from handrail.adapters.postgres.accounts import PostgresAccounts
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.adapters.signals.grouping import group_alike
from handrail.domain.conversation import Conversation, Event
from handrail.domain.knowledge import Article
from handrail.domain.policy import Policy
from handrail.domain.signals import Signals
from tests.certificates import certify_all
from tests.domain.policies import a_policy, read_as
from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.notices import FakeNotices
from tests.fakes.personal_data import FakePersonalData
from tests.fakes.signals import FakeSignalReader

HOURS = Article(
    "opening-hours",
    "opening hours",
    "We are open from 8 to 20.\n\nClosed on Sundays.",
    "customer",
    "en",
    ("hours",),
    (),
    date(2026, 10, 1),
)
LOANS = replace(HOURS, slug="loans", title="a loan", text="A loan takes two days.", kinds=("loan",))
MONDAY_NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 11, tzinfo=UTC)


@dataclass
class Stage:
    """A desk, its fakes, and the clock."""

    desk: Desk
    accounts: PostgresAccounts
    signals: FakeSignalReader
    notices: FakeNotices
    policy: Policy
    policies: dict[str, Policy]  # by version, for those that a test loads beside it
    clock: list[datetime] = field(default_factory=list[datetime])
    names: "itertools.count[int]" = field(default_factory=itertools.count)

    def later(self, seconds: float) -> None:
        self.clock[0] += timedelta(seconds=seconds)

    async def customer(self, locale: str = "en") -> Opened:
        return await open_conversation(self.desk, "web", locale)

    async def asks(self, opened: Opened, text: str, signals: Signals | None = None) -> int:
        if signals is not None:
            self.signals.readings[text] = signals
        posted = await receive_message(self.desk, opened.id, opened.token, str(uuid.uuid4()), text)
        assert posted is not None
        return posted.seq

    async def staff(self, *roles: str, skills: tuple[str, ...] = ()) -> StaffMember:
        number = next(self.names)
        member = StaffMember(
            str(uuid.uuid4()),
            f"staff{number}@example.com",
            f"Staff {number}",
            roles or ("staff",),
            skills,
        )
        await self.accounts.add_staff(member, "hash")
        return member

    async def conversation(self, opened: Opened) -> Conversation:
        async with self.desk.store.transaction() as tx:
            found = await tx.conversation(opened.id)
        assert found is not None
        return found

    async def events(self, opened: Opened) -> list[Event]:
        async with self.desk.store.transaction() as tx:
            return await tx.events(opened.id)

    async def kinds(self, opened: Opened) -> list[str]:
        return [event.kind.value for event in await self.events(opened)]


@asynccontextmanager
async def a_stage(
    database_url: str,
    phraser: Phraser | None = None,
    at: datetime = MONDAY_NOON,
    certified: bool = True,
) -> AsyncGenerator[Stage]:
    """A desk whose kinds are certified, unless a test is about those that are not."""
    pool = await open_pool(database_url, 4)
    policy = a_policy()
    policies = {policy.version: policy}
    signals, notices, clock = FakeSignalReader(), FakeNotices(), [at]
    async with PostgresNotices(database_url) as sender:
        store = PostgresStore(pool, sender)
        await store.add_policy(policy, "test", at, "test")
        await store.activate_policy(policy.version, at, "test")
        desk = Desk(
            store=store,
            signals=signals,
            knowledge=FakeKnowledge([HOURS, LOANS]),
            notices=notices,
            policies=PolicyShelf(store, lambda text, source: policies[source], signals),
            phraser=phraser,
            now=lambda: clock[0],
            new_id=lambda: str(uuid.uuid4()),
            gap_tools=GapTools(group_alike, FakePersonalData()),
        )
        if certified:
            await certify_all(desk, policy)
        yield Stage(desk, PostgresAccounts(pool), signals, notices, policy, policies, clock)
    await pool.close()


ROUTINE = read_as("hours")
CHECKED = read_as("loan")
RISKY = read_as("card")
