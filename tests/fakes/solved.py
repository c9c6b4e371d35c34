"""The part of the store in memory that is about solved conversations."""

from collections.abc import Sequence
from math import hypot

from handrail.actions.solved_rows import Backfill, SimilarQuery
from handrail.domain.conversation import State
from handrail.domain.solved import Alike, Solved
from tests.fakes.rows import Rows, SolvedRow

SAME_KIND = 0.1


class FakeSolved:
    _rows: Rows

    async def keep_solved(self, solved: Solved, embedding: Sequence[float], model: str) -> None:
        row = SolvedRow(solved, tuple(embedding), model)
        self._rows.solved[solved.conversation_id] = row

    async def forget_solved(self, conversation_id: str) -> None:
        self._rows.solved.pop(conversation_id, None)

    async def similar(self, query: SimilarQuery) -> list[Alike]:
        found = [
            Alike(row.solved, cosine(row.embedding, query.embedding))
            for row in self._rows.solved.values()
            if row.model == query.model
            and row.solved.conversation_id != query.conversation_id
            and row.solved.locale == query.locale
            and row.solved.readable_by(query.skills)
            and self._closed(row.solved.conversation_id)
        ]
        found.sort(
            key=lambda a: (
                -a.likeness - SAME_KIND * (a.solved.kind == query.kind),
                a.solved.conversation_id,
            )
        )
        return found[: query.limit]

    async def solved(self, conversation_id: str) -> Solved | None:
        row = self._rows.solved.get(conversation_id)
        return row.solved if row and self._closed(conversation_id) else None

    def _closed(self, conversation_id: str) -> bool:
        return self._rows.conversations[conversation_id].state is State.CLOSED

    async def closed_after(self, last_id: str | None, limit: int) -> list[str]:
        closed = sorted(each for each in self._rows.conversations if self._closed(each))
        return [each for each in closed if last_id is None or each > last_id][:limit]

    async def backfill(self) -> Backfill | None:
        return self._rows.backfill

    async def save_backfill(self, backfill: Backfill) -> None:
        self._rows.backfill = backfill


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """The cosine of two vectors."""
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / (hypot(*one) * hypot(*other))
