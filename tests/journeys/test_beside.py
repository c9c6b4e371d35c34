"""Beside the conversation: a snippet by key, the coach, a promise, and a wrap-up by one key."""

from playwright.async_api import expect

from tests.journeys.backstage import Backstage
from tests.journeys.stage import Stage


async def test_from_a_snippet_to_an_accepted_wrap_up(stage: Stage, backstage: Backstage) -> None:
    nora = await stage.staff("nora", "/all")
    tobias = await stage.customer(who="HB-1002")
    await tobias.write("I lost my card AB-12345")
    page = nora.page
    conversation = (await tobias.conversation())["id"]
    row = page.locator(f"a.row[href$='{conversation}']")
    await row.filter(has_text="I lost my card").click()
    await backstage.staff("nora", "POST", f"/conversations/{conversation}/takeover", {})

    await nora.composer.press_sequentially("/greet")
    await expect(page.get_by_role("option", name="Greeting")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(nora.composer).to_have_value(
        "Hello Tobias Krug, this is Nora Lind from Harbour Bank. "
        "I have read the conversation so far."
    )
    await nora.composer.fill("You failed to call. The wait is {wait}.")
    await expect(page.get_by_text("Fill in {wait} before you send this.")).to_be_visible()
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    await page.keyboard.press("Alt+c")
    coach = page.get_by_role("region", name="Tone and clarity")
    await expect(coach).to_contain_text("May sound like blame")
    await coach.get_by_role("button", name="Close").click()
    await nora.reply("Your card is blocked. I'll send you a new one by Friday.")

    await nora.press("Close conversation")
    wrap_up = page.get_by_role("region", name="Wrap-up")
    await expect(wrap_up).to_contain_text("“I'll send you a new one by Friday.”")
    await expect(wrap_up.get_by_label("Reference")).to_have_value("AB-12345")
    await page.keyboard.press("Alt+Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)

    listed = await backstage.staff("nora", "GET", "/promises")
    mine = [one for one in listed["promises"] if one["text"].startswith("I'll send you a new one")]
    assert [bool(one["confirmed_at"]) for one in mine] == [True]
    await page.goto(f"{backstage.demo.base}/desk/promises")
    row = page.get_by_role("row").filter(has_text="I'll send you a new one by Friday.")
    await row.get_by_role("button", name="Kept").click()
    await expect(row).to_have_count(0)
    again = await backstage.staff("nora", "GET", f"/conversations/{conversation}")
    assert again["customer"]["history"][0]["promised"].startswith("I'll send you a new one")
