"""Reconnecting: what was written offline arrives once, in order, and a reload keeps everything."""

from playwright.async_api import expect

from tests.journeys.backstage import Backstage
from tests.journeys.stage import Stage


async def test_written_offline_sent_once_and_kept_over_a_reload(
    stage: Stage, backstage: Backstage
) -> None:
    maren = await stage.customer()
    await maren.ask("How do I change my PIN?")
    opened = await maren.conversation()

    await maren.page.context.set_offline(True)
    await expect(maren.chat.get_by_text("You are offline.")).to_be_visible()
    for text in ("How do I find my IBAN?", "Can I change my address online?"):
        await maren.write(text)
    waiting = maren.log.locator("li.message.mine[data-state]")
    await expect(waiting).to_have_count(2)
    await maren.page.context.set_offline(False)
    await expect(maren.chat.get_by_text("You are offline.")).to_have_count(0)
    await expect(waiting).to_have_count(0)
    texts = await maren.own().locator(".bubble").all_inner_texts()
    assert texts == [
        "How do I change my PIN?",
        "How do I find my IBAN?",
        "Can I change my address online?",
    ]
    # One turn or two, as the worker finds them: answered, or passed to a person, who is announced.
    await expect(maren.own().last.locator("xpath=following-sibling::li")).not_to_have_count(0)

    await maren.pen.fill("half a thought")
    await maren.page.reload()
    await expect(maren.own()).to_have_count(3)
    await expect(maren.pen).to_have_value("half a thought")
    assert await maren.conversation() == opened
    events = await backstage.events(opened["id"])
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    said = [event["text"] for event in events if event["from"] == "customer"]
    assert said == texts


async def test_staff_write_offline_too(stage: Stage, backstage: Backstage) -> None:
    maren = await stage.customer()
    await maren.ask("How do I change my PIN?")
    conversation = (await maren.conversation())["id"]
    await backstage.staff("nora", "POST", f"/conversations/{conversation}/takeover", {})
    nora = await stage.staff("nora", f"/mine/{conversation}")
    await expect(nora.composer).to_be_visible()

    await nora.page.context.set_offline(True)
    await expect(nora.page.get_by_text("You are offline.").first).to_be_visible()
    await nora.composer.fill("Written in the lift")
    await nora.composer.press("Control+Enter")
    await expect(nora.log).to_contain_text("Waiting for the connection.")
    await maren.write("are you there?")
    await expect(maren.own()).to_have_count(2)
    await nora.page.context.set_offline(False)
    await expect(maren.messages("person").locator(".bubble")).to_have_text(["Written in the lift"])
    await expect(nora.log).to_contain_text("are you there?")
    await expect(nora.log.get_by_text("Written in the lift")).to_have_count(1)
    events = await backstage.events(conversation)
    assert [event["text"] for event in events].count("Written in the lift") == 1


async def test_what_staff_wrote_while_the_server_was_away_goes_by_itself(
    stage: Stage, backstage: Backstage
) -> None:
    opened = await backstage.open()
    await backstage.staff("nora", "POST", f"/conversations/{opened['id']}/takeover", {})
    nora = await stage.staff("nora", f"/mine/{opened['id']}")
    await nora.page.route("**/staff-messages", lambda route: route.abort())
    for text in ("Your card is on its way.", "It comes on Friday."):
        await nora.composer.fill(text)
        await nora.composer.press("Control+Enter")
        await expect(nora.log.locator(".line").filter(has_text=text)).to_contain_text(
            "Waiting for the connection."
        )
    await nora.page.unroute("**/staff-messages")
    await expect(nora.log.locator("[data-letter]")).to_have_count(0)
    events = await backstage.events(opened["id"])
    said = [event["text"] for event in events if event["kind"] == "message"]
    assert said == ["Your card is on its way.", "It comes on Friday."]
