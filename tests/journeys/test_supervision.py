"""Supervision: the switch that silences the AI everywhere, and what everyone sees of it."""

from playwright.async_api import expect

from tests.journeys.backstage import Backstage
from tests.journeys.stage import Stage


async def test_stopping_the_ai_brings_people_and_a_banner(
    stage: Stage, backstage: Backstage
) -> None:
    jonas = await stage.staff("jonas", "/supervision")
    nora = await stage.staff("nora")
    maren = await stage.customer()
    await maren.ask("How do I change my PIN?")
    before = len(await backstage.events((await maren.conversation())["id"]))

    await jonas.press("Stop the AI everywhere")
    ask = jonas.page.get_by_role("alertdialog")
    await ask.get_by_role("textbox", name="Reason").fill("Fee table is being corrected")
    await ask.get_by_role("button", name="Stop the AI everywhere").click()
    for staff in (jonas, nora):
        banner = staff.page.locator(".banner-stop")
        await expect(banner).to_contain_text("The AI is stopped everywhere.")
        await expect(banner).to_contain_text("Jonas Falk")
        await expect(banner).to_contain_text("Fee table is being corrected")

    await maren.write("How do I find my IBAN?")
    await expect(maren.leader).to_contain_text("Waiting for a person")
    after = await backstage.events((await maren.conversation())["id"], before)
    assert [event for event in after if event["from"] == "ai"] == []
    assert any(event["kind"] == "handoff_requested" for event in after)
    waiting = jonas.page.get_by_role("region", name="Waiting for a person")
    await expect(waiting.get_by_role("row").filter(has_text="Take over")).to_have_count(1)

    await jonas.press("Start the AI again")
    await jonas.page.get_by_role("dialog").get_by_role("button", name="Start the AI again").click()
    for staff in (jonas, nora):
        await expect(staff.page.locator(".banner-stop")).to_have_count(0)
    tobias = await stage.customer()
    await tobias.ask("How do I find my IBAN?")


async def test_staff_without_the_role_see_no_switch(stage: Stage) -> None:
    nora = await stage.staff("nora", "/supervision")
    await expect(nora.page.get_by_text("Supervision needs the role")).to_be_visible()
    await expect(nora.page.get_by_role("button", name="Stop the AI everywhere")).to_have_count(0)
