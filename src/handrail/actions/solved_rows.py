"""Solved rows: conversations that staff solved, found by their need; a part of every transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.solved import Alike, Solved


@dataclass(frozen=True, slots=True)
class SimilarQuery:
    """What is sought: the need's vector and kind, for somebody with these skills.

    ``model`` names whose vector it is; ``conversation_id`` is left out of what is found.
    """

    conversation_id: str
    embedding: Sequence[float]
    model: str
    kind: str
    locale: str
    skills: Sequence[str] = ()
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Backfill:
    """How far looking through closed conversations has come; ``last_id`` is the last looked at."""

    model: str
    started_at: datetime
    last_id: str | None = None
    looked_at: int = 0
    kept: int = 0
    finished_at: datetime | None = None


class SolvedRows(Protocol):
    """Solved conversations inside a transaction."""

    async def keep_solved(self, solved: Solved, embedding: Sequence[float], model: str) -> None:
        """Keep a solved conversation, in place of what was kept of it before."""
        ...

    async def forget_solved(self, conversation_id: str) -> None:
        """Keep nothing of it any more."""
        ...

    async def similar(self, query: SimilarQuery) -> list[Alike]:
        """The most alike that this person may read and that are still closed, best first.

        One of the same kind comes before one a little more alike of another.
        """
        ...

    async def solved(self, conversation_id: str) -> Solved | None:
        """What is kept of one conversation, while it is closed."""
        ...

    async def closed_after(self, last_id: str | None, limit: int) -> list[str]:
        """Ids of closed conversations after that one, in the order of ids."""
        ...

    async def backfill(self) -> Backfill | None:
        """How far the last look through closed conversations came."""
        ...

    async def save_backfill(self, backfill: Backfill) -> None:
        """Keep how far it has come; there is one."""
        ...
