"""Shelf rows: who is to hear of articles that end, inside one PostgreSQL transaction."""

from collections.abc import Mapping, Sequence
from datetime import date

from handrail.actions.shelf_rows import EndingArticle
from handrail.adapters.postgres.pool import Borrowed
from handrail.adapters.postgres.rows import read
from handrail.adapters.postgres.sql import load

SHELF = load("shelf.sql")


class PostgresShelfRows:
    """The part of a transaction that is about reminders of knowledge."""

    _connection: Borrowed

    async def ending_articles(
        self, first: date, last: date, limit: int = 10_000
    ) -> list[EndingArticle]:
        """Published articles that hold until one of these days and were not told of since, soonest first."""
        rows = await self._connection.fetch(SHELF["ending_articles"], first, last, limit)
        return [read(EndingArticle, row) for row in rows]

    async def told_of(self, slugs: Sequence[str]) -> None:
        """Somebody was told that these articles end on the day on which they end now."""
        await self._connection.execute(SHELF["told_of"], list(slugs))

    async def stewards(self) -> list[str]:
        """The ids of all stewards who can sign in."""
        return [str(row["id"]) for row in await self._connection.fetch(SHELF["stewards"])]

    async def staff_named(self, names: Sequence[str]) -> Mapping[str, str]:
        """The ids of staff who bear one of these names or e-mails alone."""
        rows = await self._connection.fetch(SHELF["staff_named"], list(dict.fromkeys(names)))
        return {row["name"]: str(row["id"]) for row in rows}
