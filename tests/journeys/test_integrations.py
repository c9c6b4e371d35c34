"""Integrations: webhooks are added, tested and removed; the demo's back office answers."""

from playwright.async_api import expect

from tests.journeys.stage import Stage


async def test_a_webhook_is_added_with_its_secret_once_and_removed(stage: Stage) -> None:
    ines = await stage.staff("ines", "/integrations")
    page = ines.page
    tools = page.get_by_role("region", name="Tool servers", exact=True)
    await expect(tools).to_contain_text("back_office")
    await expect(tools).to_contain_text("block_card")

    await ines.press("Add a webhook")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("textbox", name="Address").fill("https://127.0.0.1/hook")
    await dialog.get_by_role("button", name="Add a webhook").click()
    await expect(page.locator(".toast-fault").last).to_contain_text("not on the public internet")

    await dialog.get_by_role("textbox", name="Address").fill("https://93.184.216.34/hook")
    await dialog.get_by_role("button", name="Add a webhook").click()
    secret = page.get_by_role("dialog").get_by_role("textbox", name="Secret")
    assert (await secret.input_value()).startswith("whsec_")
    await ines.press("I have kept it")

    hooks = page.get_by_role("region", name="Webhooks", exact=True)
    await expect(hooks).to_contain_text("https://93.184.216.34/hook")
    await ines.press("Remove: https://93.184.216.34/hook")
    await page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    await expect(hooks).to_contain_text("No other system is told anything.")
