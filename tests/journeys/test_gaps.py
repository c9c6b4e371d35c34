"""Articles to write: a question that found nothing becomes an article."""

from playwright.async_api import expect

from tests.journeys.axe import violations
from tests.journeys.stage import Stage

BICYCLES = "Where can I park my bicycle near the head office?"
ANSWER = "There are bicycle stands behind the head office, open day and night."


async def test_a_steward_writes_what_was_missing(stage: Stage) -> None:
    customer = await stage.customer()
    await customer.write(BICYCLES)
    await expect(customer.own().last.locator("xpath=following-sibling::li")).not_to_have_count(0)
    ines = await stage.staff("ines", "/gaps")
    page = ines.page
    await expect(page.get_by_role("heading", level=1)).to_have_text("Articles to write")
    missing = page.get_by_role("link", name=BICYCLES)
    await ines.press("Look again")
    await missing.click()
    await expect(page.locator(".gap-asked q").first).to_have_text(BICYCLES)
    assert await violations(page) == []
    await page.get_by_role("textbox", name="Text (Markdown)").fill(ANSWER)
    await ines.press("Publish")
    await page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    await expect(page.locator(".toast-done").last).to_contain_text("Published")
    await expect(page.get_by_text(ANSWER)).to_be_visible()
    await ines.go("/gaps")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Articles to write")
    await expect(missing).to_have_count(0)
