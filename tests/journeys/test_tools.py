"""Tools: what the AI may not do alone waits beside the conversation for a person's key."""

import os
from datetime import timedelta

from playwright.async_api import Browser, Page, expect

from handrail.actions.run_call import run_call
from handrail.web.identity import proof_of
from tests.domain.policies import read_as
from tests.domain.tools import a_policy_with_tools
from tests.fakes.tool_server import a_back_office
from tests.web.webs import IDENTITY_SECRET, Customer, Web, a_web, served

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


async def test_calls_that_wait_are_decided_on_one_page_and_what_was_done_is_undone(
    browser: Browser, database_url: str
) -> None:
    office = a_back_office()
    policy, tools = a_policy_with_tools(), {"back_office": office}
    async with a_web(database_url, policy=policy, tools=tools) as web, served(web.app) as base:
        web.signals.readings["refund my order"] = read_as("refund")
        web.signals.readings["block my card"] = read_as("block")
        member = await web.staff("staff", "supervisor", "steward")
        customers: list[Customer] = []
        for number in ("C-1", "C-2"):
            customers.append(await known(web, number))
            await says(web, customers[-1], "refund my order", "80", "yes")
            web.clock[0] += timedelta(seconds=30)
        page = await desk_page(browser, base, (await web.session_of(member))["Cookie"])

        await page.goto(f"{base}/desk/approvals")
        rows = page.get_by_role("region", name="Calls that wait").get_by_role("button")
        await expect(rows).to_have_count(2)
        await expect(page.get_by_role("link", name="Approvals")).to_contain_text("2")
        await expect(rows.first).to_have_attribute("aria-current", "true")
        card = page.get_by_role("region", name="Waits for your approval: refund (en)")
        await expect(card).to_contain_text("O-1 Vase")
        await page.keyboard.press("j")
        await expect(card).to_contain_text("O-2 Lamp")
        await page.keyboard.press("Shift+N")
        await page.get_by_label("Reason (optional, for the record)").fill("Too much.")
        if folder := os.environ.get("HANDRAIL_SHOTS"):
            await page.screenshot(path=f"{folder}/approvals.png")
        await card.get_by_role("button", name="Refuse").click()
        await expect(rows).to_have_count(1)
        await expect(card).to_contain_text("O-1 Vase")
        await page.context.set_offline(True)
        await expect(card).to_contain_text("You are offline")
        await expect(card.get_by_role("button", name="Approve")).to_be_disabled()
        await page.context.set_offline(False)
        await card.get_by_label("amount_eur").fill("60")
        await page.locator("h1").click()
        await page.keyboard.press("Shift+Y")
        await expect(page.get_by_text("Nothing waits for approval.")).to_be_visible()
        await run_last(web, customers[0], "refund")
        assert office.orders["C-1"][0]["refunded"] == 60
        assert "refunded" not in office.orders["C-2"][0]

        await says(web, customers[0], "block my card", "yes")
        await run_last(web, customers[0], "block_card")
        await page.goto(f"{base}/desk/calls?tool=block_card")
        detail = page.get_by_role("region", name="The call")
        await detail.get_by_role("button", name="Undo").click()
        dialog = page.get_by_role("alertdialog")
        await expect(dialog).to_contain_text("I will unblock Visa 4711. Shall I?")
        if folder := os.environ.get("HANDRAIL_SHOTS"):
            await page.screenshot(path=f"{folder}/undo.png")
        await dialog.get_by_role("button", name="unblock_card (en)").click()
        await expect(detail).to_contain_text("Undone: approved")
        await run_last(web, customers[0], "unblock_card")
        assert office.cards["C-1"][0]["status"] == "active"
        await page.goto(f"{base}/desk/all/{customers[0].id}")
        await expect(page.locator(".log")).to_contain_text("Done: unblock Visa 4711.")
        side = page.get_by_role("region", name="Tools")
        await side.get_by_text("block_card (en)").first.click()
        await expect(side).to_contain_text("Undone: done")
        await page.context.close()


async def known(web: Web, number: str) -> Customer:
    proof = proof_of(IDENTITY_SECRET, number)
    return await web.customer(customer={"external_id": number, "proof": proof, "name": number})


async def says(web: Web, customer: Customer, *texts: str) -> None:
    for text in texts:
        await web.writes(customer, text)
        await web.turn(customer)


async def run_last(web: Web, customer: Customer, tool: str) -> None:
    """Let the latest call of a tool leave, as a worker would."""
    async with web.parts.desk.store.transaction() as tx:
        call = [one for one in await tx.calls(customer.id) if one.tool == tool][-1]
    await run_call(web.parts.desk, customer.id, call.id)


async def desk_page(browser: Browser, base: str, cookie: str) -> Page:
    """The desk in a browser of its own, signed in."""
    name, _, token = cookie.partition("=")
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en", reduced_motion="reduce"
    )
    context.set_default_timeout(LATE_MS)
    expect.set_options(timeout=LATE_MS)
    await context.add_cookies([{"name": name, "value": token, "url": base}])
    return await context.new_page()
