"""axe-core: what it finds against accessibility on a page, in words."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Frame, Page

SOURCE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
# React Aria's announcer keeps what it has said for seconds, when the pending button is long gone.
RUN = """async () => (await axe.run({ include: [document], exclude: ["[data-live-announcer]"] }, {
    resultTypes: ["violations"], iframes: false,
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})).violations.flatMap(({id, nodes}) => nodes.map(
    (node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`))"""


async def violations(page: Page | Frame) -> list[str]:
    """Every violation of WCAG 2.2 A and AA, and of good practice, in what the page shows now."""
    if not SOURCE.exists():
        pytest.fail("axe-core is missing: python hatch_build.py ci")
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(SOURCE.read_text())
    found: Any = await page.evaluate(RUN)
    return [str(one) for one in found]
