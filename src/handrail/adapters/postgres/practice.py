"""Practice: moves of solved conversations and what was learnt of them, inside one PostgreSQL transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handrail.actions.practice_rows import Story
from handrail.adapters.postgres.pool import Borrowed
from handrail.adapters.postgres.rows import read
from handrail.adapters.postgres.sql import load
from handrail.domain.move import Move
from handrail.domain.practice import Practice

PRACTICE = load("practice.sql")


class PostgresPractice:
    """The part of a transaction that is about what staff usually do."""

    _connection: Borrowed

    async def keep_moves(self, conversation_id: str, playbook: str, moves: Sequence[Move]) -> None:
        """Keep the moves of a solved conversation, in place of those kept before."""
        await self._connection.execute(
            PRACTICE["keep_moves"], conversation_id, playbook, list(moves)
        )

    async def stories(self, playbook: str, limit: int) -> list[Story]:
        """The latest solved conversations with that playbook that somebody may learn from."""
        rows = await self._connection.fetch(PRACTICE["stories"], playbook, limit)
        return [read(Story, row) for row in rows]

    async def want_practice(self, playbook: str, due: datetime) -> bool:
        """Have the practice learnt by then; False where it is going to be by then anyway."""
        done = await self._connection.execute(PRACTICE["want_practice"], playbook, due)
        return not done.endswith(" 0")

    async def practice_due(self, playbook: str, at: datetime) -> bool:
        """Whether it is to be learnt now; it is then no longer wanted."""
        done = await self._connection.execute(PRACTICE["practice_due"], playbook, at)
        return not done.endswith(" 0")

    async def save_practices(
        self, playbook: str, practices: Mapping[tuple[str, ...], Practice], at: datetime
    ) -> None:
        """Keep what was learnt in place of all before, under the next version."""
        version = await self._connection.fetchval(PRACTICE["version"], playbook) + 1
        await self._connection.execute(PRACTICE["forget_practices"], playbook)
        for skills, one in practices.items():
            what = (one.conversations, one.after, one.heard)
            await self._connection.execute(
                PRACTICE["save_practice"], playbook, list(skills), version, at, *what
            )

    async def practices(self, playbook: str, skills: Sequence[str]) -> list[Practice]:
        """What somebody with these skills may use of a playbook's practice."""
        rows = await self._connection.fetch(PRACTICE["practices"], playbook, list(skills))
        return [read(Practice, row) for row in rows]
