"""Knowledge in the console: a file comes in, is found in the list, shows its parts, and answers."""

from pathlib import Path

from playwright.async_api import expect

from tests.journeys.axe import violations
from tests.journeys.stage import Stage

TEXT = "# Zebra vouchers\n\nA zebra voucher is worth 25 euros and is valid for two years.\n"


async def test_a_steward_imports_a_file_and_sees_what_failed(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "zebra.md").write_text(TEXT)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    ines = await stage.staff("ines", "/knowledge")
    page = ines.page
    for name in ("zebra.md", "broken.pdf"):
        await ines.press("Import")
        dialog = page.get_by_role("dialog")
        async with page.expect_file_chooser() as chooser:
            await dialog.get_by_role("button", name="Choose files").click()
        await (await chooser.value).set_files(tmp_path / name)
        await expect(dialog).to_contain_text(name)
        await dialog.get_by_role("button", name="Import", exact=True).click()
        await expect(dialog).to_contain_text("Done.", timeout=60_000)
        await dialog.get_by_role("button", name="Close").last.click()
        await expect(dialog).to_have_count(0)
    imports = page.get_by_role("region", name="Imports", exact=True)
    await expect(imports).to_contain_text("1 file failed", timeout=60_000)
    await expect(imports.get_by_role("link", name="Error file").first).to_be_visible()
    await page.get_by_role("searchbox").fill("zebra")
    line = page.locator("a.kno-line")
    await expect(line).to_have_count(1)
    await line.focus()
    await page.keyboard.press("Enter")
    article = page.get_by_role("region", name="Article", exact=True)
    await expect(article).to_contain_text("worth 25 euros")
    await expect(article).to_contain_text("zebra.md")
    assert await violations(page) == []


async def test_staff_read_but_do_not_import(stage: Stage) -> None:
    jonas = await stage.staff("jonas", "/knowledge")
    await expect(jonas.page.locator("a.kno-line").first).to_be_visible()
    await expect(jonas.page.get_by_role("button", name="Import")).to_have_count(0)
    await jonas.page.get_by_role("searchbox").fill("no such title anywhere")
    await expect(jonas.page.get_by_text("No article fits.")).to_be_visible()
