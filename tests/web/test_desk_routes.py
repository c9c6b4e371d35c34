"""The desk's walk over HTTP: offered, accepted, briefed, answered, handed back, reviewed, recorded."""

import uuid
from datetime import timedelta
from typing import Any

from httpx import Response

from tests.domain.policies import read_as
from tests.web.webs import API, Customer, Web


async def get(web: Web, path: str, headers: dict[str, str]) -> dict[str, Any]:
    answer = await web.client.get(f"{API}{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def act(
    web: Web, customer: Customer, what: str, headers: dict[str, str], **body: object
) -> Response:
    return await web.client.post(f"{customer.path}/{what}", json=body, headers=headers)


async def test_a_person_takes_over_and_hands_back(web: Web) -> None:
    staff = await web.signed_in("staff")
    me = await web.client.put(f"{API}/presence", json={"presence": "available"}, headers=staff)
    assert me.json()["presence"] == "available"
    customer = await web.customer(customer={"external_id": "C-1", "name": "Eve"})
    await web.writes(customer, "I want to talk to a person about my card, please")
    await web.client.post(f"{customer.path}/handoff", json={}, headers=customer.headers)
    desk = await get(web, "/desk", staff)
    assert desk["counts"] == {
        "queued": 1, "offered_to_me": 0, "mine": 0, "reviews": 0, "ai": 0, "callbacks": 0,
        "samples": 0, "approvals": 0,
        "notices": 0,
        "promises": 0,
    }  # fmt: skip
    queue = await get(web, "/conversations?view=queue", staff)
    [row] = queue["items"]
    assert queue["total"] == 1
    assert row["id"] == customer.id
    assert row["owner"] == {"party": "desk"}
    assert row["handoff"]["position"] == 1
    assert row["sla"] in ("ok", "soon", "late")
    assert row["due_at"] > row["waiting_since"]
    assert row["customer"]["name"] == "Eve"

    accepted = await act(web, customer, "acceptance", staff)
    assert accepted.status_code == 200
    detail = accepted.json()
    assert detail["conversation"]["state"] == "person"
    assert detail["conversation"]["owner"]["staff"]["name"] == "Ada"
    assert {line["section"] for line in detail["briefing"]["lines"]} >= {"need", "passed_on"}
    assert detail["customer"]["external_id"] == "C-1"

    body = {"client_id": str(uuid.uuid4()), "text": "I am Ada, how can I help?"}
    first, again = [await act(web, customer, "staff-messages", staff, **body) for _ in range(2)]
    assert first.status_code == again.status_code == 202
    assert first.json() == again.json()
    noted = await act(web, customer, "notes", staff, text="Sounds worried.")
    assert noted.status_code == 201
    web.clock[0] += timedelta(seconds=1)
    colleague = await web.signed_in("staff")
    assert (await act(web, customer, "takeover", colleague)).status_code == 409
    back = await act(web, customer, "return", staff, ai_may="how_to_only", note="All done.")
    assert back.json()["ai_may"] == "how_to_only"
    assert [note["text"] for note in back.json()["notes"]] == ["Sounds worried.", "All done."]
    closed = await act(web, customer, "closure", staff, reason="Solved.")
    assert closed.json()["conversation"]["state"] == "closed"
    assert (await act(web, customer, "closure", staff)).status_code == 409

    events = await get(web, f"/conversations/{customer.id}/events", staff)
    said = [event for event in events["events"] if event["kind"] == "message"]
    assert said[-1]["provenance"] == {"made_by": "person", "staff": {"name": "Ada"}}
    assert (await get(web, "/conversations?view=closed&q=my+card", staff))["total"] == 1
    assert (await get(web, "/conversations?view=closed&q=elephant", staff))["total"] == 0


async def test_a_person_checks_what_the_ai_wrote(web: Web) -> None:
    staff = await web.signed_in("staff", "supervisor")
    await web.client.put(f"{API}/presence", json={"presence": "available"}, headers=staff)
    customer = await web.customer()
    text = "How long does a loan take?"
    web.signals.readings[text] = read_as("loan")
    await web.writes(customer, text)
    await web.turn(customer)
    detail = await get(web, f"/conversations/{customer.id}", staff)
    draft = detail["draft"]
    assert detail["conversation"]["state"] == "review"
    wrong = await act(web, customer, "review", staff, draft_id=str(uuid.uuid4()), verdict="send")
    assert wrong.status_code == 409
    sent = await act(
        web, customer, "review", staff, draft_id=draft["id"], verdict="send", text="Two days."
    )
    assert sent.status_code == 200, sent.text
    assert "draft" not in sent.json()
    events = await get(web, f"/conversations/{customer.id}/events", staff)
    last = events["events"][-1]
    assert last["text"] == "Two days."
    assert last["provenance"] == {"made_by": "ai_draft", "staff": {"name": "Ada"}}

    record = await get(web, f"/conversations/{customer.id}/decisions", staff)
    [decision] = record["decisions"]
    assert (decision["lead"], decision["kind"]) == ("REVIEW", "loan")
    assert decision["policy"] == {"name": "test", "version": "v1"}
    page = await get(web, "/decisions?lead=REVIEW&kind=loan&q=loan&limit=1", staff)
    assert page["items"][0]["conversation_id"] == customer.id
    assert page["items"][0]["text"] == text
    assert (await get(web, "/decisions?lead=AI", staff))["items"] == []


async def test_a_supervisor_sees_everything_and_stops_the_ai(web: Web) -> None:
    supervisor = await web.signed_in("supervisor")
    customer = await web.customer()
    await web.client.post(f"{customer.path}/handoff", json={}, headers=customer.headers)
    seen = await get(web, "/supervision", supervisor)
    assert [row["id"] for row in seen["waiting"]] == [customer.id]
    assert seen["leads"]["PERSON"] == 1
    stopped = await web.client.put(
        f"{API}/ai-switch", json={"stopped": True, "reason": "drill"}, headers=supervisor
    )
    assert stopped.json()["stopped_by"] == "Ada"
    assert (await get(web, "/desk", supervisor))["ai"]["reason"] == "drill"
    other = await web.customer()
    await web.writes(other, "When are you open?")
    await web.turn(other)
    row = (await get(web, f"/conversations/{other.id}", supervisor))["conversation"]
    assert (row["state"], row["lead"]) == ("queued", "PERSON")
    started = await web.client.put(f"{API}/ai-switch", json={"stopped": False}, headers=supervisor)
    assert "stopped_at" not in started.json()


async def test_the_policy_and_its_versions(web: Web) -> None:
    steward = await web.signed_in("steward")
    known = await get(web, "/policies", steward)
    assert known["active"] == {"name": "test", "version": "v1"}
    policy = await get(web, "/policies/v1", steward)
    kinds = {kind["name"]: kind for kind in policy["kinds"]}
    assert kinds["card"]["lead"] == "PERSON"
    assert kinds["loan"]["lead"] == "REVIEW"
    assert kinds["hours"]["lead"] == "AI"
    assert kinds["account"]["lead"] == "PERSON"
    assert policy["tiers"]["high"]["low"] == "high"
    assert len(policy["hard_rules"]) == 7
    loaded = await web.client.post(f"{API}/policies", json={"toml": "test"}, headers=steward)
    assert loaded.status_code == 201
    active = await web.client.post(f"{API}/policies/v1/activation", json={}, headers=steward)
    assert active.json()["active_since"]
    unknown = await web.client.post(f"{API}/policies/v9/activation", json={}, headers=steward)
    assert unknown.status_code == 404


async def test_assessing_keeps_nothing(web: Web) -> None:
    program = await web.key("assess")
    web.signals.readings["My card is gone"] = read_as("card")
    body = {
        "text": "My card is gone",
        "locale": "de",
        "history": [{"from": "customer", "text": "Hello"}, {"from": "ai", "text": "Hello!"}],
        "policy": "test",
    }
    answer = await web.client.post(f"{API}/assess", json=body, headers=program)
    assert answer.status_code == 200, answer.text
    assessed = answer.json()
    assert (assessed["lead"], assessed["rule"]) == ("PERSON", "suspected_fraud")
    assert assessed["would_answer"] is False
    unknown = await web.client.post(
        f"{API}/assess", json={**body, "policy": "none"}, headers=program
    )
    assert unknown.status_code == 422
    assert unknown.json()["field"] == "policy"
    staff = await web.signed_in()
    assert (await get(web, "/conversations", staff))["total"] == 0


async def test_pages_of_a_list_follow_one_another(web: Web) -> None:
    staff = await web.signed_in()
    made = {(await web.customer()).id for _ in range(5)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = await get(web, f"/conversations?limit=2&cursor={cursor}", staff)
        seen += [row["id"] for row in page["items"]]
        if "next_cursor" not in page:
            break
        cursor = page["next_cursor"]
    assert len(seen) == 5
    assert set(seen) == made


async def test_the_desk_is_alive_and_ready(web: Web) -> None:
    assert (await web.client.get("/healthz")).json() == {"status": "ok"}
    assert (await web.client.get("/readyz")).json() == {"status": "ok"}
