"""The stage: browser contexts for customers and staff, each under watch."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Request, expect

from tests.journeys.backstage import Backstage
from tests.journeys.customer import Customer
from tests.journeys.staff import Staff

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Scheme = Literal["light", "dark"]
LATE_MS = 45_000  # never waited for where all is well
# Chromium notes every answer over 399 and every broken connection; journeys provoke both.
EXPECTED = ("Failed to load resource", "net::ERR_")


@dataclass
class Watch:
    """What was asked for in all contexts, and what never should happen: faults, dialogs, other origins."""

    base: str
    faults: list[str] = field(default_factory=list[str])
    asked: list[str] = field(default_factory=list[str])

    def over(self, context: BrowserContext) -> None:
        """Look at every page of the context from now on."""
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        context.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))
        context.on("console", self._console)
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(
            known in message.text for known in EXPECTED
        ):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)
        parts = urlsplit(request.url)
        own = f"{parts.scheme}://{parts.netloc}" == self.base
        if not own and parts.scheme not in ("data", "blob", "about"):
            self.faults.append(f"request to {request.url}")


class Stage:
    """Lets customers and staff come in, each with a browser context of their own."""

    def __init__(self, browser: Browser, backstage: Backstage) -> None:
        self.browser = browser
        self.backstage = backstage
        self.base = backstage.demo.base
        self.watch = Watch(self.base)
        self.contexts: list[BrowserContext] = []

    async def context(
        self, width: int = 1440, height: int = 900, scheme: Scheme = "light", locale: str = "en"
    ) -> BrowserContext:
        """A fresh context, without motion."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale=locale,
            reduced_motion="reduce",
            base_url=self.base,
        )
        context.set_default_timeout(LATE_MS)
        expect.set_options(timeout=LATE_MS)
        self.watch.over(context)
        self.contexts.append(context)
        return context

    async def customer(
        self,
        locale: str = "en",
        who: str = "",
        *,
        scheme: Scheme = "light",
        width: int = 1280,
        height: int = 900,
    ) -> Customer:
        """A customer on the bank's page, with the chat open; ``who`` is a known customer's number."""
        context = await self.context(width, height, scheme, locale)
        return await Customer.enter(await context.new_page(), locale, who)

    async def staff(
        self,
        who: str,
        path: str = "/queue",
        *,
        scheme: Scheme = "light",
        width: int = 1440,
        height: int = 900,
        locale: str = "en",
    ) -> Staff:
        """nora, jonas or ines, signed in, on a page of the desk in one of its languages."""
        context = await self.context(width, height, scheme, locale)
        # Frames that are still empty have no storage.
        await context.add_init_script(
            f"try {{ localStorage.setItem('handrail.locale', '{locale}'); }} catch {{}}"
        )
        token = await self.backstage.session(who)
        await context.add_cookies([{"name": "handrail_session", "value": token, "url": self.base}])
        return await Staff.enter(await context.new_page(), path)

    async def close(self) -> None:
        """Close all contexts; raises AssertionError with every fault seen in them."""
        for context in self.contexts:
            await context.close()
        assert not self.watch.faults, "\n".join(self.watch.faults)
