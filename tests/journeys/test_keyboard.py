"""The keyboard alone: both whole walks without a mouse, with the focus seen and never lost."""

from typing import Any

from playwright.async_api import Page, expect

from tests.journeys.backstage import Backstage
from tests.journeys.stage import Stage

# The focused element, through shadow roots and frames; its name, and whether one sees the focus.
FOCUS = """() => {
    let one = document.activeElement;
    for (;;) {
        const inner = one?.shadowRoot?.activeElement ?? one?.contentDocument?.activeElement;
        if (!inner || inner.tagName === "BODY" || inner.tagName === "HTML") break;
        one = inner;
    }
    if (!one || one.tagName === "BODY") return {name: "", lost: true, seen: false};
    const shows = (element, pseudo) => {
        const style = getComputedStyle(element, pseudo);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
            || style.boxShadow !== "none";
    };
    const near = [one, one.parentElement, one.closest("label"), one.nextElementSibling,
        ...one.children, ...(one.closest("label")?.children ?? [])].filter(Boolean);
    const box = (one.closest("label") ?? one).getBoundingClientRect();
    return {
        name: one.getAttribute("aria-label") || one.labels?.[0]?.textContent
            || one.textContent.trim() || one.tagName,
        lost: false,
        seen: near.some((element) => shows(element)) && box.width > 0 && box.height > 0,
        field: one.matches("input, textarea"),
        control: one.matches("button, a, input, textarea, select, summary"),
    };
}"""
MOST_TABS = 60


async def focus(page: Page) -> dict[str, Any]:
    return await page.evaluate(FOCUS)


async def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until the element of that name has the focus; every stop must be seen."""
    walked: list[str] = []
    for _ in range(MOST_TABS):
        here = await focus(page)
        if here.get("control") and name in here["name"]:
            return
        await page.keyboard.press(key)
        here = await focus(page)
        assert here["seen"] or here["lost"], f"no focus to be seen on {here['name']!r}"
        walked.append(here["name"][:40])
    raise AssertionError(f"{name!r} is not reached by {key}: {walked}")


async def kept(page: Page) -> None:
    """After an action the focus is somewhere, so that the next Tab goes on from there."""
    await page.wait_for_function(f"() => !({FOCUS})().lost")


async def test_a_customer_without_a_mouse(stage: Stage, backstage: Backstage) -> None:
    context = await stage.context(1280)
    page = await context.new_page()
    await page.goto("/?lang=en")
    chat = page.frame_locator("iframe")
    await tab_to(page, "Open chat")
    await page.keyboard.press("Enter")
    await expect(chat.locator(".pen textarea")).to_be_focused()
    await page.keyboard.type("How do I change my PIN?")
    await page.keyboard.press("Enter")
    await expect(chat.locator("li.message.ai")).to_have_count(1)
    await expect(chat.locator(".pen textarea")).to_be_focused()

    await tab_to(page, "Open the article", "Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(chat.get_by_role("dialog")).to_be_visible()
    await page.wait_for_function(f"() => ({FOCUS})().name.includes('Close the article')")
    await page.keyboard.press("Escape")
    await expect(chat.get_by_role("dialog")).to_have_count(0)
    await page.wait_for_function(f"() => ({FOCUS})().name.startsWith('Open the article')")

    await tab_to(page, "Talk to a person", "Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(chat.locator("section.card h2")).to_be_focused()
    await tab_to(page, "What we pass on")
    await page.keyboard.press("Enter")
    await tab_to_field(page)
    await page.keyboard.type("Written by keyboard alone")
    await tab_to(page, "Save")
    await page.keyboard.press("Enter")
    await expect(chat.get_by_text("Saved")).to_be_visible()
    await kept(page)

    opened = await page.evaluate(
        "() => JSON.parse(localStorage.getItem("
        "Object.keys(localStorage).find((key) => key.endsWith('|conversation'))))"
    )
    path = f"/conversations/{opened['id']}"
    await backstage.staff("nora", "POST", f"{path}/acceptance", {})
    await expect(chat.locator(".leader")).to_contain_text("Nora Lind")
    await kept(page)
    await tab_to(page, "Write a message")
    await page.keyboard.type("Thank you, Nora")
    await page.keyboard.press("Enter")
    await expect(chat.locator("li.message.mine")).to_have_count(2)
    await page.keyboard.press("Escape")
    await expect(page.locator("button.launcher")).to_be_focused()


async def tab_to_field(page: Page) -> None:
    """On to the text field behind what was just opened."""
    await page.keyboard.press("Tab")
    assert (await focus(page))["field"]


async def test_staff_without_a_mouse(stage: Stage, backstage: Backstage) -> None:
    context = await stage.context()
    page = await context.new_page()
    nora = backstage.demo.accounts["nora"]
    await page.goto("/desk/")
    await expect(page.get_by_role("textbox", name="E-mail")).to_be_focused()
    await page.keyboard.type(nora.email)
    await page.keyboard.press("Tab")
    await page.keyboard.type(nora.password)
    await page.keyboard.press("Enter")
    await expect(page.locator(".shell")).to_be_visible()
    await page.keyboard.press("p")
    await expect(page.locator(".presence")).to_contain_text("Available")
    opened = await backstage.open(customer={"external_id": "HB-1001"})
    await backstage.answered(opened, "How do I change my PIN?")
    await backstage.say(opened, "can I speak to a human?")

    await expect(page.locator("section.offer")).to_be_visible()
    await page.keyboard.press("a")
    composer = page.locator(".composer textarea")
    await expect(composer).to_be_focused()
    await page.keyboard.type("Hello Maren, I am Nora.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("[data-made=person].line")).to_contain_text("I am Nora")
    await page.keyboard.press("Escape")
    await kept(page)

    await page.keyboard.press("n")
    await page.keyboard.type("Called herself Maren")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".notes")).to_contain_text("Called herself Maren")
    await page.keyboard.press("Escape")
    await page.keyboard.press("w")
    await expect(page.locator(".why .facts").last).to_be_visible()
    await page.keyboard.press("b")
    await tab_to(page, "Hand back")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator(".log")).to_contain_text("Nora Lind has left the conversation")
    await kept(page)
    await around_the_desk(page)


async def around_the_desk(page: Page) -> None:
    """The palette, the map of keys, the list, and signing out."""
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("dialog").locator("input")).to_be_focused()
    await page.keyboard.type("decision rec")
    await expect(page.get_by_role("menuitem")).to_have_count(1)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Decision records")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keyboard map")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("g")
    await page.keyboard.press("i")
    await expect(page.get_by_role("heading", level=1).first).to_have_text("AI leads")
    await expect(page.locator("a.row")).to_have_count(1)
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator(".log")).to_be_visible()
    await page.keyboard.press("t")
    await expect(page.locator(".composer textarea")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("c")
    await tab_to(page, "Close conversation")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await kept(page)
    await page.keyboard.press("Shift+Q")
    await expect(page.get_by_role("textbox", name="E-mail")).to_be_focused()
