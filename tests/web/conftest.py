"""What tests of the web layer share."""

from collections.abc import AsyncIterator

import pytest

from tests.web.webs import Web, a_web


@pytest.fixture
async def web(database_url: str) -> AsyncIterator[Web]:
    """An application over a fresh database."""
    async with a_web(database_url) as made:
        yield made
