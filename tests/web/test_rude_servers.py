"""Tool servers without manners, from the customer's message to the record and to the words they read.

The server is a process of its own, spoken to over HTTP by the real client; actions, store and pins are real.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from handrail.actions.ask_server import GRACE_S
from handrail.actions.pin_tool import StorePins
from handrail.actions.run_call import run_call
from handrail.actions.tool_port import ToolServer
from handrail.adapters.tools.open_servers import open_server
from handrail.domain.tool import CallState
from handrail.tool_settings import ServerKind, ToolServerSettings
from handrail.web.identity import proof_of
from tests.adapters.tools.servers import let_pass
from tests.domain.policies import read_as
from tests.domain.tools import TOOLS, a_policy_with_tools
from tests.web.webs import API, IDENTITY_SECRET, Customer, Web, a_web

ASK = "please block my card"
PATIENT = 60.0  # seconds that no test waits for


@dataclass
class Rude:
    """A desk with a rude server, and what a test may turn and count."""

    web: Web
    folder: Path

    def behave(self, manners: str) -> None:
        (self.folder / "manners").write_text(manners)

    @property
    def effects(self) -> int:
        kept = self.folder / "effects"
        return len(kept.read_text().split()) if kept.exists() else 0

    async def blocks(self) -> Customer:
        """A customer asks to have their card blocked, and says yes; the call is made."""
        web = self.web
        proven = {"external_id": "C-1", "proof": proof_of(IDENTITY_SECRET, "C-1")}
        customer = await web.customer(customer=proven)
        web.signals.readings[ASK] = read_as("block")
        for text in (ASK, "yes"):
            await web.writes(customer, text)
            await web.turn(customer)
        async with web.parts.desk.store.transaction() as tx:
            approved = [
                call for call in await tx.calls(customer.id) if call.state is CallState.APPROVED
            ]
        for call in approved:
            await run_call(web.parts.desk, customer.id, call.id)
        return customer

    async def time_passes_once_it_acted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        while not self.effects:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.02)
        let_pass(PATIENT + GRACE_S, monkeypatch)

    async def record(self, customer: Customer) -> dict[str, Any]:
        """The latest call of the card's block, as an auditor reads it."""
        auditor = await self.web.signed_in("steward")
        query = {"tool": "block_card", "q": customer.id}
        found = await self.web.client.get(f"{API}/calls", params=query, headers=auditor)
        return found.json()["items"][0]

    async def told(self, customer: Customer) -> list[str]:
        answer = await self.web.client.get(f"{customer.path}/events", headers=customer.headers)
        return [
            event.get("text", "")
            for event in answer.json()["events"]
            if event["from"] != "customer"
        ]


@pytest.fixture
async def rude(database_url: str, tmp_path: Path) -> AsyncIterator[Rude]:
    (tmp_path / "manners").write_text("honest")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.adapters.tools.rude_office", str(tmp_path)
    )
    try:
        for _ in range(1200):
            if (tmp_path / "url").exists():
                break
            await asyncio.sleep(0.05)
        specs = {name: replace(spec, deadline_s=PATIENT, rates=()) for name, spec in TOOLS.items()}
        policy = replace(a_policy_with_tools(), tools=specs)
        tools: dict[str, ToolServer] = {}
        async with a_web(database_url, policy=policy, tools=tools) as web:
            await web.staff()
            desk = web.parts.desk
            settings = ToolServerSettings(
                "back_office", ServerKind.MCP, (tmp_path / "url").read_text()
            )
            tools["back_office"] = open_server(settings, StorePins(desk.store, desk.now))
            yield Rude(web, tmp_path)
    finally:
        process.kill()
        await process.wait()


UNKNOWN = "Nobody knows whether I did block Visa 4711."
NOT_DONE = "I could not block Visa 4711."


async def test_an_honest_one_blocks_the_card(rude: Rude) -> None:
    customer = await rude.blocks()
    assert (await rude.record(customer))["state"] == "done"
    assert (await rude.told(customer))[-1] == "Done: block Visa 4711."
    assert rude.effects == 1


@pytest.mark.parametrize(
    ("manners", "outcome"),
    [
        ("never", "No answer within 60 s."),
        ("contradicts", "breaks its own schema"),
        ("50mb", "too large to read"),
    ],
)
async def test_what_may_have_happened_is_said_to_be_unknown_and_a_person_comes(
    rude: Rude, manners: str, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rude.behave(manners)
    if manners == "never":
        passing = rude.time_passes_once_it_acted(monkeypatch)
        customer, _ = await asyncio.gather(rude.blocks(), passing)
    else:
        customer = await rude.blocks()
    record = await rude.record(customer)
    assert record["state"] == "unknown_outcome"
    assert outcome in record["outcome"]
    assert record["steps"][-1]["state"] == "unknown_outcome"
    told = await rude.told(customer)
    assert UNKNOWN in told
    assert not any(text.startswith(("Done", "I could not")) for text in told)
    assert rude.effects == 1  # it acted, and was not asked again
    staff = await rude.web.signed_in()
    queue = await rude.web.client.get(
        f"{API}/conversations", params={"view": "queue"}, headers=staff
    )
    assert [row["id"] for row in queue.json()["items"]] == [customer.id]


@pytest.mark.parametrize("manners", ["renames", "alters"])
async def test_one_that_changed_since_it_was_accepted_is_not_called_and_that_is_said(
    rude: Rude, manners: str
) -> None:
    first = await rude.blocks()  # accepts the tool as it is
    assert (await rude.record(first))["state"] == "done"
    rude.behave(manners)
    customer = await rude.blocks()
    record = await rude.record(customer)
    assert record["state"] == "failed"
    assert "otherwise than when it was accepted" in record["outcome"]
    assert (await rude.told(customer))[-1] == NOT_DONE
    assert rude.effects == 1
    rude.behave("honest")
    again = await rude.blocks()
    assert (await rude.record(again))["state"] == "done"


async def test_a_list_of_tools_of_50_mb_is_not_read_and_nothing_is_done(rude: Rude) -> None:
    rude.behave("50mb-list")
    customer = await rude.blocks()
    told = await rude.told(customer)
    assert any(text.startswith("I could not block") for text in told)
    assert not any(text.startswith("Done") for text in told)
    assert rude.effects == 0
