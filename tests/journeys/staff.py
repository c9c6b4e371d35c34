"""A member of staff at the desk."""

from playwright.async_api import Locator, Page, expect


class Staff:
    """Drives the workspace as staff do: by names of buttons, fields and regions."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log: Locator = page.locator(".log")
        self.offer: Locator = page.locator("section.offer")
        self.side: Locator = page.locator("aside.side")
        self.composer: Locator = page.locator(".composer textarea")

    @classmethod
    async def enter(cls, page: Page, path: str) -> "Staff":
        """Go to a page of the desk, signed in already."""
        await page.goto(f"/desk{path}")
        staff = cls(page)
        await expect(page.locator(".shell")).to_be_visible()
        return staff

    async def go(self, path: str) -> None:
        """Another page of the desk, by its address."""
        await self.page.goto(f"/desk{path}")
        await expect(self.page.locator(".shell")).to_be_visible()

    async def press(self, name: str) -> None:
        """Press the button of that name, wherever it is on the page."""
        await self.page.get_by_role("button", name=name, exact=True).first.click()

    async def available(self) -> None:
        """Switch presence on and wait until the desk has taken it."""
        await expect(self.page.locator(".presence")).to_contain_text("Away")
        await self.page.locator(".presence").click()
        await expect(self.page.locator(".presence")).to_contain_text("Available")

    async def reply(self, text: str) -> None:
        """Write to the customer and wait until it stands in the conversation."""
        await self.composer.fill(text)
        await self.composer.press("Control+Enter")
        await expect(self.lines("person").filter(has_text=text)).to_have_count(1)

    def lines(self, made: str) -> Locator:
        """Lines of ours by who made them: ai, ai_draft, person or system."""
        return self.log.locator(f".line-ours[data-made={made}]")
