"""The console: policy as a map, decision records, API keys."""

import httpx
from playwright.async_api import expect

from tests.journeys.backstage import Backstage
from tests.journeys.stage import Stage


async def test_the_policy_is_a_map_and_a_bad_file_is_refused_by_name(stage: Stage) -> None:
    ines = await stage.staff("ines", "/policy")
    page = ines.page
    await page.get_by_role("button", name="Lost or stolen card").click()
    kind = page.get_by_role("region", name="Kind", exact=True)
    await expect(kind).to_contain_text("card_lost")
    await expect(kind).to_contain_text("A person leads")

    await ines.press("Load a new version")
    dialog = page.get_by_role("dialog")
    toml = dialog.get_by_role("textbox")
    await toml.fill('format = 1\nname = "banking"\ntitle = 7\n')
    await dialog.get_by_role("button", name="Load", exact=True).click()
    refused = dialog.get_by_role("alert")
    await expect(refused).to_contain_text("The policy was refused. Nothing has changed.")
    await expect(refused.locator("code").first).to_have_text("title")
    await expect(refused.locator("li").first).to_contain_text(
        "policy.toml title it says 7, a number"
    )
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_a_new_version_is_loaded_looked_at_and_made_active(
    stage: Stage, backstage: Backstage
) -> None:
    policies = await backstage.staff("ines", "GET", "/policies")
    active = policies["active"]["version"]
    toml = (await backstage.staff("ines", "GET", f"/policies/{active}"))["toml"]
    ines = await stage.staff("ines", "/policy")
    await ines.press("Load a new version")
    dialog = ines.page.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill(toml.replace("Retail bank", "Retail bank, winter"))
    await dialog.get_by_role("button", name="Load", exact=True).click()
    await expect(ines.page.get_by_role("heading", level=1)).to_have_text("Retail bank, winter")
    await ines.press("Activate")
    await ines.page.get_by_role("dialog").get_by_role("button", name="Activate").click()
    await expect(ines.page.locator(".toast-done").last).to_contain_text("is active")
    now = (await backstage.staff("ines", "GET", "/policies"))["active"]["version"]
    assert now != active
    await backstage.staff("ines", "POST", f"/policies/{active}/activation", {})


async def test_decisions_are_found_and_explained(stage: Stage) -> None:
    maren = await stage.customer(who="HB-1001")
    await maren.ask("How do I change the PIN in the app?")
    ines = await stage.staff("ines", "/decisions")
    await ines.page.get_by_role("searchbox").fill("PIN in the app")
    await expect(ines.page.locator("button.record").first).to_contain_text("PIN in the app")
    await ines.page.locator("button.record").first.click()
    detail = ines.page.get_by_role("region", name="Decision", exact=True)
    await expect(detail).to_contain_text("How do I change the PIN in the app?")
    await expect(detail).to_contain_text("tier-low")
    await expect(detail).to_contain_text("Signals version")
    await expect(detail).to_contain_text("answered")
    await ines.page.get_by_role("searchbox").fill("no such words anywhere")
    await expect(ines.page.get_by_text("No decision matches these filters.")).to_be_visible()


async def test_an_api_key_is_shown_once_and_opens_what_it_should(
    stage: Stage, backstage: Backstage
) -> None:
    ines = await stage.staff("ines", "/keys")
    page = ines.page
    await ines.press("Create key")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("textbox", name="What it is for").fill("Journey")
    await dialog.get_by_role("button", name="Create key").click()
    once = page.get_by_role("dialog", name="Copy the key now")
    key = await once.get_by_role("textbox", name="API key").input_value()
    assert key.startswith("hk_")
    await page.keyboard.press("Escape")
    await expect(once).to_be_visible()
    await once.get_by_role("button", name="I have copied it").click()
    await page.reload()
    row = page.get_by_role("row").filter(has_text="Journey").first
    await expect(row).to_be_visible()
    assert key not in await page.content()

    async def assess() -> int:
        headers = {"Authorization": f"Bearer {key}"}
        url = f"{backstage.demo.base}/api/v1/assess"
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.post(url, json={"text": "hello"}, headers=headers)).status_code

    assert await assess() == 200
    await row.get_by_role("button", name="Revoke").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Revoke").click()
    await expect(page.get_by_role("row").filter(has_text="Journey").first).to_contain_text(
        "Revoked"
    )
    assert await assess() == 401
