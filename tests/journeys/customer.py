"""A customer at the bank's page."""

from typing import Any

from playwright.async_api import FrameLocator, Locator, Page, expect


class Customer:
    """Drives the widget as a customer does: by what can be read on the screen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.chat: FrameLocator = page.frame_locator("iframe")
        self.log: Locator = self.chat.get_by_role("log")
        self.pen: Locator = self.chat.locator(".pen textarea")
        self.leader: Locator = self.chat.locator(".leader")
        self.card: Locator = self.chat.locator("section.card")
        self.talk: Locator = self.chat.locator("button.talk")

    @classmethod
    async def enter(cls, page: Page, locale: str, who: str) -> "Customer":
        """Open the bank's page and its chat, and wait for the first word."""
        await page.goto(f"/?lang={locale}")
        if who:
            await page.locator("#customer").select_option(who)
        customer = cls(page)
        await customer.open()
        return customer

    async def open(self) -> None:
        await self.page.locator("button.launcher").click()
        await expect(self.log.locator(".opening")).to_be_visible()

    async def write(self, text: str) -> None:
        """Write a message and send it, without waiting for what follows."""
        await self.pen.fill(text)
        await self.pen.press("Enter")

    async def ask(self, text: str) -> Locator:
        """Write, and wait until the AI has answered; gives the answer."""
        answers = self.messages("ai")
        before = await answers.count()
        await self.write(text)
        await expect(answers).to_have_count(before + 1)
        return answers.last

    def messages(self, tone: str) -> Locator:
        """Messages to the customer by who made them: ai, checked, person or system."""
        return self.log.locator(f"li.message.{tone}")

    def own(self) -> Locator:
        return self.log.locator("li.message.mine")

    def notice(self, kind: str) -> Locator:
        return self.log.locator(f"li.notice[data-kind={kind}]")

    async def conversation(self) -> dict[str, Any]:
        """``id`` and ``token`` of the conversation that this browser keeps."""
        return await self.page.evaluate(
            """() => {
                const kept = Object.keys(localStorage).filter(
                    (key) => key.startsWith("handrail:1:") && key.endsWith("|conversation"));
                return JSON.parse(localStorage.getItem(kept.at(-1)));
            }"""
        )
