"""Hostile text: wherever customers, staff, the AI or articles put it, it is shown as it was written."""

import asyncio
import json
import re

import asyncpg
import pytest
from playwright.async_api import Frame, Page, expect

from tests.journeys.backstage import Backstage, Json
from tests.journeys.payloads import payloads
from tests.journeys.stage import Stage

TEXTS = payloads()
AT_ONCE = 8
# What a person reads of an element, and whether it holds anything but text.
BUBBLES = """(selector) => [...document.querySelectorAll(selector)].map(
    (bubble) => [bubble.textContent, bubble.childElementCount])"""
SLUG = "pin-help"


def test_there_are_enough_payloads() -> None:
    assert len(TEXTS) >= 300


def chunks(limit: int) -> list[str]:
    """The payloads as few texts, each within the limit and one payload a line."""
    found = [""]
    for text in (one.replace("\n", " ").replace("\t", " ") for one in TEXTS):
        if len(found[-1]) + len(text) + 1 > limit:
            found.append("")
        found[-1] = f"{found[-1]}\n{text[: limit - 1]}".strip()
    return found


async def nothing_ran(page: Page | Frame) -> None:
    assert await page.evaluate("() => window.pwned === undefined && ({}).pwned === undefined")


def own_paths_only(asked: list[str]) -> None:
    """No payload became an address; other origins are refused by the watch over every context."""
    assert [url for url in asked if "pwned" in url or url.endswith("/x")] == []


async def say_all(backstage: Backstage, opened: Json) -> None:
    """Every payload as the customer's words and as the staff's, several at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def both(text: str) -> None:
        async with gate:
            await backstage.say(opened, text)
            await backstage.staff_says("nora", opened["id"], text)

    await asyncio.gather(*(both(text) for text in TEXTS))


async def ai_says_all(database_url: str, conversation: str) -> None:
    """Every payload as the AI's answer, past every check: as if a model had found its way through."""
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction():
            first = await connection.fetchval(
                "UPDATE conversations SET last_seq = last_seq + $2 WHERE id = $1"
                " RETURNING last_seq - $2 + 1",
                conversation,
                len(TEXTS),
            )
            await connection.executemany(
                "INSERT INTO events (conversation_id, seq, at, kind, speaker, text, made_by, data)"
                " VALUES ($1, $2, now(), 'message', 'ai', $3, 'ai', $4)",
                [
                    (conversation, first + place, text, source(text))
                    for place, text in enumerate(TEXTS)
                ],
            )
    finally:
        await connection.close()


def source(text: str) -> str:
    return json.dumps({"sources": [{"slug": SLUG, "title": text}], "offers_person": False})


async def test_messages_of_customers_staff_and_ai(stage: Stage, backstage: Backstage) -> None:
    maren = await stage.customer()
    opened = await maren.conversation()
    conversation = opened["id"]
    await backstage.staff("nora", "POST", f"/conversations/{conversation}/takeover", {})
    await ai_says_all(backstage.demo.database_url, conversation)
    await say_all(backstage, opened)
    nora = await stage.staff("nora", f"/mine/{conversation}")
    await maren.page.reload()
    await expect(maren.own()).to_have_count(len(TEXTS))
    await expect(maren.messages("person")).to_have_count(len(TEXTS))

    widget = next(frame for frame in maren.page.frames if frame.url.endswith("/widget/"))
    wanted = sorted((text, 0) for text in TEXTS)
    for tone in ("mine", "person", "ai"):
        assert await shown(widget, f"li.message.{tone} .bubble") == wanted
    assert await shown(widget, ".sources button span") == wanted
    await expect(nora.log.locator(".line-customer")).to_have_count(len(TEXTS))
    await expect(nora.lines("person")).to_have_count(len(TEXTS))
    for line in (".line-customer", "[data-made=person].line", "[data-made=ai].line"):
        assert await shown(nora.page, f"{line} .bubble") == wanted
    assert await shown(nora.page, ".line .chip") == wanted
    for place in (maren.page, widget, nora.page):
        await nothing_ran(place)
    own_paths_only(stage.watch.asked)


async def shown(place: Page | Frame, selector: str) -> list[tuple[str, int]]:
    found: list[list[str | int]] = await place.evaluate(BUBBLES, selector)
    return sorted((str(text), int(elements)) for text, elements in found)


async def test_names_addresses_notes_and_what_is_passed_on(
    stage: Stage, backstage: Backstage
) -> None:
    nora = await stage.staff("nora")
    opened = await backstage.open(customer={"external_id": "hostile"})
    path = f"/conversations/{opened['id']}"
    await backstage.customer(opened, "POST", "handoff", {"prefer": "now"})
    await backstage.staff("nora", "POST", f"{path}/acceptance", {})
    for text in chunks(1_900):
        # The API takes no name as long as this one; what was brought in otherwise may be.
        await rename(backstage.demo.database_url, text)
        await backstage.customer(opened, "PATCH", "handoff", {"note": text})
        await backstage.staff("nora", "POST", f"{path}/notes", {"text": text})
        await nora.go(f"/mine/{opened['id']}")
        for place in (".conv-title h1", "blockquote", ".notes li:last-child p", "a.row b"):
            await expect(nora.page.locator(place).first).to_be_attached()
            assert (text, 0) in await shown(nora.page, place), place
        assert (text, 0) in await shown(nora.page, ".facts dd")
        await nothing_ran(nora.page)
    own_paths_only(stage.watch.asked)


async def rename(database_url: str, text: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        change = "UPDATE customers SET name = $1, email = $1 WHERE external_id = 'hostile'"
        await connection.execute(change, text)
    finally:
        await connection.close()


async def test_an_article(stage: Stage, backstage: Backstage) -> None:
    connection = await asyncpg.connect(backstage.demo.database_url)
    before = await connection.fetchval("SELECT text FROM articles WHERE slug = $1", SLUG)
    lines = [" ".join(one.split()) for one in TEXTS]
    try:
        maren = await stage.customer()
        await maren.ask("How do I change my PIN?")
        await rewrite(connection, "\n\n".join(lines))
        await maren.log.get_by_role("button", name="Open the article").click()
        panel = maren.chat.get_by_role("dialog")
        await expect(panel).to_contain_text(lines[0])
        await expect(panel.locator("script, img, iframe, a, object, embed, form")).to_have_count(0)
        words = await panel.locator(".article-body").text_content() or ""
        marked = re.compile(r"\]\(|[*_`]{1,2}\S|^[-*#\d]")  # the widget takes Markdown's marks off
        for line in lines:
            assert marked.search(line) or line in words
        opened = await maren.conversation()
        jonas = await stage.staff("jonas", f"/ai/{opened['id']}")
        await jonas.page.locator(".line .chip").click()
        await expect(jonas.side.locator(".article")).to_contain_text(lines[0])
        await expect(jonas.side.locator("script, img, iframe, a, object, form")).to_have_count(0)
        for place in (maren.page, *maren.page.frames, jonas.page):
            await nothing_ran(place)
        own_paths_only(stage.watch.asked)
    finally:
        await rewrite(connection, before)
        await connection.close()


async def rewrite(connection: "asyncpg.Connection[asyncpg.Record]", text: str) -> None:
    """The article says this, and always has: staff read a cited article as it was then."""
    for table in ("articles", "article_versions"):
        await connection.execute(f"UPDATE {table} SET text = $2 WHERE slug = $1", SLUG, text)


@pytest.mark.parametrize("text", TEXTS[:3])
async def test_what_a_customer_types_is_shown_as_typed(stage: Stage, text: str) -> None:
    maren = await stage.customer()
    await maren.write(text)
    await expect(maren.own().first.locator(".bubble")).to_have_text(text)
    await nothing_ran(maren.page)
