"""Drafts: offered beside the composer, decided on first, opened where marked, sent by a person."""

import asyncio

from playwright.async_api import Route, expect

from tests.journeys.backstage import Backstage, Json
from tests.journeys.staff import Staff
from tests.journeys.stage import Stage

LOST = "I lost my card"
TRANSFER = "My transfer hasn't arrived"


async def open_sources(staff: Staff) -> None:
    """Open by keyboard every source that must be opened; the article shows the place."""
    left = staff.page.locator(".claims-left")
    await expect(staff.page.locator(".claims")).to_be_visible()
    while await left.count():
        before = await left.inner_text()
        await staff.page.keyboard.press("o")
        await expect(left.filter(has_text=before)).to_have_count(0)
        await expect(staff.side.locator("mark")).to_be_visible()


async def test_a_suggestion_is_decided_on_opened_used_and_sent_by_a_person(
    stage: Stage, backstage: Backstage
) -> None:
    nora = await stage.staff("nora")
    dana = await stage.customer()
    await dana.write(LOST)
    await nora.page.locator("a.row").filter(has_text=LOST).first.click()
    await nora.press("Accept")
    offered = nora.page.get_by_role("region", name="Suggested reply")
    await expect(offered).to_contain_text("Much is at stake here")
    await expect(offered.locator(".claims")).to_have_count(0)
    await offered.get_by_text("Answer in my own words").click()
    await offered.get_by_role("button", name="Decide and show the draft").click()
    await expect(offered).to_contain_text("You chose before you saw it: Answer in my own words.")
    await expect(offered.locator(".claims-left")).to_contain_text("before you send")
    await nora.page.locator(".conv-title").click()
    await nora.page.keyboard.press("u")
    await expect(nora.composer).not_to_have_value("")
    await expect(nora.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    await nora.composer.press("Escape")
    await open_sources(nora)
    await nora.page.get_by_role("button", name="Send", exact=True).click()
    await expect(dana.messages("checked").locator(".who")).to_have_text(
        "AI draft, checked by Nora Lind"
    )
    record = await backstage.staff("ines", "GET", "/draft-record")
    assert record["deeds"] >= record["changed"] >= 1
    kind = next(one for one in record["kinds"] if one["kind"] == "card_lost")
    assert kind["sent"] >= 1
    assert kind["distance"] == 0


async def test_an_older_reading_does_not_take_back_what_was_decided(
    stage: Stage, backstage: Backstage
) -> None:
    opened = await backstage.open()
    await backstage.answered(opened, LOST)
    path = f"/conversations/{opened['id']}"
    await backstage.staff("nora", "POST", f"{path}/takeover", {})
    nora = await stage.staff("nora", f"/mine/{opened['id']}")
    offered = nora.page.get_by_role("region", name="Suggested reply")
    await offered.get_by_text("Answer in my own words").click()
    older, decided = asyncio.Event(), asyncio.Event()

    async def reading(route: Route) -> None:
        answer = await route.fetch()
        older.set()
        await decided.wait()
        await route.fulfill(response=answer)

    await nora.page.route("**/draft", reading, times=1)
    await backstage.staff("nora", "POST", f"{path}/notes", {"text": "Anything new is read anew"})
    await older.wait()
    await offered.get_by_role("button", name="Decide and show the draft").click()
    await expect(offered).to_contain_text("You chose before you saw it: Answer in my own words.")
    async with nora.page.expect_response("**/draft"):
        decided.set()
    await open_sources(nora)
    await expect(offered).to_contain_text("You chose before you saw it: Answer in my own words.")


async def test_the_server_holds_back_what_was_not_opened(
    stage: Stage, backstage: Backstage
) -> None:
    opened = await backstage.open()
    await backstage.answered(opened, TRANSFER)
    path = f"/conversations/{opened['id']}"
    draft: Json = (await backstage.staff("nora", "GET", f"{path}/draft"))["draft"]
    headers = {"Cookie": f"handrail_session={await backstage.session('nora')}"}
    body = {"draft_id": draft["id"], "verdict": "send"}
    refused = await backstage.http.post(f"{path}/review", json=body, headers=headers)
    assert refused.status_code == 409
    assert [one["place"] for one in refused.json()["unopened"]] == [
        claim["place"] for claim in draft["claims"] if claim["must_open"]
    ]
    for claim in draft["claims"]:
        if claim["must_open"]:
            opening = {"draft_id": draft["id"], "place": claim["place"]}
            await backstage.staff("nora", "POST", f"{path}/draft/openings", opening)
    await backstage.staff("nora", "POST", f"{path}/review", body)
    sent = [e for e in await backstage.events(opened["id"]) if e["kind"] == "message"][-1]
    assert sent["provenance"]["made_by"] == "ai_draft"


async def test_what_drafts_came_to_is_told_by_kind(stage: Stage) -> None:
    ines = await stage.staff("ines", "/drafts")
    await expect(ines.page.get_by_role("heading", name="What drafts came to")).to_be_visible()
    await expect(ines.page.locator("table, .state").first).to_be_visible()
    await expect(ines.page.get_by_text("Nora Lind")).to_have_count(0)


async def test_what_a_colleague_answered_before_becomes_a_draft(
    stage: Stage, backstage: Backstage
) -> None:
    question = "How do I order checks for my account please"
    answer = (
        "You order checks in the app under Cards and checks. They come by post to your address."
    )
    earlier = await backstage.open(customer={"name": "Eve Adams"})
    await backstage.answered(earlier, question)
    path = f"/conversations/{earlier['id']}"
    await backstage.staff("jonas", "POST", f"{path}/takeover", {})
    await backstage.staff_says("jonas", earlier["id"], f"Hello Eve Adams. {answer}")
    await backstage.staff("jonas", "POST", f"{path}/closure", {})

    opened = await backstage.open()
    await backstage.answered(opened, question)
    await backstage.staff("nora", "POST", f"/conversations/{opened['id']}/takeover", {})
    nora = await stage.staff("nora", f"/mine/{opened['id']}")
    similar = nora.page.get_by_role("region", name="Similar solved")
    await expect(similar.locator("li").first).to_contain_text("Jonas Falk")
    await expect(similar).not_to_contain_text("Eve Adams")
    await similar.get_by_role("button", name="Draft from this").first.click()
    offered = nora.page.get_by_role("region", name="Suggested reply")
    await expect(offered.locator(".claims")).to_contain_text("under Cards and checks")
    await offered.get_by_role("button", name="Open the source").first.click()
    await expect(nora.side.locator("mark")).to_be_visible()
    await expect(nora.side).to_contain_text("the customer has not come back")
