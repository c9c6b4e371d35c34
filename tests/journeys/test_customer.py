"""A customer's walk: AI, person, AI again, the end, and a new beginning."""

import re

from playwright.async_api import expect

from tests.journeys.backstage import Backstage
from tests.journeys.stage import Stage


async def test_ai_person_ai_and_back(stage: Stage, backstage: Backstage) -> None:
    nora = await stage.staff("nora")
    await nora.available()
    maren = await stage.customer(who="HB-1001")
    await expect(maren.log.locator(".opening")).to_contain_text("You are talking with an AI")
    await expect(maren.leader).to_contain_text("AI assistant")

    answer = await maren.ask("How do I change my PIN?")
    await expect(answer.locator(".who")).to_have_text("AI assistant")
    await answer.get_by_role("button", name="Open the article").first.click()
    article = maren.chat.get_by_role("dialog")
    await expect(article.get_by_role("heading").first).to_have_text("Forgotten, blocked or new PIN")
    await maren.page.keyboard.press("Escape")
    await expect(article).to_have_count(0)

    await maren.talk.click()
    await expect(maren.card.get_by_role("heading")).to_have_text(
        re.compile("You are in line for a person|A person is being asked to join now")
    )
    await expect(maren.card.get_by_role("term").first).to_have_text("Place in line")
    await maren.card.get_by_text("What we pass on").click()
    note = maren.card.get_by_role("textbox", name="What we pass on")
    await note.fill("My new PIN was refused at the till in Northport.")
    await maren.card.get_by_role("button", name="Save").click()
    await expect(maren.card.get_by_text("Saved")).to_be_visible()

    await expect(nora.offer).to_contain_text("Maren Solberg")
    await expect(nora.offer.locator(".offer-brief")).to_contain_text("PIN")
    await nora.offer.get_by_role("button", name="Accept").click()
    await expect(nora.side).to_contain_text("My new PIN was refused at the till")
    await expect(maren.leader).to_contain_text("Nora Lind (person)")
    await expect(maren.notice("accepted")).to_contain_text("Nora Lind has joined")

    await nora.reply("I have unblocked it, Maren. Please try once more.")
    from_nora = maren.messages("person").last
    await expect(from_nora).to_contain_text("I have unblocked it, Maren.")
    await expect(from_nora.locator(".who")).to_have_text("Nora Lind (person)")

    await maren.write("It works, thank you! How do I change my address?")
    await expect(nora.log).to_contain_text("It works, thank you!")
    conversation = (await maren.conversation())["id"]
    events = await backstage.events(conversation)
    joined = next(event["seq"] for event in events if event["kind"] == "accepted")
    assert [event for event in events if event["seq"] > joined and event["from"] == "ai"] == []

    await nora.press("Hand back")
    await nora.page.get_by_role("dialog").get_by_role("button", name="Hand back").click()
    await expect(maren.notice("handed_back")).to_contain_text("The AI may answer")
    await expect(maren.leader).to_contain_text("AI assistant")
    answer = await maren.ask("How do I find my IBAN?")
    await expect(answer.locator(".who")).to_have_text("AI assistant")

    await nora.go(f"/ai/{conversation}")
    await nora.press("Take over")
    await expect(maren.leader).to_contain_text("Nora Lind (person)")
    await nora.press("Close conversation")
    dialog = nora.page.get_by_role("dialog")
    await dialog.get_by_role("textbox", name="How it ended").fill("PIN unblocked")
    await dialog.get_by_role("button", name="Close conversation").click()
    await expect(maren.notice("closed")).to_contain_text("This conversation is closed")
    await expect(maren.leader).to_contain_text("Conversation closed")

    await maren.write("One more thing: how do I order a second card?")
    await expect(maren.leader).not_to_contain_text("Conversation closed")
    numbers = [event["seq"] for event in await backstage.events(conversation)]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_what_is_typed_for_a_callback_stays_when_the_line_moves(
    stage: Stage, backstage: Backstage
) -> None:
    maren = await stage.customer()
    await maren.talk.click()
    await maren.card.get_by_role("button", name="Call me").click()
    phone = maren.card.get_by_role("textbox", name="Phone")
    await phone.fill("555 0100")
    await backstage.presence("nora", "available")
    await expect(maren.card).to_have_attribute("data-state", "offered")
    await maren.card.get_by_role("button", name="Book").click()
    await expect(maren.card).to_have_attribute("data-state", "callback")
    await expect(maren.card.locator(".pass-on textarea")).to_have_value(re.compile("555 0100"))
