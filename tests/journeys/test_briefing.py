"""Briefing: it moves with the conversation, says what to do next, and leads to where each line comes from."""

import re

from playwright.async_api import expect

from tests.journeys.axe import violations
from tests.journeys.backstage import Backstage, Json
from tests.journeys.staff import Staff
from tests.journeys.stage import Stage

PAYMENT = "There is a payment of 240 euros on my account that I never made"
BLOCKED = "I have blocked your card."


async def with_nora(stage: Stage, backstage: Backstage) -> tuple[Staff, Json]:
    """Nora leads a conversation about a payment that was not the customer's."""
    opened = await backstage.open(customer={"external_id": "HB-1002"})
    await backstage.answered(opened, PAYMENT)
    await backstage.staff("nora", "POST", f"/conversations/{opened['id']}/takeover", {})
    return await stage.staff("nora", f"/mine/{opened['id']}"), opened


async def test_a_playbook_is_ticked_by_what_was_said_and_by_hand(
    stage: Stage, backstage: Backstage
) -> None:
    nora, opened = await with_nora(stage, backstage)
    block = nora.side.locator("#step-block")
    await expect(nora.side.locator("#brief-next li").first).to_be_visible()
    await expect(block.get_by_role("checkbox")).not_to_be_checked()
    await nora.reply(BLOCKED)
    await expect(block.get_by_role("checkbox")).to_be_checked()
    await expect(block).to_contain_text("said in message")
    await expect(nora.side.locator("#brief-tried .fresh").first).to_be_visible()
    await expect(nora.side.locator("#brief-next")).not_to_contain_text("Block the card")
    assert await violations(nora.page) == []

    await nora.log.focus()
    await nora.page.keyboard.press("Shift+P")
    identify = nora.side.locator("#step-identify")
    await expect(identify.get_by_role("checkbox")).to_be_focused()
    await nora.page.keyboard.press("Space")
    await expect(identify).to_contain_text("ticked by Nora Lind")
    shown = await backstage.staff("jonas", "GET", f"/conversations/{opened['id']}/briefing")
    steps = {step["name"]: step for step in shown["playbook"]["steps"]}
    assert steps["block"]["done"]
    assert steps["identify"]["marked_by"] == "Nora Lind"


async def test_lines_lead_to_their_sources_and_the_whole_becomes_a_note(
    stage: Stage, backstage: Backstage
) -> None:
    nora, _ = await with_nora(stage, backstage)
    need = nora.side.locator("#brief-need li").filter(has_text="240 euros")
    await need.locator("button.source").click()
    await expect(nora.log.locator(".event:focus")).to_contain_text(PAYMENT)
    await nora.page.keyboard.press("Shift+B")
    note = nora.side.locator(".notes li").last
    await expect(note).to_contain_text("What the customer needs")
    await expect(note).to_contain_text(re.compile(r"\[customer, message \d+\]"))
    clause = nora.side.locator("#brief-guidance button.source").first
    await clause.click()
    await expect(nora.page.locator(".kind-details")).to_contain_text("Fraud 1.1")
