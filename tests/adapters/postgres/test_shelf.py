"""Articles that end are found by their last day, and are told of once for each."""

from datetime import date

import asyncpg

from handrail.adapters.knowledge.postgres_knowledge import PostgresKnowledge
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.domain.knowledge import Article

LAST = date(2026, 6, 15)


async def test_an_article_is_told_of_once_for_each_last_day(database_url: str) -> None:
    def fees(last: date | None) -> Article:
        return Article(
            *("fees", "Fees", "6 euros.", "customer", "en", (), (), LAST),
            owner="Ann",
            valid_until=last,
        )

    async with asyncpg.create_pool(database_url, min_size=1, max_size=1) as pool:
        knowledge = PostgresKnowledge(pool)
        await knowledge.load([fees(LAST)], [[1.0] + [0.0] * 383])
        own = await open_pool(database_url, 2)
        store = PostgresStore(own, PostgresNotices(database_url))
        async with store.transaction() as tx:
            [found] = await tx.ending_articles(LAST, LAST)
            assert (found.slug, found.owner, found.valid_until) == ("fees", "Ann", LAST)
            assert await tx.ending_articles(date(2026, 6, 16), date(2026, 6, 30)) == []
            await tx.told_of(["fees"])
            assert await tx.ending_articles(LAST, LAST) == []
        later = date(2026, 6, 20)
        await knowledge.load([fees(later)], [[1.0] + [0.0] * 383])
        async with store.transaction() as tx:
            assert len(await tx.ending_articles(LAST, later)) == 1
        await own.close()
