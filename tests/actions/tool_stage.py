"""A stage for tests of tools: a store in memory, a fake back office, and jobs done in order."""

import itertools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handrail.actions.desk import Desk
from handrail.actions.open_conversation import Opened, open_conversation
from handrail.actions.policy_shelf import PolicyShelf
from handrail.actions.ports import Job, JobKind, StaffMember
from handrail.actions.receive_message import receive_message
from handrail.domain.customer import Customer
from handrail.domain.policy import Policy
from handrail.domain.signals import Signals
from handrail.domain.tool import Call
from handrail.worker import work_at
from tests.actions.desks import HOURS, MONDAY_NOON
from tests.certificates import certify_all
from tests.domain.policies import read_as
from tests.domain.tools import a_policy_with_tools
from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.notices import FakeNotices
from tests.fakes.signals import FakeSignalReader
from tests.fakes.store import FakeStore
from tests.fakes.tool_server import FakeToolServer, a_back_office

DONE_HERE = (JobKind.TAKE_TURN, JobKind.RUN_CALL)


@dataclass
class ToolStage:
    desk: Desk
    store: FakeStore
    office: FakeToolServer
    signals: FakeSignalReader
    clock: list[datetime]
    names: "itertools.count[int]" = field(default_factory=itertools.count)
    done: int = 0

    def later(self, seconds: float) -> None:
        self.clock[0] += timedelta(seconds=seconds)

    async def customer(self, external_id: str | None = "C-1", *, sure: bool = True) -> Opened:
        known = Customer(str(uuid.uuid4()), external_id, "Ada")
        by = "test" if sure else None
        return await open_conversation(self.desk, "web", "en", known, by)

    async def says(self, opened: Opened, text: str, signals: Signals | None = None) -> None:
        """The customer writes, and everything that follows from it happens."""
        if signals is not None:
            self.signals.readings[text] = signals
        await receive_message(self.desk, opened.id, opened.token, str(uuid.uuid4()), text)
        await self.work()

    async def work(self) -> None:
        """Do the jobs that are due now, in order."""
        while self.done < len(self.store.rows.jobs):
            job = self.store.rows.jobs[self.done]
            self.done += 1
            if job.kind in DONE_HERE:
                await work_at(self.desk)[job.kind](job)

    async def lapse(self, call: Call) -> None:
        await work_at(self.desk)[JobKind.LAPSE_CALL](
            Job(JobKind.LAPSE_CALL, call.conversation_id, call.id)
        )

    def staff(self) -> StaffMember:
        number = next(self.names)
        member = StaffMember(str(uuid.uuid4()), f"s{number}@x", f"Staff {number}", ("staff",))
        self.store.rows.staff[member.id] = member
        self.store.rows.available_since[member.id] = self.clock[0]
        return member

    def call(self, tool: str) -> Call:
        """The latest call of a tool."""
        return [call for call in self.store.rows.calls.values() if call.tool == tool][-1]

    def heard(self, opened: Opened) -> list[str]:
        """What the customer was told, in order."""
        return [
            event.text or ""
            for (conversation, _), event in sorted(self.store.rows.events.items())
            if conversation == opened.id and event.speaker.value != "customer"
        ]

    def effects(self) -> list[tuple[str, Mapping[str, object]]]:
        """Calls that arrived and change something."""
        reading = ("list_cards", "list_orders", "order_status")
        return [(tool, values) for tool, values, _ in self.office.log if tool not in reading]


async def a_tool_stage(policy: Policy | None = None, *, certified: bool = True) -> ToolStage:
    """A desk with tools, whose kinds are certified unless a test is about those that are not."""
    policy = policy or a_policy_with_tools()
    clock, signals, office = [MONDAY_NOON], FakeSignalReader(), a_back_office()
    store = FakeStore(lambda: clock[0])
    await store.add_policy(policy, "test", clock[0], "test")
    await store.activate_policy(policy.version, clock[0], "test")
    desk = Desk(
        store=store,
        signals=signals,
        knowledge=FakeKnowledge([HOURS]),
        notices=FakeNotices(),
        policies=PolicyShelf(store, lambda text, source: policy, signals),
        phraser=None,
        now=lambda: clock[0],
        new_id=lambda: str(uuid.uuid4()),
        tools={"back_office": office},
    )
    if certified:
        await certify_all(desk, policy)
    stage = ToolStage(desk, store, office, signals, clock)
    stage.staff()
    return stage


BLOCK, STATUS, REFUND = read_as("block"), read_as("status"), read_as("refund")
