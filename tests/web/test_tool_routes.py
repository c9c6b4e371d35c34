"""Tools over the API: who is known for sure, what staff decide, and the record."""

import uuid
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest

from handrail.actions.run_call import run_call
from handrail.web.identity import proof_of
from tests.domain.policies import read_as
from tests.domain.tools import a_policy_with_tools
from tests.fakes.tool_server import FakeToolServer, a_back_office
from tests.web.webs import API, IDENTITY_SECRET, Customer, Web, a_web

WANT, PAID = "refund my order", "80"


@pytest.fixture
def office() -> FakeToolServer:
    return a_back_office()


@pytest.fixture
async def shop(database_url: str, office: FakeToolServer) -> AsyncGenerator[Web]:
    policy, tools = a_policy_with_tools(), {"back_office": office}
    async with a_web(database_url, demo=False, policy=policy, tools=tools) as web:
        yield web


async def known(web: Web, number: str = "C-1") -> Customer:
    return await web.customer(
        customer={"external_id": number, "proof": proof_of(IDENTITY_SECRET, number)}
    )


async def over_the_limit(web: Web) -> Customer:
    """A customer whose refund waits for a person."""
    customer = await known(web)
    web.signals.readings[WANT] = read_as("refund")
    await web.staff()
    for text in (WANT, PAID, "yes"):
        await web.writes(customer, text)
        await web.turn(customer)
    return customer


async def calls(web: Web, staff: dict[str, str], customer: Customer) -> list[dict[str, Any]]:
    answer = await web.client.get(f"{customer.path}/calls", headers=staff)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_proof_that_does_not_fit_opens_nothing(shop: Web) -> None:
    body = {"customer": {"external_id": "C-1", "proof": "0" * 64}}
    answer = await shop.client.post(f"{API}/conversations", json=body)
    assert answer.status_code == 422
    assert answer.json()["field"] == "customer.proof"


async def test_a_number_without_proof_is_a_claim_and_no_tool_acts_on_it(
    shop: Web, office: FakeToolServer
) -> None:
    customer, staff = await shop.customer(customer={"external_id": "C-1"}), await shop.signed_in()
    shop.signals.readings[WANT] = read_as("refund")
    await shop.writes(customer, WANT)
    await shop.turn(customer)
    assert office.log == []
    tools = (await shop.client.get(f"{customer.path}/tools", headers=staff)).json()
    assert "identified_by" not in tools
    assert [tool["name"] for tool in tools["tools"]][-1] == "refund"


async def test_a_person_amends_and_approves(shop: Web, office: FakeToolServer) -> None:
    customer, staff = await over_the_limit(shop), await shop.signed_in()
    [waiting] = (await shop.client.get(f"{API}/approvals", headers=staff)).json()["items"]
    assert waiting["state"] == "awaiting_approval"
    rows = await shop.client.get(f"{API}/conversations", params={"view": "reviews"}, headers=staff)
    assert [row["id"] for row in rows.json()["items"]] == [customer.id]
    assert waiting["effect"] == "I will refund 80 for O-1 Vase. Shall I?"
    path = f"{API}/calls/{waiting['id']}"
    over = {"arguments": {**waiting["arguments"], "amount_eur": 900}}
    refused = await shop.client.post(f"{path}/approval", json=over, headers=staff)
    assert refused.status_code == 422
    assert "over the limit of 500" in refused.json()["detail"]
    amended = {"arguments": {**waiting["arguments"], "amount_eur": 60}}
    approved = await shop.client.post(f"{path}/approval", json=amended, headers=staff)
    assert approved.status_code == 200, approved.text
    again = await shop.client.post(f"{path}/approval", json=amended, headers=staff)
    assert again.status_code == 409
    await run_call(shop.parts.desk, customer.id, str(waiting["id"]))
    [done] = [each for each in await calls(shop, staff, customer) if each["tool"] == "refund"]
    assert done["state"] == "done"
    assert done["proposed"] == waiting["arguments"]
    assert [step.get("name") for step in done["steps"] if step["by"] == "staff"] == ["Ada"]
    assert office.orders["C-1"][0]["refunded"] == 60


async def test_a_person_refuses(shop: Web, office: FakeToolServer) -> None:
    customer, staff = await over_the_limit(shop), await shop.signed_in()
    [call] = [each for each in await calls(shop, staff, customer) if each["tool"] == "refund"]
    path = f"{API}/calls/{call['id']}/refusal"
    answer = await shop.client.post(path, json={"reason": "Too much."}, headers=staff)
    assert answer.json()["outcome"] == "Too much."
    assert all(tool != "refund" for tool, _, _ in office.log)


async def test_staff_call_a_tool_once_within_its_limits(shop: Web, office: FakeToolServer) -> None:
    customer, member = await known(shop), await shop.staff()
    staff = await shop.session_of(member)
    path = f"{customer.path}/calls"
    body = {
        "call_id": str(uuid.uuid4()),
        "tool": "block_card",
        "arguments": {"customer_id": "C-1", "card_id": "k1"},
        "confirmed": True,
    }
    assert (await shop.client.post(path, json=body, headers=staff)).status_code == 409
    await shop.client.post(f"{customer.path}/takeover", json={}, headers=staff)
    foreign = {**body, "arguments": {"customer_id": "C-2", "card_id": "k2"}}
    assert (await shop.client.post(path, json=foreign, headers=staff)).status_code == 422
    for _ in range(2):
        assert (await shop.client.post(path, json=body, headers=staff)).status_code == 202
    await run_call(shop.parts.desk, customer.id, str(body["call_id"]))
    assert [tool for tool, _, _ in office.log] == ["block_card"]
    [call] = await calls(shop, staff, customer)
    assert (call["state"], call["by_ai"]) == ("done", False)


async def test_auditors_find_calls_and_staff_do_not(shop: Web) -> None:
    await over_the_limit(shop)
    steward, staff = await shop.signed_in("steward"), await shop.signed_in()
    found = await shop.client.get(f"{API}/calls", params={"tool": "refund"}, headers=steward)
    assert [call["tool"] for call in found.json()["items"]] == ["refund"]
    page = await shop.client.get(f"{API}/calls", params={"limit": "1"}, headers=steward)
    rest = {"cursor": page.json()["next_cursor"], "q": "C-1"}
    assert (await shop.client.get(f"{API}/calls", params=rest, headers=steward)).json()["items"]
    wrong = await shop.client.get(f"{API}/calls", params={"state": "no"}, headers=steward)
    assert wrong.status_code == 400
    assert (await shop.client.get(f"{API}/calls", headers=staff)).status_code == 403


async def test_what_was_done_is_undone_once_and_told(shop: Web, office: FakeToolServer) -> None:
    customer, staff = await known(shop), await shop.signed_in()
    member = await shop.staff()
    leads = await shop.session_of(member)
    await shop.client.post(f"{customer.path}/takeover", json={}, headers=leads)
    body = {
        "call_id": str(uuid.uuid4()),
        "tool": "block_card",
        "arguments": {"customer_id": "C-1", "card_id": "k1"},
        "confirmed": True,
    }
    await shop.client.post(f"{customer.path}/calls", json=body, headers=leads)
    await run_call(shop.parts.desk, customer.id, str(body["call_id"]))
    [done] = await calls(shop, leads, customer)
    assert done["undo"]["effect"] == "I will unblock k1. Shall I?"
    assert done["undo"]["until"] > done["at"]
    assert "because" not in done["undo"]
    path, undo = f"{API}/calls/{done['id']}/undo", {"undo_id": str(uuid.uuid4())}
    assert (await shop.client.post(path, json=undo, headers=staff)).status_code == 409
    for _ in range(2):
        made = await shop.client.post(path, json=undo, headers=leads)
        assert made.status_code == 202, made.text
        assert made.json()["undoes"] == done["id"]
    await run_call(shop.parts.desk, customer.id, undo["undo_id"])
    assert [tool for tool, _, _ in office.log] == ["block_card", "unblock_card"]
    again = await shop.client.post(path, json={"undo_id": str(uuid.uuid4())}, headers=leads)
    assert again.status_code == 409
    assert "once" in again.json()["detail"]
    kept = {call["id"]: call for call in await calls(shop, leads, customer)}
    first, second = kept.pop(done["id"]), kept.pop(undo["undo_id"])
    assert not kept
    assert (first["undo"]["done_by"], first["undo"]["state"]) == (second["id"], "done")
    assert "undo" not in second
    told = await shop.client.get(f"{customer.path}/events", headers=customer.headers)
    assert told.json()["events"][-1]["text"] == "Done: unblock k1."
    audit = await shop.signed_in("steward")
    [record] = (
        await shop.client.get(f"{API}/calls", params={"tool": "block_card"}, headers=audit)
    ).json()["items"]
    assert record["undo"]["done_by"] == second["id"]


async def test_approvals_are_counted_and_come_by_their_deadline(shop: Web) -> None:
    first = await over_the_limit(shop)
    shop.clock[0] += timedelta(seconds=60)
    second = await over_the_limit(shop)
    staff = await shop.signed_in()
    items = (await shop.client.get(f"{API}/approvals", headers=staff)).json()["items"]
    assert [item["conversation_id"] for item in items] == [first.id, second.id]
    desk = (await shop.client.get(f"{API}/desk", headers=staff)).json()
    assert desk["counts"]["approvals"] == 2
