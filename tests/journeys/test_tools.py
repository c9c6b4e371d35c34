"""Tools: what the AI may not do alone waits beside the conversation for a person's key."""

import os

from playwright.async_api import Browser, expect

from handrail.actions.run_call import run_call
from handrail.web.identity import proof_of
from tests.domain.policies import read_as
from tests.domain.tools import a_policy_with_tools
from tests.fakes.tool_server import a_back_office
from tests.web.webs import IDENTITY_SECRET, a_web, served

LATE_MS = 45_000


async def test_a_refund_over_the_limit_is_amended_and_approved(
    browser: Browser, database_url: str
) -> None:
    office = a_back_office()
    policy, tools = a_policy_with_tools(), {"back_office": office}
    async with a_web(database_url, policy=policy, tools=tools) as web, served(web.app) as base:
        customer = await web.customer(
            customer={"external_id": "C-1", "proof": proof_of(IDENTITY_SECRET, "C-1")}
        )
        web.signals.readings["refund my order"] = read_as("refund")
        member = await web.staff("staff", "steward")
        for text in ("refund my order", "80", "yes"):
            await web.writes(customer, text)
            await web.turn(customer)

        name, _, token = (await web.session_of(member))["Cookie"].partition("=")
        context = await browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="en", reduced_motion="reduce"
        )
        context.set_default_timeout(LATE_MS)
        expect.set_options(timeout=LATE_MS)
        await context.add_cookies([{"name": name, "value": token, "url": base}])
        page = await context.new_page()
        await page.goto(f"{base}/desk/reviews/{customer.id}")
        await expect(page.locator("a.row")).to_have_count(1)
        card = page.get_by_role("region", name="Waits for your approval: refund (en)")
        await expect(card).to_contain_text("I will refund 80 for O-1 Vase. Shall I?")
        await expect(card).to_contain_text("over the limit of 50")
        await expect(card.get_by_label("customer_id")).to_have_attribute("readonly", "")
        await card.get_by_label("amount_eur").fill("900")
        await expect(card.get_by_role("button", name="Approve as amended")).to_be_disabled()
        await card.get_by_label("amount_eur").fill("60")
        await expect(card.get_by_role("button", name="Approve as amended")).to_be_enabled()
        if folder := os.environ.get("HANDRAIL_SHOTS"):
            await page.screenshot(path=f"{folder}/approval.png")
        await page.locator(".conv-title h1").click()
        await page.keyboard.press("Escape")
        await page.keyboard.press("Shift+Y")
        await expect(card).to_have_count(0)

        async with web.parts.desk.store.transaction() as tx:
            call = [one for one in await tx.calls(customer.id) if one.tool == "refund"][-1]
        await run_call(web.parts.desk, customer.id, call.id)
        await expect(page.locator(".log")).to_contain_text("Done: refund 60 for O-1 Vase.")
        assert office.orders["C-1"][0]["refunded"] == 60

        await page.goto(f"{base}/desk/calls")
        detail = page.get_by_role("region", name="The call")
        await page.get_by_role("button").filter(has_text="refund (en)").first.click()
        await expect(detail).to_contain_text("Amended amount_eur: 80.0 → 60")
        await expect(detail).to_contain_text("Amended from")
        if folder := os.environ.get("HANDRAIL_SHOTS"):
            await page.screenshot(path=f"{folder}/calls.png")
        await context.close()
