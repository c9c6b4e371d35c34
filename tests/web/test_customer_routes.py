"""Customers: open, write, read along, reach a person; their token opens that conversation only."""

import uuid

from tests.web.webs import API, Web


async def test_a_conversation_begins_with_the_disclosure(web: Web) -> None:
    answer = await web.client.post(f"{API}/conversations", json={"channel": "web", "locale": "de"})
    assert answer.status_code == 201
    opened = answer.json()
    assert set(opened) == {"id", "token", "disclosure"}
    headers = {"Authorization": f"Bearer {opened['token']}"}
    events = await web.client.get(f"{API}/conversations/{opened['id']}/events", headers=headers)
    [first] = events.json()["events"]
    assert first["seq"] == 1
    assert first["kind"] == "disclosure"
    assert first["text"] == opened["disclosure"]
    assert first["provenance"] == {"made_by": "system"}


async def test_a_message_is_kept_once(web: Web) -> None:
    customer = await web.customer()
    body = {"client_id": str(uuid.uuid4()), "text": "  When are you open? 🙂 "}
    first = await web.client.post(f"{customer.path}/messages", json=body, headers=customer.headers)
    again = await web.client.post(f"{customer.path}/messages", json=body, headers=customer.headers)
    assert first.status_code == again.status_code == 202
    assert first.json() == again.json() == {"seq": 2}
    events = await web.client.get(f"{customer.path}/events?after=1", headers=customer.headers)
    [message] = events.json()["events"]
    assert message["text"] == "When are you open? 🙂"
    assert message["from"] == "customer"
    assert message["data"]["client_id"] == body["client_id"]


async def test_the_longest_message_fits_however_it_is_escaped(web: Web) -> None:
    customer = await web.customer()
    escaped = "\\ud83d\\ude42" * 8000
    body = f'{{"client_id":"{uuid.uuid4()}","text":"{escaped}"}}'
    answer = await web.client.post(
        f"{customer.path}/messages",
        content=body,
        headers={**customer.headers, "Content-Type": "application/json"},
    )
    assert answer.status_code == 202
    long = {"client_id": str(uuid.uuid4()), "text": "x" * 8001}
    answer = await web.client.post(f"{customer.path}/messages", json=long, headers=customer.headers)
    assert answer.status_code == 422
    assert answer.json()["field"] == "text"


async def test_a_token_opens_its_own_conversation_only(web: Web) -> None:
    mine, others = await web.customer(), await web.customer()
    for method, resource, body in (
        ("POST", "messages", {"client_id": str(uuid.uuid4()), "text": "hello"}),
        ("GET", "events", None),
        ("GET", "events/stream", None),
        ("GET", "handoff", None),
        ("POST", "handoff", {}),
        ("PATCH", "handoff", {"note": "hello"}),
        ("DELETE", "handoff", None),
    ):
        path = f"{others.path}/{resource}"
        wrong = await web.client.request(method, path, json=body, headers=mine.headers)
        assert wrong.status_code == 404, (method, resource, wrong.text)
        none = await web.client.request(method, path, json=body)
        assert none.status_code == 401, (method, resource, none.text)
    events = await web.client.get(f"{others.path}/events", headers=others.headers)
    assert len(events.json()["events"]) == 1


async def test_the_way_to_a_person_and_back(web: Web) -> None:
    customer = await web.customer()
    card = (await web.client.get(f"{customer.path}/handoff", headers=customer.headers)).json()
    assert card["state"] == "none"
    assert card["in_hours"] is True
    assert len(card["callback_slots"]) == 6

    async def wish(**body: object) -> dict[str, object]:
        answer = await web.client.post(
            f"{customer.path}/handoff", json=body, headers=customer.headers
        )
        assert answer.status_code == 202, answer.text
        return answer.json()

    asked = await wish(note="My card\x00 is gone")
    assert asked["state"] == "queued"
    assert asked["position"] == 1
    assert asked["note"] == "My card is gone"
    assert (await wish(prefer="message"))["state"] == "message"
    booked = await wish(prefer="callback", callback_at=card["callback_slots"][2])
    assert booked["state"] == "callback"
    changed = await web.client.patch(
        f"{customer.path}/handoff", json={"note": "Another note"}, headers=customer.headers
    )
    assert changed.json()["note"] == "Another note"
    gone = await web.client.delete(f"{customer.path}/handoff", headers=customer.headers)
    assert gone.status_code == 200
    assert gone.json()["state"] == "none"
    again = await web.client.delete(f"{customer.path}/handoff", headers=customer.headers)
    assert again.status_code == 409


async def test_a_callback_needs_one_of_the_slots(web: Web) -> None:
    customer = await web.customer()
    for body in (
        {"prefer": "callback"},
        {"prefer": "callback", "callback_at": "2026-11-23T03:00:00Z"},
        {"prefer": "callback", "callback_at": "2026-11-24T09:00:00"},
        {"prefer": "callback", "callback_at": "9999-12-31T23:59:59Z"},
    ):
        answer = await web.client.post(
            f"{customer.path}/handoff", json=body, headers=customer.headers
        )
        assert answer.status_code == 422, answer.text
        assert answer.json()["field"] == "callback_at"
    card = await web.client.get(f"{customer.path}/handoff", headers=customer.headers)
    assert card.json()["state"] == "none"


async def test_articles_for_customers_are_public(web: Web) -> None:
    answer = await web.client.get(f"{API}/articles/opening-hours")
    assert answer.json()["title"] == "opening hours"
    assert answer.json()["updated"] == "2026-10-01"
    for slug in ("none", "%00", "..%2f..", "x" * 5000):
        assert (await web.client.get(f"{API}/articles/{slug}")).status_code == 404, slug
