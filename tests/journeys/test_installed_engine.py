"""A Spanish customer and an English person, with the installed engine and no language model."""

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.adapters.translation.engine import a_small_engine
from tests.journeys.backstage import Backstage
from tests.journeys.running import a_demo
from tests.journeys.stage import Stage

ASKED = "Buenos días, soy Rosa Blanco. ¿Dónde está mi pedido 4711-A? Lo pedí hace 3 semanas."
GERMAN = "Guten Tag, wo finde ich bitte die Nummer von meinem Konto?"
WROTE = "Your order 4711-A is on the way. It arrives in 2 days."


@pytest.fixture(params=["small", "installed"])
async def engine(
    request: pytest.FixtureRequest, browser: Browser, open_folder: Path
) -> AsyncGenerator[tuple[str, Stage]]:
    """A stage over a demo of its own that translates by a small program, and by the real one."""
    program = shutil.which("apertium")
    if request.param == "small":
        folder = open_folder / "small-engine"
        folder.mkdir()
        program = str(a_small_engine(folder))
    if program is None:
        pytest.skip("needs apt-get install apertium apertium-eng-spa")
    settings = {"HANDRAIL_TRANSLATION": "apertium model", "HANDRAIL_APERTIUM": program}
    async with a_demo(open_folder / f"engine-{request.param}", **settings) as demo:
        backstage = Backstage(demo, {})
        async with backstage.http:
            made = Stage(browser, backstage)
            yield request.param, made
            await made.close()


async def test_both_sides_beside_the_original(engine: tuple[str, Stage]) -> None:
    kind, stage = engine
    backstage = stage.backstage
    locale, asked = ("de", GERMAN) if kind == "small" else ("es", ASKED)
    opened = await backstage.open(locale)
    await backstage.answered(opened, asked)
    await backstage.staff("nora", "POST", f"/conversations/{opened['id']}/takeover")
    nora = await stage.staff("nora", f"/mine/{opened['id']}")
    if kind == "small":  # it has no German
        await expect(nora.log).to_contain_text("No installed translator has German to English.")
        await nora.composer.fill(WROTE)
        missing = nora.page.locator(".their-language")
        await expect(missing).to_contain_text("No installed translator has English to German.")
        return
    await expect(nora.log).to_contain_text("By Apertium 3")
    await expect(nora.log).to_contain_text("expect wrong words")
    await nora.press("Translate from Spanish")
    await expect(nora.log.locator(".beside-text").first).to_contain_text("I am Rosa Blanco")
    await expect(nora.log.locator(".beside-text").first).to_contain_text("4711-A")
    await expect(nora.log).to_contain_text(ASKED)

    await nora.composer.fill(WROTE)
    await nora.press("See it in Spanish")
    seen = nora.page.locator(".their-language")
    await expect(seen).to_contain_text("4711-A")
    await expect(seen).to_contain_text("The customer is told that it was translated automatically.")
    await nora.press("Send the translation")
    await expect(nora.lines("person").filter(has_text="4711-A")).to_contain_text(WROTE)
    told, said = (await backstage.events(opened["id"]))[-2:]
    assert told["data"] == {"key": "translated"}
    assert said["data"]["translation"]["original"] == WROTE
    assert said["data"]["translation"]["by"].startswith("Apertium")
    assert said["text"] != WROTE
