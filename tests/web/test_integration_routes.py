"""Webhooks and tool servers over HTTP."""

import uuid
from dataclasses import replace
from typing import Any, cast

from handrail.actions.send_webhooks import send_webhooks
from handrail.actions.tool_port import RemoteTool, ToolUnreachable
from tests.fakes.tool_server import FakeToolServer
from tests.fakes.webhook_sender import FakeWebhookSender
from tests.web.webs import API, Web

URL = "https://a.example/hook"
NEW = {"url": URL, "kinds": ["conversation.opened"]}
REFUND = RemoteTool("refund", "Pays back.", {"type": "object"})


async def send(web: Web, headers: dict[str, str], method: str, path: str, **body: Any) -> Any:
    answer = await web.client.request(method, f"{API}{path}", headers=headers, json=body or None)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


def sender_of(web: Web) -> FakeWebhookSender:
    return cast(FakeWebhookSender, web.parts.desk.webhooks)


async def test_a_secret_is_shown_when_it_is_made_and_never_again(web: Web) -> None:
    admin = await web.signed_in("admin")
    made = await send(web, admin, "POST", "/webhooks", **NEW)
    rotated = await send(web, admin, "POST", f"/webhooks/{made['id']}/secret")
    assert made["secret"].startswith("whsec_")
    assert rotated["secret"] not in ("", made["secret"])
    assert rotated["previous_until"]
    listed = await web.client.get(f"{API}/webhooks", headers=admin)
    assert "whsec_" not in listed.text
    [item] = listed.json()["items"]
    assert (item["url"], item["texts"], item["open"], item["dead"]) == (URL, False, 0, 0)


async def test_an_opened_conversation_is_told_and_can_be_replayed(web: Web) -> None:
    admin = await web.signed_in("admin")
    await send(web, admin, "POST", "/webhooks", **NEW)
    customer = await web.customer()
    web.clock[0] = await _now(web)
    sender = sender_of(web)
    await send_webhooks(web.parts.desk, sender)
    [item] = (await send(web, admin, "GET", "/webhook-deliveries"))["items"]
    assert (item["state"], item["conversation_id"]) == ("delivered", customer.id)
    again = await send(web, admin, "POST", f"/webhook-deliveries/{item['id']}/replay")
    assert (again["id"], again["state"]) == (item["id"], "open")
    await send_webhooks(web.parts.desk, sender)
    assert [headers["webhook-id"] for _, headers, _ in sender.posted] == [item["id"]] * 2


async def test_a_test_goes_to_one_webhook_and_its_removal_forgets_all(web: Web) -> None:
    admin = await web.signed_in("admin")
    made = await send(web, admin, "POST", "/webhooks", **NEW)
    told = await send(web, admin, "POST", f"/webhooks/{made['id']}/test")
    assert told["kind"] == "webhook.test"
    await send(web, admin, "POST", f"/webhooks/{made['id']}/activation")
    await send(web, admin, "DELETE", f"/webhooks/{made['id']}")
    assert (await send(web, admin, "GET", "/webhook-deliveries"))["items"] == []
    gone = await web.client.delete(f"{API}/webhooks/{made['id']}", headers=admin)
    assert gone.status_code == 404


async def test_an_address_inside_is_refused_with_its_field(web: Web) -> None:
    admin = await web.signed_in("admin")
    sender_of(web).refused = {URL}
    answer = await web.client.post(f"{API}/webhooks", headers=admin, json=NEW)
    assert (answer.status_code, answer.json()["field"]) == (422, "url")


async def test_these_are_for_admins_alone(web: Web) -> None:
    for headers in (await web.signed_in("steward", "supervisor"), await web.key("desk", "assess")):
        for path in ("/webhooks", "/webhook-deliveries", "/tool-servers"):
            answer = await web.client.get(f"{API}{path}", headers=headers)
            assert answer.status_code == 403


async def test_a_changed_tool_is_shown_and_accepted_as_it_was_looked_at(web: Web) -> None:
    admin = await web.signed_in("admin")
    office, away = FakeToolServer(offers=[REFUND]), FakeToolServer()
    away.failure = ToolUnreachable("away cannot be reached")
    servers = cast("dict[str, object]", web.parts.desk.tools)
    servers |= {"office": office, "away": away}

    async def shown() -> dict[str, Any]:
        items = (await send(web, admin, "GET", "/tool-servers"))["items"]
        assert [(item["name"], item["healthy"]) for item in items] == [
            ("office", True),
            ("away", False),
        ]
        assert items[1]["problem"] == "away cannot be reached"
        return items[0]["tools"][0]

    async def accept(fingerprint: str) -> int:
        body = {"server": "office", "tool": "refund", "fingerprint": fingerprint}
        answer = await web.client.post(f"{API}/tool-acceptances", headers=admin, json=body)
        return answer.status_code

    first = await shown()
    assert first["state"] == "new"
    assert await accept(first["fingerprint"]) == 204
    assert (await shown())["state"] == "accepted"
    office.offers = [replace(REFUND, description="Pays twice.")]
    changed = await shown()
    assert changed["state"] == "changed"
    assert await accept(first["fingerprint"]) == 409
    assert await accept(changed["fingerprint"]) == 204
    assert (await shown())["state"] == "accepted"


async def test_what_is_not_there_is_not_found(web: Web) -> None:
    admin = await web.signed_in("admin")
    nobody = uuid.uuid4()
    for path in (
        f"/webhooks/{nobody}/secret",
        f"/webhooks/{nobody}/test",
        f"/webhooks/{nobody}/activation",
        f"/webhook-deliveries/{nobody}/replay",
    ):
        assert (await web.client.post(f"{API}{path}", headers=admin)).status_code == 404


async def _now(web: Web) -> Any:
    """The database's time, which what happens carries; the test's own clock stands still."""
    async with web.parts.desk.store.transaction() as tx:
        return await tx.next_delivery_at()
