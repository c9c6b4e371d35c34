"""Gaps: articles to write inside one PostgreSQL transaction."""

from collections.abc import Sequence

from handrail.actions.gap_rows import GapLine, StaffAnswer
from handrail.adapters.postgres.pool import Borrowed
from handrail.adapters.postgres.rows import read
from handrail.adapters.postgres.sql import load
from handrail.domain.gap import Gap, GapState, Toll, Unanswered
from handrail.domain.gap_search import GapSearch

GAPS = load("gaps.sql")


class PostgresGaps:
    """The part of a transaction that is about articles to write."""

    _connection: Borrowed

    async def lock_gaps(self) -> None:
        """One at a time sorts questions into gaps; readers go on."""
        await self._connection.execute(GAPS["lock_gaps"])

    async def unanswered(self, limit: int) -> list[Unanswered]:
        """Questions that found nothing and are in no gap, oldest first."""
        rows = await self._connection.fetch(_filled("unanswered"), limit)
        return [read(Unanswered, row) for row in rows]

    async def gaps(self, states: Sequence[GapState]) -> list[Gap]:
        """Gaps in these states, oldest first."""
        rows = await self._connection.fetch(GAPS["gaps"], [state.value for state in states])
        return [read(Gap, row) for row in rows]

    async def gap(self, gap_id: str) -> Gap | None:
        """One gap, locked until the transaction ends."""
        row = await self._connection.fetchrow(GAPS["gap"], gap_id)
        return read(Gap, row) if row else None

    async def keep_gap(self, gap: Gap) -> None:
        """Keep a gap as it is now, a new one too."""
        await self._connection.execute(GAPS["keep_gap"], gap)

    async def put_in_gap(self, gap_id: str, decision_ids: Sequence[str]) -> None:
        """Let questions belong to a gap; one that is in a gap stays there."""
        await self._connection.execute(GAPS["put_in_gap"], gap_id, list(decision_ids))

    async def gap_questions(self, gap_id: str, limit: int) -> list[Unanswered]:
        """The questions of a gap, latest first."""
        rows = await self._connection.fetch(_filled("gap_questions"), gap_id, limit)
        return [read(Unanswered, row) for row in rows]

    async def staff_answers(self, gap_id: str, limit: int) -> list[StaffAnswer]:
        """What staff wrote after the gap's questions, latest conversations first."""
        rows = await self._connection.fetch(GAPS["staff_answers"], gap_id, limit)
        return [read(StaffAnswer, row) for row in rows]

    async def gap_lines(self, state: GapState) -> list[GapLine]:
        """All gaps of a state with what they cost, in no order."""
        rows = await self._connection.fetch(_filled("gap_lines"), state.value)
        return [GapLine(read(Gap, row), read(Toll, row)) for row in rows]

    async def count_unanswered(self) -> int:
        """How many questions found nothing and are in no gap."""
        return int(await self._connection.fetchval(GAPS["count_unanswered"]))

    async def keep_gap_search(self, search: GapSearch) -> None:
        """Keep a search as it is now, a new one too."""
        await self._connection.execute(GAPS["keep_gap_search"], search)

    async def latest_gap_search(self) -> GapSearch | None:
        """The search that began last."""
        row = await self._connection.fetchrow(GAPS["latest_gap_search"])
        return read(GapSearch, row) if row else None


def _filled(name: str) -> str:
    return GAPS[name].format(question=GAPS["question"])
