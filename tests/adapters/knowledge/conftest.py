"""The shelf under contract: the fake, then the real one."""

from collections.abc import AsyncGenerator

import asyncpg
import pytest

from handrail.actions.ports import Knowledge
from handrail.adapters.knowledge.postgres_knowledge import PostgresKnowledge
from tests.adapters.knowledge.examples import ARTICLES, VECTORS
from tests.fakes.knowledge import FakeKnowledge


@pytest.fixture
async def pool(database_url: str) -> AsyncGenerator["asyncpg.Pool[asyncpg.Record]"]:
    async with asyncpg.create_pool(database_url, min_size=1, max_size=2) as pool:
        yield pool


@pytest.fixture(params=["fake", "postgres"])
async def knowledge(
    request: pytest.FixtureRequest, pool: "asyncpg.Pool[asyncpg.Record]"
) -> Knowledge:
    knowledge = FakeKnowledge() if request.param == "fake" else PostgresKnowledge(pool)
    await knowledge.load(ARTICLES, VECTORS)
    return knowledge


@pytest.fixture
async def real(pool: "asyncpg.Pool[asyncpg.Record]") -> PostgresKnowledge:
    knowledge = PostgresKnowledge(pool)
    await knowledge.load(ARTICLES, VECTORS)
    return knowledge
