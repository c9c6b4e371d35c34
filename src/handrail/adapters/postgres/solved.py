"""Solved: conversations that staff solved, inside one PostgreSQL transaction."""

from collections.abc import Sequence

import msgspec

from handrail.actions.solved_rows import Backfill, SimilarQuery
from handrail.adapters.postgres.pool import Borrowed
from handrail.adapters.postgres.rows import read
from handrail.adapters.postgres.sql import load
from handrail.domain.solved import Alike, Solved

SOLVED = load("solved.sql")
CANDIDATES = 40
SAME_KIND = 0.1  # what the same kind is worth in likeness; see docs/reference/drafts.md


class PostgresSolved:
    """The part of a transaction that is about solved conversations."""

    _connection: Borrowed

    async def keep_solved(self, solved: Solved, embedding: Sequence[float], model: str) -> None:
        """Keep a solved conversation, in place of what was kept of it before."""
        await self._connection.execute(SOLVED["keep_solved"], solved, model, _vector(embedding))

    async def forget_solved(self, conversation_id: str) -> None:
        """Keep nothing of it any more."""
        await self._connection.execute(SOLVED["forget_solved"], conversation_id)

    async def similar(self, query: SimilarQuery) -> list[Alike]:
        """The most alike that this person may read and that are still closed, best first."""
        await self._connection.execute(SOLVED["go_on_scanning"])
        rows = await self._connection.fetch(
            SOLVED["similar"],
            _vector(query.embedding),
            query.model,
            query.conversation_id,
            query.locale,
            list(query.skills),
            query.kind,
            CANDIDATES,
            SAME_KIND,
            query.limit,
        )
        return [Alike(msgspec.convert(dict(row), Solved), row["likeness"]) for row in rows]

    async def solved(self, conversation_id: str) -> Solved | None:
        """What is kept of one conversation, while it is closed."""
        row = await self._connection.fetchrow(SOLVED["solved"], conversation_id)
        return read(Solved, row) if row else None

    async def closed_after(self, last_id: str | None, limit: int) -> list[str]:
        """Ids of closed conversations after that one, in the order of ids."""
        rows = await self._connection.fetch(SOLVED["closed_after"], last_id, limit)
        return [row["id"] for row in rows]

    async def backfill(self) -> Backfill | None:
        """How far the last look through closed conversations came."""
        row = await self._connection.fetchrow(SOLVED["backfill"])
        return read(Backfill, row) if row else None

    async def save_backfill(self, backfill: Backfill) -> None:
        """Keep how far it has come."""
        await self._connection.execute(SOLVED["save_backfill"], backfill)


def _vector(embedding: Sequence[float]) -> str:
    """As pgvector reads it; six digits are what its four bytes hold."""
    return f"[{','.join(f'{number:.6f}' for number in embedding)}]"
