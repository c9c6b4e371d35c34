"""Languages: German for customers and staff, Spanish for customers."""

import pytest
from playwright.async_api import expect

from tests.journeys.backstage import Backstage
from tests.journeys.stage import Stage

WALKS = {
    "de": {
        "opening": "Sie schreiben mit einer KI",
        "talk": "Mit einem Menschen sprechen",
        "question": "Guten Tag, wie finde ich meine Kontonummer?",
        "language": "Die KI liest diese Sprache nicht",
        "joined": "Nora Lind ist jetzt im Gespräch",
        "reply": "Guten Tag, die IBAN steht auf jedem Auszug.",
    },
    "es": {
        "opening": "Está hablando con una IA",
        "talk": "Hablar con una persona",
        "question": "Buenos días, ¿dónde encuentro mi número de cuenta?",
        "language": "La IA no lee",
        "joined": "Nora Lind ya está en la conversación",
        "reply": "Buenos días, el IBAN está en cada extracto.",
    },
}


@pytest.mark.parametrize("locale", WALKS)
async def test_a_customer_is_served_in_their_language(
    stage: Stage, backstage: Backstage, locale: str
) -> None:
    words = WALKS[locale]
    customer = await stage.customer(locale)
    await expect(customer.log.locator(".opening")).to_contain_text(words["opening"])
    await expect(customer.talk).to_contain_text(words["talk"])
    await expect(customer.chat.locator("html")).to_have_attribute("lang", locale)
    await customer.write(words["question"])
    conversation = (await customer.conversation())["id"]
    await expect(customer.log).to_contain_text(words["language"])
    await expect(customer.leader).to_have_attribute("data-leader", "waiting")

    nora = await stage.staff("nora", f"/queue/{conversation}", locale="de")
    await nora.press("Annehmen")
    await expect(customer.notice("accepted").last).to_contain_text(words["joined"])
    await nora.reply(words["reply"])
    await expect(customer.messages("person")).to_contain_text(words["reply"])


async def test_the_desk_speaks_german_everywhere(stage: Stage) -> None:
    jonas = await stage.staff("jonas", locale="de")
    page = jonas.page
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    for link, heading in {
        "Warteschlange": "Warteschlange",
        "Meine": "Meine",
        "Leitung": "Leitung",
        "Antworten beurteilen": "Antworten beurteilen",
        "Autonomie": "Autonomie",
        "Entscheidungen": "Entscheidungen",
    }.items():
        await page.get_by_role("link", name=link).first.click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    await page.keyboard.press("Shift+L")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Decision records")
    await page.keyboard.press("Shift+L")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Entscheidungen")
