"""A German customer and an English person: both read their own language, and know what was translated."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.backstage import Backstage
from tests.journeys.running import a_demo
from tests.journeys.scripted_model import scripted_model
from tests.journeys.stage import Stage

ASKED = "Guten Tag, wo finde ich bitte die Nummer von meinem Konto?"
READ = "Hello, where can I find the number of my account, please?"
WROTE = "It is printed at the top of every statement that you get from us."
SENT = "Sie steht oben auf jedem Auszug, den Sie von uns bekommen."


@pytest.fixture
async def translating(browser: Browser, open_folder: Path) -> AsyncGenerator[Stage]:
    """A stage over a demo of its own, with a language model that translates."""
    async with (
        scripted_model({ASKED: READ, WROTE: SENT}) as model,
        a_demo(
            open_folder / "translating",
            HANDRAIL_LLM_URL=model.base_url,
            HANDRAIL_LLM_MODEL="scripted",
            HANDRAIL_LLM_DEADLINE_S="120",  # a busy machine is no slow model
            NO_PROXY="127.0.0.1",
        ) as demo,
    ):
        backstage = Backstage(demo, {})
        async with backstage.http:
            made = Stage(browser, backstage)
            yield made
            await made.close()


async def test_both_sides_read_their_own_language(translating: Stage) -> None:
    stage, backstage = translating, translating.backstage
    opened = await backstage.open("de")
    await backstage.answered(opened, ASKED)
    await backstage.staff("nora", "POST", f"/conversations/{opened['id']}/takeover")
    nora = await stage.staff("nora", f"/mine/{opened['id']}")

    await nora.press("Translate from German")
    await expect(nora.log).to_contain_text(READ)
    await expect(nora.log).to_contain_text("by scripted, not checked by a person")
    await expect(nora.log).to_contain_text("Nothing is known about its quality")
    await nora.press("Hide the translation")
    await expect(nora.log).not_to_contain_text(READ)
    await expect(nora.log).to_contain_text(ASKED)

    await nora.composer.fill(WROTE)
    await nora.press("See it in German")
    seen = nora.page.locator(".their-language")
    await expect(seen).to_contain_text(SENT)
    await nora.press("Send the translation")
    await expect(nora.lines("person").filter(has_text=SENT)).to_contain_text(WROTE)
    await expect(nora.composer).to_have_value("")
    told, said = (await backstage.events(opened["id"]))[-2:]
    assert (
        told["text"]
        == "Die nächste Nachricht wurde automatisch übersetzt und kann Fehler enthalten."
    )
    assert (said["text"], said["data"]["translation"]["original"]) == (SENT, WROTE)

    await nora.press("Put it in short")
    await expect(nora.page.locator(".in-short")).to_contain_text("Phrased by scripted")
    jonas = await stage.staff("jonas", "/autonomy")
    await expect(jonas.page.locator(".model-budget")).to_contain_text("Translations")
