"""The wrap-up list by hand, wrap-ups accepted by one key, and how long that took where it is shown."""

import asyncio

from playwright.async_api import Route, expect

from tests.journeys.axe import violations
from tests.journeys.backstage import Backstage
from tests.journeys.stage import Stage

ENOUGH = 20


async def closed(backstage: Backstage) -> str:
    """A conversation about a lost card, closed and not wrapped up."""
    opened = await backstage.open("en")
    await backstage.answered(opened, "I lost my card AB-12345")
    path = f"/conversations/{opened['id']}"
    await backstage.staff("nora", "POST", f"{path}/takeover", {"reason": "mine"})
    await backstage.staff_says("nora", opened["id"], "Your card is blocked.")
    await backstage.staff("nora", "POST", f"{path}/closure", {})
    return str(opened["id"])


async def test_a_stewards_reason_is_chosen_by_staff(stage: Stage, backstage: Backstage) -> None:
    ines = await stage.staff("ines", "/wrap-up-list")
    page = ines.page
    await page.get_by_role("button", name="Add: Reasons").click()
    await page.get_by_label("In English").fill("Found it again")
    await page.get_by_label("In German").fill("Wiedergefunden")
    await expect(page.get_by_label("Name", exact=True)).to_have_value("found_it_again")
    await page.get_by_label("Name in the CRM").fill("FOUND")
    await page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row").filter(has_text="Found it again")
    await expect(row).to_contain_text("FOUND")
    await page.get_by_role("button", name="Change: found_it_again").click()
    await page.get_by_label("In English").fill("Found the card again")
    await page.get_by_role("button", name="Save").click()
    await expect(row).to_have_count(0)
    row = page.get_by_role("row").filter(has_text="Found the card again")
    await page.get_by_role("button", name="Add: Outcomes").click()
    await page.get_by_label("In English").fill("No longer needed")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Move no_longer_needed up").click()
    changes = page.get_by_role("region", name="Changes")
    await expect(changes).to_contain_text("added Reasons: found_it_again")
    await expect(changes).to_contain_text("Outcomes in another order")
    assert await violations(page) == []

    conversation = await closed(backstage)
    nora = await stage.staff("nora", f"/closed/{conversation}")
    wrap_up = nora.page.get_by_role("region", name="Wrap-up")
    await wrap_up.get_by_role("button", name="Another reason").click()
    await nora.page.get_by_role("option", name="Found the card again").click()
    await wrap_up.get_by_role("button", name="Outcome").click()
    await nora.page.get_by_role("option", name="No longer needed").click()
    await nora.page.keyboard.press("Alt+Enter")
    await expect(wrap_up).to_contain_text("it is in the customer's history")
    await expect(wrap_up).to_contain_text("Found the card again")
    await expect(wrap_up).to_contain_text("No longer needed")

    await page.get_by_role("button", name="Retire: found_it_again").click()
    await expect(row).to_contain_text("retired by")
    await expect(changes).to_contain_text("retired Reasons: found_it_again")


async def test_accepting_while_it_is_read_anew_is_seen(stage: Stage, backstage: Backstage) -> None:
    nora = await stage.staff("nora")
    visible, anew, accepted = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def events(route: Route) -> None:
        await visible.wait()  # only what was said tells up to where there is something to read
        await route.continue_()

    async def showing(route: Route) -> None:
        if visible.is_set():  # the second reading: what it read is older than the key
            anew.set()
            await accepted.wait()
        await route.continue_()

    await nora.page.route("**/events?after=0", events)
    await nora.page.route("**/wrap-up/showing", showing)
    await nora.go(f"/closed/{await closed(backstage)}")
    wrap_up = nora.page.get_by_role("region", name="Wrap-up")
    await expect(wrap_up.get_by_role("button", name="Accept")).to_be_visible()
    visible.set()
    await anew.wait()
    async with nora.page.expect_response("**/wrap-up/acceptance") as answer:
        await nora.page.keyboard.press("Alt+Enter")
    assert (await answer.value).status == 200
    accepted.set()
    await expect(wrap_up).to_contain_text("it is in the customer's history")


async def test_accepting_by_one_key_is_timed_and_shown_of_nobody(
    stage: Stage, backstage: Backstage
) -> None:
    nora = await stage.staff("nora")
    before = await backstage.staff("jonas", "GET", "/accept-times")
    counted = before["wrap_ups"][0]["accepted"] if before["wrap_ups"] else 0
    for _ in range(ENOUGH):
        await nora.go(f"/closed/{await closed(backstage)}")
        wrap_up = nora.page.get_by_role("region", name="Wrap-up")
        await expect(wrap_up.get_by_role("button", name="Accept")).to_be_visible()
        await nora.page.keyboard.press("Alt+Enter")
        await expect(wrap_up).to_contain_text("it is in the customer's history")
    jonas = await stage.staff("jonas", "/drafts")
    times = jonas.page.get_by_role("region", name="Time to accept")
    row = times.get_by_role("row").filter(has_text="All kinds").first
    await expect(row.get_by_role("cell").first).to_have_text(str(counted + ENOUGH))
    read = (await backstage.staff("jonas", "GET", "/accept-times"))["wrap_ups"][0]
    assert 0 < read["lower_s"] <= read["median_s"] <= read["upper_s"]
    await expect(row).not_to_contain_text("too few")
    await expect(times).not_to_contain_text("Nora")
    assert await violations(jonas.page) == []
