"""Promises, wrap-ups, snippets, notices, articles found and the coach over HTTP."""

import uuid
from typing import Any

from handrail.actions.accept import take_over
from handrail.actions.ports import StaffMember
from tests.actions.desks import RISKY
from tests.web.webs import API, Customer, Web


async def led(web: Web, *roles: str) -> tuple[Customer, StaffMember, dict[str, str]]:
    """A conversation about a card that a person leads, and their session."""
    web.signals.readings["card gone"] = RISKY
    customer, member = await web.customer(customer={"name": "Eve"}), await web.staff(*roles)
    await web.writes(customer, "card gone")
    await web.turn(customer)
    await take_over(web.parts.desk, customer.id, member)
    return customer, member, await web.session_of(member)


async def send(
    web: Web, method: str, path: str, headers: dict[str, str], status: int, body: Any = None
) -> Any:
    answer = await web.client.request(method, f"{API}{path}", json=body, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def writes(web: Web, customer: Customer, headers: dict[str, str], **body: Any) -> None:
    path = f"/conversations/{customer.id}/staff-messages"
    await send(web, "POST", path, headers, 202, {"client_id": str(uuid.uuid4()), **body})


async def test_promises_are_listed_confirmed_moved_and_ended(web: Web) -> None:
    customer, _, ada = await led(web)
    await writes(web, customer, ada, text="I'll call you by Friday. We'll send a card.")
    listed = await send(web, "GET", "/promises", ada, 200)
    timed, timeless = listed["promises"]
    assert (timed["customer"], timed["due_words"], timed["state"]) == ("Eve", "Friday", "open")
    assert "due_at" not in timeless
    path = f"/promises/{timed['id']}"
    confirmed = await send(web, "POST", f"{path}/confirmation", ada, 200)
    assert confirmed["confirmed_at"]
    body = {"due_at": "2099-01-01T12:00:00Z", "text": "Later.", "client_id": str(uuid.uuid4())}
    moved = await send(web, "POST", f"{path}/move", ada, 200, body)
    assert (moved["due_at"], len(moved["moved_from"])) == ("2099-01-01T12:00:00Z", 1)
    past = {**body, "due_at": "2001-01-01T12:00:00Z"}
    await send(web, "POST", f"{path}/move", ada, 409, past)
    await send(web, "POST", f"{path}/fulfilment", ada, 200)
    await send(web, "POST", f"{path}/fulfilment", ada, 409)
    other = f"/promises/{timeless['id']}/withdrawal"
    await send(web, "POST", other, ada, 422, {"reason": " "})
    await send(web, "POST", other, ada, 200, {"reason": "It was none."})
    ended = await send(web, "GET", "/promises?which=ended", ada, 200)
    assert {one["state"] for one in ended["promises"]} == {"kept", "withdrawn"}
    ben, boss = await web.signed_in(), await web.signed_in("supervisor")
    await send(web, "POST", f"{path}/fulfilment", ben, 409)
    await send(web, "POST", f"/promises/{uuid.uuid4()}/fulfilment", ben, 404)
    await send(web, "GET", "/promises?whose=all", ben, 403)
    await send(web, "GET", "/promises?whose=none", ben, 400)
    await send(web, "GET", "/promises?which=none", ben, 400)
    await send(web, "GET", "/promises?cursor=none", ben, 400)
    everybodys = await send(web, "GET", "/promises?whose=all&which=ended", boss, 200)
    assert [one["staff"]["name"] for one in everybodys["promises"]] == ["Ada", "Ada"]


async def test_a_wrap_up_is_read_shown_amended_and_accepted(web: Web) -> None:
    customer, _, ada = await led(web)
    path = f"/conversations/{customer.id}/wrap-up"
    await writes(web, customer, ada, text="I'll send you a new card.")
    wrap_up = (await send(web, "GET", path, ada, 200))["wrap_up"]
    assert [reason["title"] for reason in wrap_up["reasons"]] == ["card (en)"]
    assert (wrap_up["outcome"]["value"], len(wrap_up["promises"])) == ("unknown", 1)
    assert wrap_up["feeling"]["lowest"]["seq"] == wrap_up["reasons"][0]["seq"]
    await send(web, "POST", f"{path}/showing", ada, 200)
    body: dict[str, Any] = {"id": wrap_up["id"], "outcome": "solved"}
    for wrong, field in (
        ({"reasons": ["boats"]}, "reasons"),
        ({"fields": {"boats": "x"}}, "fields.boats"),
    ):
        problem = await send(web, "POST", f"{path}/acceptance", ada, 422, {**body, **wrong})
        assert problem["field"] == field
    await send(web, "POST", f"{path}/acceptance", ada, 404, {"id": str(uuid.uuid4())})
    done = (await send(web, "POST", f"{path}/acceptance", ada, 200, body))["wrap_up"]
    assert (done["outcome"]["value"], done["amended"]) == ("solved", ["outcome"])
    await send(web, "POST", f"{path}/acceptance", ada, 409, body)
    times = await send(web, "GET", "/wrap-ups/times", ada, 200)
    assert (times["accepted"], times["amended"]) == (1, 1)
    silent = await web.customer()
    assert await send(web, "GET", f"/conversations/{silent.id}/wrap-up", ada, 200) == {}
    await send(web, "GET", f"/conversations/{uuid.uuid4()}/wrap-up", ada, 404)


async def test_snippets_are_kept_filled_and_guarded(web: Web) -> None:
    customer, _, ada = await led(web)
    boss = await web.signed_in("supervisor")
    text = "Hello {customer}, {staff} of {company} here: {opening_hours}. {wait}"
    body = {"name": "Hello", "text": text, "locale": "en"}
    mine = await send(web, "POST", "/snippets", ada, 201, body)
    assert mine["variables"] == ["customer", "staff", "company", "opening_hours", "wait"]
    await send(web, "POST", "/snippets", ada, 409, body)
    await send(web, "POST", "/snippets", ada, 409, {**body, "shared": True})
    problem = await send(web, "POST", "/snippets", ada, 422, {**body, "text": "{boats}"})
    assert problem["field"] == "text"
    shared = await send(web, "POST", "/snippets", boss, 201, {**body, "shared": True})
    path = f"/conversations/{customer.id}/snippet-fillings"
    filled = await send(web, "POST", path, ada, 200, {"snippet_id": mine["id"]})
    assert filled["text"] == "Hello Eve, Ada of Test Bank here: Mon-Fri 08:00-20:00. {wait}"
    assert filled["missing"] == ["wait"]
    await send(web, "POST", path, boss, 404, {"snippet_id": mine["id"]})
    await send(web, "PUT", f"/snippets/{shared['id']}", ada, 409, body)
    await send(web, "PUT", f"/snippets/{mine['id']}", boss, 404, body)
    await send(web, "PUT", f"/snippets/{uuid.uuid4()}", ada, 404, body)
    changed = await send(web, "PUT", f"/snippets/{mine['id']}", ada, 200, {**body, "text": "Hi"})
    assert changed["text"] == "Hi"
    assert len((await send(web, "GET", "/snippets", ada, 200))["snippets"]) == 2
    await send(web, "DELETE", f"/snippets/{shared['id']}", ada, 409)
    await send(web, "DELETE", f"/snippets/{shared['id']}", boss, 204)
    await send(web, "DELETE", f"/snippets/{shared['id']}", boss, 404)


async def test_a_mention_becomes_a_notice_that_is_read(web: Web) -> None:
    customer, _, ada = await led(web)
    ben = await web.staff()
    session = await web.session_of(ben)
    found = await send(web, "GET", "/colleagues?q=ad", ada, 200)
    assert ben.id in {one["id"] for one in found["colleagues"]}
    path = f"/conversations/{customer.id}/notes"
    note = {"text": "@Ada please look", "mentions": [ben.id]}
    await send(web, "POST", path, ada, 201, note)
    await send(web, "POST", path, ada, 404, {**note, "mentions": [str(uuid.uuid4())]})
    detail = await send(web, "GET", f"/conversations/{customer.id}", ada, 200)
    assert len(detail["notes"]) == 1
    desk = await send(web, "GET", "/desk", session, 200)
    assert (desk["counts"]["notices"], desk["counts"]["promises"]) == (1, 0)
    [notice] = (await send(web, "GET", "/notices", session, 200))["notices"]
    assert (notice["kind"], notice["from_name"], notice["text"]) == ("mention", "Ada", note["text"])
    read = await send(web, "POST", "/notices/readings", session, 200, {"id": notice["id"]})
    assert (read["unread"], bool(read["notices"][0]["read_at"])) == (0, True)


async def test_quoted_articles_go_with_the_words(web: Web) -> None:
    customer, _, ada = await led(web)
    await writes(web, customer, ada, text="See this.", sources=["opening-hours", "opening-hours"])
    events = await send(web, "GET", f"/conversations/{customer.id}/events", ada, 200)
    sources = events["events"][-1]["data"]["sources"]
    assert sources == [{"slug": "opening-hours", "title": "opening hours"}]
    body = {"client_id": str(uuid.uuid4()), "text": "x", "sources": ["nothing"]}
    await send(web, "POST", f"/conversations/{customer.id}/staff-messages", ada, 404, body)
    assert (await send(web, "GET", "/found-articles?q=open", ada, 200))["articles"] == []


async def test_the_coach_remarks_and_keeps_nothing(web: Web) -> None:
    ada = await web.signed_in()
    body = {"text": "Unfortunately you failed to send it.", "locale": "en"}
    said = await send(web, "POST", "/clarity", ada, 200, body)
    assert {one["kind"] for one in said["remarks"]} == {"negative_opening", "blame"}
    assert "reading" not in said


async def test_a_steward_keeps_the_wrap_up_list_and_staff_choose_from_it(web: Web) -> None:
    customer, _, ada = await led(web)
    ines = await web.signed_in("steward")
    read = await send(web, "GET", "/wrap-up-list", ada, 200)
    assert read["outcomes"][0]["name"] == "solved"
    assert all(one["fixed"] for one in read["reasons"])
    called = {"title": {"en": "Marketing call", "de": "Werbeanruf"}, "crm": "MKT"}
    path = "/wrap-up-list/reason/marketing_call"
    await send(web, "PUT", path, ada, 403, called)
    added = await send(web, "PUT", path, ines, 200, called)
    entry = {"name": "marketing_call", "fixed": False, **called}
    assert added["reasons"][-1] == entry
    await send(web, "PUT", "/wrap-up-list/reason/Not-a-name", ines, 422, called)
    await send(web, "PUT", "/wrap-up-list/strange/name", ines, 404, called)
    await send(web, "PUT", "/wrap-up-list/field/x", ines, 422, called)
    renamed = {"title": {"en": "All well"}, "crm": "OK"}
    await send(web, "PUT", "/wrap-up-list/outcome/solved", ines, 200, renamed)
    await send(web, "POST", "/wrap-up-list/outcome/solved/retirement", ines, 422)
    await send(web, "PUT", "/wrap-up-order/outcome", ines, 422, {"names": ["solved"]})
    order = ["unknown", "solved", "not_solved", "passed_on"]
    moved = await send(web, "PUT", "/wrap-up-order/outcome", ines, 200, {"names": order})
    assert [one["name"] for one in moved["outcomes"]] == order

    whole = f"/conversations/{customer.id}/wrap-up"
    wrap_up = (await send(web, "GET", whole, ada, 200))["wrap_up"]
    body = {"id": wrap_up["id"], "outcome": "solved", "reasons": ["marketing_call"]}
    await send(web, "POST", f"{whole}/acceptance", ada, 422, {**body, "outcome": "invented"})
    await send(web, "POST", f"{whole}/acceptance", ada, 422, {**body, "reasons": ["invented"]})
    done = (await send(web, "POST", f"{whole}/acceptance", ada, 200, body))["wrap_up"]
    [reason] = done["reasons"]
    assert (reason["title"], reason["crm"]) == ("Marketing call", "MKT")
    assert (done["outcome"]["title"], done["outcome"]["crm"]) == ("All well", "OK")

    gone = await send(web, "POST", f"{path}/retirement", ines, 200)
    assert gone["reasons"][-1]["retired_by"]
    back = await send(web, "DELETE", f"{path}/retirement", ines, 200)
    assert back["reasons"][-1] == entry
    changes = (await send(web, "GET", "/wrap-up-changes", ines, 200))["changes"]
    assert {one["did"] for one in changes} == {
        "added",
        "changed",
        "ordered",
        "retired",
        "brought_back",
    }
    await send(web, "GET", "/wrap-up-changes", ada, 403)
