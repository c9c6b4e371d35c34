"""Whether the desk drops frames at 10,000 conversations and 100,000 articles, in a real browser.

    python -m bench.desk_frames [FOLDER]

FOLDER is the data of a demo that runs; without it one is started. Articles and conversations are put
into its database, the vector index over articles left out (nothing here uses it).
First the article search that `#` asks is timed over HTTP, then Chromium scrolls the inbox and types `#`
queries, while every frame's length is noted by requestAnimationFrame. A frame over 25 ms counts as
dropped (one and a half of 16.7 ms); the same page at rest is measured beside it, because a busy machine
drops frames with nothing to draw.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

import asyncpg
import httpx
from playwright.async_api import Page, async_playwright

from bench.desk_up import a_desk

RESULTS = Path(__file__).parent / "results" / "desk_frames.json"
CONVERSATIONS, ARTICLES, SEARCHES = 10_000, 100_000, 100
DROPPED_MS = 25.0
SAID = (
    "account card transfer limit refund fee loan statement address branch travel insurance PIN app login "
    "direct debit standing order mortgage saving interest cash machine abroad cheque fraud payment"
)
WORDS = SAID.split()
QUERIES = ("card", "card ref", "travel ins", "interest loan", "standing", "mort", "pin app", "a")

RECORD = """() => { window.frames_ = []; let last = performance.now();
    const tick = (now) => { window.frames_.push(now - last); last = now;
        window.ticking_ = requestAnimationFrame(tick) };
    window.ticking_ = requestAnimationFrame(tick) }"""
STOP = "() => { cancelAnimationFrame(window.ticking_); return window.frames_.slice(1) }"


async def fill(database_url: str) -> None:
    """Put the conversations and articles in, once."""
    connection = await asyncpg.connect(database_url)
    try:
        if await connection.fetchval("SELECT count(*) FROM articles") >= ARTICLES:
            return
        await connection.execute("DROP INDEX IF EXISTS chunks_embedding")
        await connection.execute(
            """
            WITH written AS (
                INSERT INTO articles (slug, title, text, audience, locale, updated, content_hash)
                SELECT 'bench-' || n, concat_ws(' ', words[1 + n % 28], words[1 + n / 28 % 28],
                        words[1 + n / 784 % 28], n),
                    array_to_string(words[1 + n % 20 : 8 + n % 20], ' '), 'customer', 'en',
                    current_date, ''
                FROM generate_series(1, $1::int) AS n, (SELECT $2::text[] AS words) AS given
                RETURNING slug, title, text
            )
            INSERT INTO chunks (slug, position, title, headings, place, text, version, content_hash,
                audience, language, embedding)
            SELECT slug, 0, title, '', '', text, 1, slug, 'customer', 'en', $3::text::vector
            FROM written
            """,
            ARTICLES,
            WORDS,
            "[" + ",".join(["1"] + ["0"] * 383) + "]",
        )
        await connection.execute(
            """
            WITH made AS (
                INSERT INTO customers (id, name)
                SELECT gen_random_uuid(), 'Customer ' || n FROM generate_series(1, $1::int) AS n
                RETURNING id
            ), opened AS (
                INSERT INTO conversations (id, token_hash, channel, locale, customer_id, opened_at,
                    state, lead, ai_may, last_seq, asked_seq, answered_seq)
                SELECT gen_random_uuid(), sha256(id::text::bytea), 'web', 'en', id, now(), 'ai', 'AI',
                    'answer', 1, 1, 1 FROM made
                RETURNING id
            )
            INSERT INTO events (conversation_id, seq, at, kind, speaker, text)
            SELECT id, 1, now(), 'message', 'customer', 'My card does not work abroad' FROM opened
            """,
            CONVERSATIONS,
        )
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


async def search(base: str, cookie: dict[str, str]) -> dict[str, float]:
    """Milliseconds of the article search over HTTP, one after the other."""
    took: list[float] = []
    async with httpx.AsyncClient(base_url=base, cookies=cookie, timeout=60) as client:
        for i in range(SEARCHES):
            began = time.perf_counter()
            path = "/api/v1/found-articles"
            (await client.get(path, params={"q": QUERIES[i % len(QUERIES)]})).raise_for_status()
            took.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(took, n=100)
    return {"p50_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1), "of": len(took)}


async def at_rest(_: Page) -> None:
    """Nothing happens."""
    await asyncio.sleep(5)


async def scrolls(page: Page) -> None:
    """The inbox, up and down."""
    await page.locator(".list-scroll").hover()
    for i in range(80):
        await page.mouse.wheel(0, 400 if i % 20 < 15 else -600)
        await asyncio.sleep(0.05)


async def types(page: Page) -> None:
    """`#` queries into the composer, as fast as people type."""
    box = page.locator(".composer textarea")
    for query in QUERIES * 2:
        await box.fill("See ")
        await box.press_sequentially(f"#{query}", delay=80)
        await page.keyboard.press("ArrowDown")
        await asyncio.sleep(0.2)
    await box.fill("")


async def frames(page: Page, doing: Any) -> dict[str, float]:
    """The lengths of the frames while something is done, in ms."""
    await page.evaluate(RECORD)
    await doing(page)
    lengths: list[float] = await page.evaluate(STOP)
    cuts = quantiles(lengths, n=100)
    dropped = sum(length > DROPPED_MS for length in lengths)
    return {
        "frames": len(lengths),
        "dropped": dropped,
        "share": round(dropped / len(lengths), 4),
        "p50_ms": round(cuts[49], 1),
        "p99_ms": round(cuts[98], 1),
        "longest_ms": round(max(lengths), 1),
    }


async def measure(folder: Path) -> dict[str, Any]:
    """Everything, on the demo in the folder."""
    kept = json.loads((folder / "demo.json").read_text())
    await fill(kept["database_url"])
    base, account = kept["base_url"], kept["accounts"][0]
    async with async_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        wish = {"email": account["email"], "password": account["password"]}
        signed = await context.request.post(f"{base}/api/v1/session", data=wish)
        assert signed.ok, await signed.text()
        cookies = {str(one.get("name")): str(one.get("value")) for one in await context.cookies()}
        result: dict[str, Any] = {"search over HTTP": await search(base, cookies)}
        page = await context.new_page()
        page.set_default_timeout(120_000)
        await page.goto(f"{base}/desk/all")
        await page.locator("a.row").first.click()
        await page.locator(".conv-actions").wait_for()
        await page.keyboard.press("n")
        await page.locator(".composer textarea").wait_for()
        for name, doing in (("at rest", at_rest), ("scrolling", scrolls), ("typing #", types)):
            result[name] = await frames(page, doing)
        await browser.close()
    return result


async def main(folder: Path | None) -> None:
    """Measure, print and keep."""
    if folder is not None:
        result = await measure(folder)
    else:
        async with a_desk() as desk:
            result = await measure(desk.folder)
    kept = {
        "command": "python -m bench.desk_frames",
        "conversations": CONVERSATIONS,
        "articles": ARTICLES,
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "measured": result,
    }
    print(json.dumps(kept, indent=2))
    RESULTS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
