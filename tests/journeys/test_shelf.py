"""The shelf in the console: a folder comes in, an article is changed by two, compared, brought back."""

import re
from pathlib import Path

from playwright.async_api import Page, expect

from tests.adapters.documents.files import a_docx, a_pdf
from tests.journeys.axe import violations
from tests.journeys.stage import Stage

PLACES = "A yak wool blanket costs 90 euros."
SLUG = re.compile(r"/knowledge/([^?]+)")
OTHER_EDIT = """async slug => (await fetch(`/api/v1/knowledge/articles/${slug}`, {
    method: 'PUT', headers: {'content-type': 'application/json'},
    body: JSON.stringify({version: 1, audience: 'staff', locale: 'en', text: 'It costs 80 euros.'}),
})).status"""


def a_folder(folder: Path) -> Path:
    """Files of every format, one of them broken, and one that is none of ours."""
    inside = folder / "yaks"
    (inside / "more").mkdir(parents=True)
    (inside / "wool.md").write_text("# Yak wool\n\nYak wool is warm.\n")
    (inside / "hours.pdf").write_bytes(a_pdf("Yak hours\nOpen from nine to five."))
    (inside / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (inside / "more" / "prices.docx").write_bytes(a_docx())
    (inside / "more" / "asked.csv").write_text("question,answer\nDo yaks bite?,Rarely.\n")
    (inside / "picture.xyz").write_text("x")
    return inside


async def test_a_folder_comes_in_file_by_file(stage: Stage, tmp_path: Path) -> None:
    ines = await stage.staff("ines", "/knowledge")
    page = ines.page
    await ines.press("Import")
    dialog = page.get_by_role("dialog")
    async with page.expect_file_chooser() as chooser:
        await dialog.get_by_role("button", name="Choose a folder").click()
    await (await chooser.value).set_files(a_folder(tmp_path))
    await expect(dialog).to_contain_text("1 file of another format is left out.")
    await dialog.get_by_role("button", name="Leave out yaks/more/prices.docx").click()
    assert await violations(page) == []
    await dialog.get_by_role("button", name="Import", exact=True).click()
    await expect(dialog).to_contain_text("Done.", timeout=60_000)
    files = dialog.locator(".kno-upload")
    await expect(files).to_have_count(4)
    broken = files.filter(has_text="broken.pdf")
    await expect(broken).to_contain_text("Failed")
    await expect(broken).to_contain_text("The PDF is damaged")
    await expect(files.filter(has_text="Imported")).to_have_count(3)
    await dialog.get_by_role("button", name="Close").last.click()
    await page.get_by_role("searchbox").fill("yak")
    await expect(page.locator("a.kno-line")).to_have_count(3)
    await expect(page).to_have_url(re.compile("q=yak"))


async def written(page: Page) -> str:
    """The slug of an article that is written, published and open."""
    await page.get_by_role("button", name="Write an article").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("textbox", name="Title").fill("Yak blankets")
    await dialog.get_by_role("textbox", name="Text (Markdown)").fill(PLACES)
    await dialog.get_by_text("Keep as a draft").click()
    await dialog.get_by_role("button", name="Publish").click()
    await expect(dialog).to_have_count(0)
    found = SLUG.search(page.url)
    assert found is not None
    return found[1]


async def test_two_edit_and_an_old_version_comes_back(stage: Stage) -> None:
    ines = await stage.staff("ines", "/knowledge")
    page = ines.page
    slug = await written(page)
    article = page.get_by_role("region", name="Article", exact=True)
    await expect(article).to_contain_text(PLACES)
    await article.get_by_role("button", name="Edit").click()
    text = article.get_by_role("textbox", name="Text (Markdown)")
    await text.fill("A yak wool blanket costs 95 euros.")
    assert await page.evaluate(OTHER_EDIT, slug) == 200
    await article.get_by_role("button", name="Save").click()
    conflict = article.locator(".kno-conflict")
    await expect(conflict).to_contain_text("It costs 80 euros.")
    await expect(conflict).to_contain_text("costs 95 euros")
    assert await violations(page) == []
    await conflict.get_by_role("button", name="Go on with mine").click()
    await article.get_by_role("button", name="Save").click()
    await expect(article).to_contain_text("costs 95 euros")
    await article.get_by_role("button", name="Versions").click()
    await article.get_by_role("button", name=re.compile("^Version 1")).click()
    version = article.get_by_role("region", name="Version 1")
    await expect(version.locator("[data-mark=removed]")).to_contain_text("90 euros")
    await expect(version.locator("[data-mark=added]")).to_contain_text("95 euros")
    assert await violations(page) == []
    await version.get_by_role("button", name="Bring it back").click()
    await page.get_by_role("dialog").get_by_role("button", name="Bring it back").click()
    await expect(article).to_contain_text("version 1 brought back by")
    await article.get_by_role("button", name="Read", exact=True).click()
    await expect(article).to_contain_text(PLACES)


async def test_filters_stand_in_the_address(stage: Stage) -> None:
    jonas = await stage.staff("jonas", "/knowledge?state=draft")
    await expect(jonas.page.get_by_text("No article fits.")).to_be_visible()
    await jonas.press("Clear the filter")
    await expect(jonas.page.locator("a.kno-line").first).to_be_visible()
    await jonas.page.get_by_role("button", name=re.compile("For$")).click()
    await jonas.page.get_by_role("option", name="Staff only").click()
    await expect(jonas.page).to_have_url(re.compile("audience=staff"))
    await expect(jonas.page.locator("a.kno-line").first).to_contain_text("Staff only")
