"""What the journeys share: one demo, one browser, and for each test fresh contexts under watch."""

import os
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

import handrail.web
from tests.journeys.backstage import Backstage
from tests.journeys.running import Demo, a_demo, read_demo
from tests.journeys.stage import FLAGS, Stage

STATIC = Path(handrail.web.__file__).parent / "static"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
async def browser(chromium: str) -> AsyncGenerator[Browser]:
    """One chromium for all journeys."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        await opened.close()


@pytest.fixture(scope="session")
async def demo(chromium: str, open_folder: Path) -> AsyncGenerator[Demo]:
    """One demo for all journeys; HANDRAIL_TEST_DEMO names the folder of one that runs already."""
    if running := os.environ.get("HANDRAIL_TEST_DEMO"):
        yield read_demo(Path(running))
        return
    for bundle in ("desk", "widget"):
        if not (STATIC / bundle / "index.html").exists():
            pytest.fail("the front end is not built: python hatch_build.py run build")
    async with a_demo(open_folder / "journeys") as made:
        yield made


@pytest.fixture(scope="session")
def sessions() -> dict[str, str]:
    """The staff's session cookies: each signs in once, as too many tries are refused."""
    return {}


@pytest.fixture
async def backstage(demo: Demo, sessions: dict[str, str]) -> AsyncGenerator[Backstage]:
    """The API, before and after the test with a tidy desk."""
    made = Backstage(demo, sessions)
    async with made.http:
        await made.tidy()
        yield made
        await made.tidy()


@pytest.fixture
async def stage(browser: Browser, backstage: Backstage) -> AsyncGenerator[Stage]:
    """Opens contexts for customers and staff; afterwards nothing strange may have happened in them."""
    made = Stage(browser, backstage)
    yield made
    await made.close()
