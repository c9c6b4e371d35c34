"""Autonomy: a steward turns the dial, staff judge answers, a customer says whether one helped."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from playwright.async_api import Page, Response, expect

from tests.journeys.backstage import LATE_S, Backstage, Json
from tests.journeys.stage import Stage

PIN, IBAN = "How do I change my PIN?", "How do I find my IBAN?"
MOST_DRAWS = 150  # a tenth is drawn: that none of so many is happens once in seven million times


async def of_kind(backstage: Backstage, name: str) -> Json:
    """What the autonomy page knows of one kind."""
    told = await backstage.staff("ines", "GET", "/autonomy")
    return next(kind for kind in told["kinds"] if kind["kind"] == name)


@pytest.fixture
async def certified(backstage: Backstage) -> AsyncGenerator[Backstage]:
    """The demo as seeded: what a journey suspended or issued is issued again afterwards."""
    yield backstage
    for name in ("pin", "account_details"):
        await backstage.staff("ines", "POST", "/certificates", {"kind": name})


async def test_a_steward_sees_why_and_turns_the_dial(stage: Stage, certified: Backstage) -> None:
    ines = await stage.staff("ines", "/queue")
    page = ines.page
    await page.keyboard.press("g")
    await page.keyboard.press("u")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Autonomy")
    await page.get_by_role("button", name="Card PIN").click()
    await expect(page).to_have_url(f"{certified.demo.base}/desk/autonomy/pin")
    kind = await of_kind(certified, "pin")
    await expect(page.get_by_text(kind["sentence"])).to_be_visible()
    dial = page.get_by_role("slider", name="Confidence threshold")
    await dial.focus()
    await page.keyboard.press("Home")
    lowest = await dial.get_attribute("aria-valuetext")
    assert lowest is not None
    await page.keyboard.press("ArrowLeft")
    await expect(dial).to_have_attribute("aria-valuetext", lowest)
    await expect(page.get_by_text("Locked below")).to_be_visible()
    await page.keyboard.press("End")
    await expect(dial).not_to_have_attribute("aria-valuetext", lowest)
    await expect(page.get_by_text("Costs people")).to_contain_text("turns a day")

    await page.get_by_text("Show the points as a table").click()
    table = page.get_by_role("table").filter(has_text="stands here now")
    await expect(table.locator("tbody tr")).to_have_count(len(kind["curve"]))

    await ines.press("Issue again")
    await page.get_by_role("dialog").get_by_role("button", name="Issue certificate").click()
    await expect(page.locator(".toast-done").last).to_contain_text("Certificate issued")
    now = await of_kind(certified, "pin")
    assert now["certificate"]["id"] != kind["certificate"]["id"]
    assert now["certificate"]["threshold"] > kind["lowest"]
    assert now["certificate"]["upper"] <= now["alpha"]


async def test_a_suspended_kind_is_checked_from_the_next_turn_on(
    stage: Stage, certified: Backstage
) -> None:
    await certified.presence("nora", "available")
    before = await stage.customer()
    await before.ask(IBAN)
    ines = await stage.staff("ines", "/autonomy/account_details")
    jonas = await stage.staff("jonas", "/queue")
    await ines.press("Suspend")
    asked = ines.page.get_by_role("alertdialog")
    await asked.get_by_role("textbox", name="Reason").fill("The articles changed today")
    await asked.get_by_role("button", name="Suspend").click()
    await expect(ines.page.locator(".aut-kind[data-expanded]")).to_contain_text("Suspended")
    banner = jonas.page.locator(".banner").filter(has_text="Account and routing numbers")
    await expect(banner).to_contain_text("The articles changed today")
    await banner.get_by_role("link", name="See why").click()
    await expect(jonas.page.locator(".aut-facts")).to_contain_text("The articles changed today")
    await expect(jonas.page.get_by_role("button", name="Issue again")).to_have_count(0)

    after = await stage.customer()
    await after.write(IBAN)
    await expect(after.notice("disclosure").last).to_contain_text("A colleague is checking it")
    await expect(after.leader).to_contain_text("AI, checked by a person")

    await ines.press("Issue again")
    await ines.page.get_by_role("dialog").get_by_role("button", name="Issue certificate").click()
    await expect(ines.page.locator(".aut-kind[data-expanded]")).to_contain_text("Certified")
    await expect(banner).to_have_count(0)
    again = await stage.customer()
    await again.ask(IBAN)


async def test_all_kinds_are_certified_from_the_palette(stage: Stage, certified: Backstage) -> None:
    ines = await stage.staff("ines", "/autonomy")
    await ines.page.keyboard.press("Control+k")
    await expect(ines.page.get_by_role("dialog").locator("input")).to_be_focused()
    await ines.page.keyboard.type("issue all")
    await expect(ines.page.get_by_role("menuitem")).to_have_count(1)
    await ines.page.keyboard.press("ArrowDown")
    await ines.page.keyboard.press("Enter")
    dialog = ines.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Issue all certificates").click()
    await expect(ines.page.locator(".toast-done").last).to_contain_text("certificates issued")


async def test_day_one_is_told_and_staff_without_the_role_are_not_shown(stage: Stage) -> None:
    jonas = await stage.staff("jonas", "/autonomy")
    day_one = jonas.page.get_by_role("region", name="Day one")
    await expect(day_one).to_contain_text("The AI leads nothing alone.")
    await expect(day_one.get_by_role("row")).not_to_have_count(1)
    await expect(day_one).to_contain_text("reviews")
    nora = await stage.staff("nora", "/autonomy")
    await expect(nora.page.get_by_text("shown to stewards and supervisors")).to_be_visible()
    await expect(nora.page.get_by_role("link", name="Autonomy")).to_have_count(0)


async def drawn_for(backstage: Backstage, who: str, question: str) -> Json:
    """Ask until an answer waits for the verdict of that member of staff; gives the sample."""
    for _ in range(MOST_DRAWS):
        opened = await backstage.open()
        await backstage.answered(opened, question)
        detail = await backstage.staff("nora", "GET", f"/conversations/{opened['id']}")
        if draft := detail.get("draft"):
            await backstage.open_claims("nora", opened["id"])
            review = {"draft_id": draft["id"], "verdict": "send"}
            await backstage.staff("nora", "POST", f"/conversations/{opened['id']}/review", review)
        waiting = (await backstage.staff(who, "GET", "/samples?state=open&limit=200"))["samples"]
        mine = [one for one in waiting if one["conversation_id"] == opened["id"]]
        if mine:
            return mine[0]
    raise AssertionError(f"Of {MOST_DRAWS} answers none was drawn for {who}")


async def until_shown(page: Page, sample: Json) -> None:
    """Pass over other answers until this one is on the screen, and long enough to be judged."""
    own = page.locator(f"a[href$='{sample['conversation_id']}']")
    for _ in range(MOST_DRAWS):
        await until_keys_judge(page)
        if await own.count():
            return
        await page.keyboard.press("s")
    raise AssertionError("The drawn answer is not in the queue")


async def until_keys_judge(page: Page) -> None:
    """Press the note's key until it works, as keys do once an answer has stood long enough; then leave."""
    note = page.locator("#jud-note")
    async with asyncio.timeout(LATE_S):
        while not await note.evaluate("(note) => note === document.activeElement"):
            await page.keyboard.press("m")
    await page.keyboard.press("Escape")


async def test_staff_judge_an_answer_with_one_key(stage: Stage, backstage: Backstage) -> None:
    sample = await drawn_for(backstage, "nora", PIN)
    nora = await stage.staff("nora", "/queue")
    page = nora.page
    await expect(page.get_by_role("link", name="Judge answers").locator(".count")).to_be_visible()
    await page.keyboard.press("g")
    await page.keyboard.press("j")
    await until_shown(page, sample)
    answer = page.locator(".jud-answer")
    await expect(answer).to_contain_text(PIN)
    await expect(answer).to_contain_text(sample["answer"])
    await answer.locator("summary").first.click()
    await expect(answer.locator(".article")).to_contain_text("Nobody at Harbour Bank")
    await expect(page.get_by_text("cannot be undone")).to_be_visible()

    await page.keyboard.press("m")
    await page.keyboard.type("The 2nd step is missing")
    await page.keyboard.press("Escape")
    await page.keyboard.press("2")
    await expect(page.locator(f"a[href$='{sample['conversation_id']}']")).to_have_count(0)
    await page.wait_for_function("() => document.activeElement !== document.body")

    await page.get_by_role("link", name="Judged").click()
    judged = page.locator(".jud").filter(
        has=page.locator(f"a[href$='{sample['conversation_id']}']")
    )
    await expect(judged).to_contain_text("Nora Lind: Wrong")
    await expect(judged).to_contain_text("The 2nd step is missing")
    kept = (await backstage.staff("nora", "GET", "/samples?state=judged&limit=200"))["samples"]
    mine = next(one for one in kept if one["decision_id"] == sample["decision_id"])
    assert [one["verdict"] for one in mine["judgements"]] == ["wrong"]


async def test_a_second_reviewer_does_not_see_the_first_verdict(
    stage: Stage, backstage: Backstage
) -> None:
    await backstage.presence("nora", "available")
    sample = await drawn_for(backstage, "jonas", "My transfer hasn't arrived")
    assert sample["second_wanted"]
    assert sample["judgements"] == []
    jonas = await stage.staff("jonas", "/judging")
    await until_shown(jonas.page, sample)
    await expect(jonas.page.get_by_text("Two people judge this answer.")).to_be_visible()
    await expect(jonas.page.locator("main")).not_to_contain_text("Nora Lind")
    await jonas.page.locator("[data-verdict=right]").click()
    await expect(jonas.page.locator(f"a[href$='{sample['conversation_id']}']")).to_have_count(0)
    await jonas.go("/judging/judged")
    judged = jonas.page.locator(".jud").filter(
        has=jonas.page.locator(f"a[href$='{sample['conversation_id']}']")
    )
    await expect(judged).to_contain_text("Nora Lind: Right")
    await expect(judged).to_contain_text("Both say Right")
    agreement = (await backstage.staff("ines", "GET", "/autonomy"))["agreement"]
    assert agreement["pairs"] >= 1


async def test_judging_without_work_or_connection(stage: Stage, backstage: Backstage) -> None:
    sample = await drawn_for(backstage, "nora", PIN)
    nora = await stage.staff("nora", "/judging")
    page = nora.page
    await until_shown(page, sample)
    await page.context.set_offline(True)
    await expect(page.get_by_text("Verdicts can be given when")).to_be_visible()
    await page.keyboard.press("1")
    await expect(page.locator("[data-verdict=right]")).to_be_disabled()
    await page.context.set_offline(False)
    await expect(page.locator("[data-verdict=right]")).to_be_enabled()
    await page.route("**/judgements", lambda route: route.abort())
    await page.locator("[data-verdict=right]").click()
    await expect(page.locator(".toast-fault")).to_contain_text("The server cannot be reached.")
    await expect(page.locator(f"a[href$='{sample['conversation_id']}']")).to_have_count(1)
    await page.unroute("**/judgements")
    while (await backstage.staff("nora", "GET", "/samples?state=open"))["open"]:
        await until_keys_judge(page)
        judged = await page.locator(".jud-about a").get_attribute("href")
        await page.keyboard.press("1")
        await expect(page.locator(f".jud-about a[href='{judged}']")).to_have_count(0)
    await expect(page.get_by_text("No answer waits for your verdict.")).to_be_visible()


async def test_a_customer_says_whether_it_helped(stage: Stage, backstage: Backstage) -> None:
    maren = await stage.customer()
    await maren.ask(PIN)
    question = maren.chat.get_by_role("group", name="Did this solve it?")
    await expect(question).to_be_visible()
    async with maren.page.expect_response(arrived):
        await question.get_by_role("button", name="No").click()
    await expect(maren.chat.get_by_text("Say what is missing")).to_be_visible()
    await expect(question).to_have_count(0)
    await expect(maren.pen).to_be_focused()
    await maren.page.reload()
    await expect(maren.chat.get_by_text("Say what is missing")).to_be_visible()
    await maren.ask(IBAN)
    await question.get_by_role("button", name="Yes").click()
    await expect(maren.chat.get_by_text("Thank you.")).to_be_visible()
    await maren.write("can I speak to a human?")
    await expect(maren.leader).to_have_attribute("data-leader", "waiting")
    await expect(question).to_have_count(0)


async def test_what_was_said_arrives_when_the_connection_is_back(stage: Stage) -> None:
    maren = await stage.customer("es")
    await maren.ask(PIN)
    await maren.page.context.route("**/resolution", lambda route: route.abort())
    # What was said is thanked for at once; it has to have failed before the connection is back.
    async with maren.page.expect_event("requestfailed"):
        await maren.chat.get_by_role("button", name="Sí").click()
    await expect(maren.chat.get_by_text("Gracias.")).to_be_visible()
    await maren.page.context.unroute("**/resolution")
    async with maren.page.expect_response(arrived):
        await maren.page.reload()
    await expect(maren.chat.get_by_text("Gracias.")).to_be_visible()


def arrived(response: Response) -> bool:
    return response.url.endswith("/resolution") and response.ok
