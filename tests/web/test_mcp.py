"""The desk as an MCP server, through a real client over a real connection."""

import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, TextContent

from handrail.domain.policy import Policy
from tests.actions.desks import ROUTINE
from tests.domain.playbooks import BOOK
from tests.domain.policies import read_as
from tests.web.webs import Web, a_web, served

QUESTION = "what are your opening hours"


@pytest.fixture
async def web(database_url: str) -> AsyncGenerator[Web]:
    async with a_web(database_url, mcp=True) as made:
        made.signals.readings[QUESTION] = ROUTINE
        yield made


@asynccontextmanager
async def calling(web: Web, headers: Mapping[str, str]) -> AsyncGenerator[Client]:
    async with (
        served(web.app) as url,
        httpx2.AsyncClient(headers=dict(headers)) as http,
        Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
    ):
        yield client


async def call(client: Client, tool: str, **arguments: Any) -> CallToolResult:
    return await client.call_tool(tool, arguments)


def said(result: CallToolResult) -> str:
    return " ".join(block.text for block in result.content if isinstance(block, TextContent))


async def test_assesses_a_moment_and_searches_with_the_scope_for_it(web: Web) -> None:
    async with calling(web, await web.key("assess")) as client:
        tools = (await client.list_tools()).tools
        assert {t.name for t in tools} == {"assess_moment", "brief", "search_knowledge", "hand_off"}
        assessed = (await call(client, "assess_moment", text=QUESTION)).structured_content
        assert (assessed["lead"], assessed["kind"]) == ("AI", "hours")
        found = (await call(client, "search_knowledge", question=QUESTION)).structured_content
        assert found["passages"]
        refused = await call(client, "brief", conversation_id=str(uuid.uuid4()))
        assert refused.is_error
        assert "conversations:read" in said(refused)


async def test_briefs_with_the_scope_for_it(web: Web) -> None:
    customer = await web.customer()
    await web.writes(customer, QUESTION)
    await web.turn(customer)
    async with calling(web, await web.key("conversations:read")) as client:
        assert (await call(client, "brief", conversation_id=customer.id)).structured_content
        nowhere = await call(client, "brief", conversation_id=str(uuid.uuid4()))
        assert "no such conversation" in said(nowhere)
        assert (await call(client, "assess_moment", text="Hi")).is_error


async def test_a_briefing_with_a_playbook_that_branches_can_be_read(web: Web) -> None:
    policy = replace(web.policy, playbooks=(BOOK,))

    def with_playbook(text: str, source: str) -> Policy:
        return policy

    web.parts.desk.policies.read = with_playbook
    web.signals.readings["My card is gone"] = read_as("card")
    customer = await web.customer()
    await web.writes(customer, "My card is gone")
    await web.turn(customer)
    async with calling(web, await web.key("conversations:read")) as client:
        made = (await call(client, "brief", conversation_id=customer.id)).structured_content
    assert [step["name"] for step in made["playbook"]["steps"]][:2] == ["block", "identify"]


async def test_hands_off_only_for_a_named_member_of_staff(web: Web) -> None:
    customer, member = await web.customer(), await web.staff("staff")
    key = await web.key("desk")
    async with calling(web, key) as client:
        refused = await call(client, "hand_off", conversation_id=customer.id)
        assert "On-Behalf-Of" in said(refused)
    async with calling(web, {**key, "On-Behalf-Of": member.email}) as client:
        first = await call(client, "hand_off", conversation_id=customer.id, note="urgent")
        again = await call(client, "hand_off", conversation_id=customer.id)
    assert first.structured_content == again.structured_content
    async with web.parts.desk.store.transaction() as tx:
        handoff = await tx.current_handoff(customer.id)
    assert handoff is not None
    assert (handoff.asked_by, handoff.note) == ("staff", "urgent")


async def test_lets_nobody_in_without_a_key(web: Web) -> None:
    customer = await web.customer()
    for headers in ({}, customer.headers, {"Authorization": "Bearer hk_unknown"}):
        answer = await web.client.post("/mcp", headers=headers, json={})
        assert answer.status_code == 401
    cookie = await web.signed_in("admin")
    assert (await web.client.post("/mcp", headers=cookie, json={})).status_code == 401


async def test_is_not_there_unless_it_is_switched_on(database_url: str) -> None:
    async with a_web(database_url) as off:
        answer = await off.client.post("/mcp", headers=await off.key("assess"), json={})
    assert answer.status_code in (404, 405)
