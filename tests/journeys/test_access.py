"""Access: axe-core finds nothing on any screen, in any state, light and dark, English and German."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Frame, Page, expect

from tests.journeys.axe import violations
from tests.journeys.backstage import Backstage, Json
from tests.journeys.customer import Customer
from tests.journeys.staff import Staff
from tests.journeys.stage import Scheme, Stage

LOOKS = [("light", "en"), ("dark", "de")]


class Report:
    """Collects what axe finds, by screen, so that one run names everything."""

    def __init__(self) -> None:
        self.found: list[str] = []

    async def look(self, name: str, page: Page | Frame) -> None:
        self.found += [f"[{name}] {one}" for one in await violations(page)]


async def in_hand(backstage: Backstage) -> Json:
    """A conversation that the AI led and Nora has taken over, with a briefing and a note."""
    opened = await backstage.open(customer={"external_id": "HB-1002"})
    await backstage.answered(opened, "How do I change my PIN?")
    await backstage.answered(opened, "My transfer hasn't arrived")
    await backstage.customer(opened, "POST", "handoff", {"prefer": "now", "note": "Rent is due"})
    await backstage.staff("nora", "POST", f"/conversations/{opened['id']}/acceptance", {})
    path = f"/conversations/{opened['id']}/notes"
    await backstage.staff("nora", "POST", path, {"text": "Promised to call the other bank"})
    return opened


@pytest.mark.parametrize(("scheme", "locale"), LOOKS)
async def test_the_widget(stage: Stage, backstage: Backstage, scheme: Scheme, locale: str) -> None:
    report = Report()
    customer = await stage.customer(locale, scheme=scheme)
    frame = next(frame for frame in customer.page.frames if frame.url.endswith("/widget/"))
    await report.look("bank page", customer.page)
    await report.look("opening", frame)
    # German questions go to people; the AI answers this one wherever the page's texts are German.
    await customer.ask("How do I change my PIN?")
    await report.look("answer", frame)
    await customer.log.locator(".sources button").first.click()
    await expect(customer.chat.get_by_role("dialog").locator("p").nth(1)).to_be_visible()
    await report.look("article", frame)
    await customer.page.keyboard.press("Escape")
    await customer.talk.click()
    await expect(customer.card.locator(".figures")).to_be_visible()
    await customer.card.locator("summary").click()
    await report.look("card", frame)
    await customer.card.locator(".choices button").first.click()
    await expect(customer.card.locator(".callback")).to_be_visible()
    await report.look("callback", frame)
    await customer.card.locator(".callback button").last.click()
    await customer.page.context.set_offline(True)
    await customer.write("from the tunnel")
    await expect(customer.chat.locator(".banner")).to_be_visible()
    await report.look("offline", frame)
    await customer.page.context.set_offline(False)
    await with_a_person(customer, backstage, report, frame)
    assert not report.found, "\n".join(report.found)


async def with_a_person(
    customer: Customer, backstage: Backstage, report: Report, frame: Frame
) -> None:
    path = f"/conversations/{(await customer.conversation())['id']}"
    await backstage.staff("nora", "POST", f"{path}/takeover", {})
    await expect(customer.leader).to_have_attribute("data-leader", "person")
    await customer.talk.click()
    await report.look("person", frame)
    await backstage.staff("nora", "POST", f"{path}/closure", {})
    await expect(customer.leader).to_have_attribute("data-leader", "closed")
    await report.look("closed", frame)


@pytest.mark.parametrize(("scheme", "locale"), LOOKS)
async def test_the_workspace(
    stage: Stage, backstage: Backstage, scheme: Scheme, locale: str
) -> None:
    report = Report()
    opened = await in_hand(backstage)
    review = await backstage.open()
    await backstage.answered(review, "My transfer was rejected")
    waiting = await backstage.open()
    await backstage.answered(waiting, "can I speak to a human?")
    led = await backstage.open()
    await backstage.answered(led, "How do I change my PIN?")
    jonas = await stage.staff("jonas", "/reviews", scheme=scheme, locale=locale)
    await expect(jonas.page.locator("a.row")).to_have_count(1)
    for path in (
        "/queue",
        f"/queue/{waiting['id']}",
        "/callbacks",
        "/closed",
        f"/ai/{led['id']}",
        f"/reviews/{review['id']}",
        f"/mine/{opened['id']}",
    ):
        await jonas.go(path)
        await settled(jonas)
        await report.look(path[:8], jonas.page)
    await jonas.page.locator(".why-button").last.click()
    await report.look("why", jonas.page)
    await jonas.page.locator(".chip").first.click()
    await settled(jonas)
    await report.look("article", jonas.page)
    nora = await stage.staff("nora", f"/mine/{opened['id']}", scheme=scheme, locale=locale)
    await settled(nora)
    await report.look("mine", nora.page)
    for key in ("Control+k", "?", "b", "c"):
        await dialog(nora, report, key, lambda key=key: nora.page.keyboard.press(key))
    await nora.page.context.set_offline(True)
    await expect(nora.page.locator(".banner-offline")).to_be_visible()
    await report.look("offline", nora.page)
    await nora.page.context.set_offline(False)
    assert not report.found, "\n".join(report.found)


@pytest.mark.parametrize(("scheme", "locale"), LOOKS)
async def test_supervision_console_and_sign_in(
    stage: Stage, backstage: Backstage, scheme: Scheme, locale: str
) -> None:
    report = Report()
    led = await backstage.open()
    await backstage.answered(led, "can I speak to a human?")
    jonas = await stage.staff("jonas", "/supervision", scheme=scheme, locale=locale)
    await settled(jonas)
    await report.look("supervision", jonas.page)
    await dialog(jonas, report, "stop", lambda: jonas.page.keyboard.press("Shift+X"))
    await backstage.staff("jonas", "PUT", "/ai-switch", {"stopped": True, "reason": "A test"})
    await expect(jonas.page.locator(".banner-stop")).to_be_visible()
    await report.look("stopped", jonas.page)
    ines = await stage.staff("ines", "/policy", scheme=scheme, locale=locale)
    await ines.page.locator(".kind-chip").first.click()
    await ines.page.locator("details summary").click()
    await report.look("policy", ines.page)
    await dialog(ines, report, "load", ines.page.locator(".page-head button").click)
    await governing(ines, report)
    for path in ("/decisions", "/staff", "/keys"):
        await ines.go(path)
        await settled(ines)
        await report.look(path, ines.page)
        if path != "/decisions":
            await dialog(ines, report, path, ines.page.locator(".page-head button").click)
    context = await stage.context(scheme=scheme, locale=locale)
    entrance = await context.new_page()
    await entrance.goto("/desk/")
    await entrance.locator("button[type=submit]").click()
    await expect(entrance.locator(".signin-fault")).not_to_be_empty()
    await report.look("sign in", entrance)
    assert not report.found, "\n".join(report.found)


async def governing(ines: Staff, report: Report) -> None:
    """Autonomy with an opened kind, its table and its dialogs; judging and what was judged."""
    await ines.go("/autonomy/pin")
    await settled(ines)
    for summary in await ines.page.locator("main summary").all():
        await summary.click()
    await report.look("autonomy", ines.page)
    issue, suspend = ines.page.locator(".aut-issue button"), ines.page.locator(".aut-facts button")
    await dialog(ines, report, "issue", issue.click)
    await dialog(ines, report, "suspend", suspend.click)
    await dialog(ines, report, "issue all", lambda: ines.page.keyboard.press("Shift+C"))
    for path in ("/judging", "/judging/judged"):
        await ines.go(path)
        await settled(ines)
        await report.look(path, ines.page)


NARROW = ["/mine/", "/supervision", "/policy", "/decisions", "/autonomy/pin", "/judging"]


@pytest.mark.parametrize("path", NARROW)
async def test_the_desk_on_a_narrow_screen(stage: Stage, backstage: Backstage, path: str) -> None:
    report = Report()
    opened = await in_hand(backstage)
    address = f"{path}{opened['id']}" if path.endswith("/") else path
    jonas = await stage.staff("jonas", address, width=400, height=800)
    await settled(jonas)
    await report.look(path, jonas.page)
    wide = await jonas.page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 400
    assert not report.found, "\n".join(report.found)


async def settled(staff: Staff) -> None:
    """Wait until nothing loads any more."""
    await expect(staff.page.locator("main h1:visible").first).to_be_visible()
    await expect(staff.page.locator("[aria-busy=true]")).to_have_count(0)


async def dialog(
    staff: Staff, report: Report, name: str, act: Callable[[], Awaitable[object]]
) -> None:
    """Open a dialog, look at it, and put it away with Escape."""
    await act()
    shown = staff.page.locator("[role=dialog], [role=alertdialog]")
    await expect(shown).to_be_visible()
    await report.look(f"dialog {name}", staff.page)
    await staff.page.keyboard.press("Escape")
    await expect(shown).to_have_count(0)
