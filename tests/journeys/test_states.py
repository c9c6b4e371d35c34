"""States: empty, loading, fault and offline are shown, and each has its way out."""

import os
import signal

from playwright.async_api import Route, expect

from tests.journeys.stage import Stage


async def refuse(route: Route) -> None:
    await route.abort()


async def test_empty_lists_say_so(stage: Stage) -> None:
    jonas = await stage.staff("jonas")
    for view, words in {
        "queue": "Nobody is waiting.",
        "mine": "You have no conversation at the moment.",
        "reviews": "Nothing waits for review.",
        "ai": "The AI leads no conversation now.",
        "callbacks": "No callback is booked.",
    }.items():
        await jonas.go(f"/{view}")
        await expect(jonas.page.get_by_text(words)).to_be_visible()
    await jonas.go("/supervision")
    await expect(jonas.page.get_by_text("Nobody is waiting.")).to_be_visible()


async def test_a_server_that_stops_and_one_that_is_killed(stage: Stage) -> None:
    maren = await stage.customer()
    jonas = await stage.staff("jonas")
    demo = stage.backstage.demo
    stopped = demo.pid("web")
    os.kill(stopped, signal.SIGSTOP)
    try:
        await jonas.page.get_by_role("link", name="Policy").click()
        await expect(jonas.page.locator("[aria-busy=true]").first).to_be_visible()
        await maren.write("How do I change my PIN?")
        await expect(maren.own()).to_contain_text("Sending…")
    finally:
        os.kill(stopped, signal.SIGCONT)
    await expect(jonas.page.get_by_role("heading", name="Moment map")).to_be_visible()
    await expect(maren.messages("ai")).to_have_count(1)

    os.kill(stopped, signal.SIGKILL)
    await maren.write("How do I find my IBAN?")
    await expect(maren.messages("ai")).to_have_count(2)
    await expect(maren.own()).to_have_count(2)
    await jonas.page.get_by_role("link", name="AI leads").click()
    await expect(jonas.page.locator("a.row").filter(has_text="IBAN").first).to_be_visible()
    await expect(jonas.page.get_by_text("Live updates stopped")).to_have_count(0)
    assert demo.pid("web") != stopped


async def test_faults_of_the_desk_are_told_and_can_be_tried_again(stage: Stage) -> None:
    jonas = await stage.staff("jonas")
    await jonas.page.context.route("**/api/v1/**", refuse)
    await jonas.page.get_by_role("link", name="Closed").click()
    await expect(jonas.page.get_by_text("This did not load")).to_be_visible()
    await expect(jonas.page.get_by_text("The server cannot be reached.").first).to_be_visible()
    await jonas.page.context.unroute("**/api/v1/**")
    await jonas.press("Try again")
    await expect(jonas.page.get_by_text("This did not load")).to_have_count(0)


async def test_faults_of_the_widget_are_told_and_can_be_tried_again(stage: Stage) -> None:
    context = await stage.context(1280)
    page = await context.new_page()
    await context.route("**/api/v1/conversations", refuse)
    await page.goto("/?lang=en")
    await page.locator("button.launcher").click()
    chat = page.frame_locator("iframe")
    await expect(chat.get_by_text("The conversation could not be opened.")).to_be_visible()
    await context.unroute("**/api/v1/conversations")
    await chat.get_by_role("button", name="Try again").click()
    await expect(chat.locator(".opening")).to_be_visible()

    await context.route("**/api/v1/articles/**", refuse)
    await chat.locator(".pen textarea").fill("How do I change my PIN?")
    await page.keyboard.press("Enter")
    await chat.get_by_role("button", name="Open the article").click()
    await expect(chat.get_by_text("The article could not be loaded.")).to_be_visible()
    await context.unroute("**/api/v1/articles/**")
    await chat.get_by_role("button", name="Try again").click()
    await expect(chat.get_by_role("dialog")).to_contain_text("Nobody at Harbour Bank can see")


async def test_a_conversation_that_is_gone_and_one_that_never_was(stage: Stage) -> None:
    jonas = await stage.staff("jonas", "/all/00000000-0000-4000-8000-000000000000")
    await expect(jonas.page.get_by_text("This does not exist").first).to_be_visible()
    maren = await stage.customer()
    await maren.page.evaluate(
        """() => {
            const key = Object.keys(localStorage).find((key) => key.endsWith("|conversation"));
            const kept = JSON.parse(localStorage.getItem(key));
            localStorage.setItem(key, JSON.stringify({...kept, token: "not-the-token"}));
        }"""
    )
    await maren.page.reload()
    await expect(maren.chat.get_by_text("can no longer be opened from here")).to_be_visible()
    await maren.chat.get_by_role("button", name="Start a new conversation").click()
    await maren.ask("How do I change my PIN?")
