"""Practice rows: what staff did in solved conversations, and what was learnt of it; in a transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.move import Move
from handrail.domain.practice import Practice


@dataclass(frozen=True, slots=True)
class Story:
    """The moves of one solved conversation. With ``skills`` only staff with one of them may learn from it."""

    conversation_id: str
    moves: tuple[Move, ...]
    skills: tuple[str, ...] = ()


class PracticeRows(Protocol):
    """Moves and practices inside a transaction. The moves go when the solved conversation goes."""

    async def keep_moves(self, conversation_id: str, playbook: str, moves: Sequence[Move]) -> None:
        """Keep the moves of a conversation that is kept as solved, in place of those kept before."""
        ...

    async def stories(self, playbook: str, limit: int) -> list[Story]:
        """The latest solved conversations with that playbook that somebody may learn from, latest first.

        Those that are open again are left out, and those that nobody may read.
        """
        ...

    async def want_practice(self, playbook: str, due: datetime) -> bool:
        """Have the practice learnt by then; False where it is going to be by then anyway."""
        ...

    async def practice_due(self, playbook: str, at: datetime) -> bool:
        """Whether it is to be learnt now; it is then no longer wanted."""
        ...

    async def save_practices(
        self, playbook: str, practices: Mapping[tuple[str, ...], Practice], at: datetime
    ) -> None:
        """Keep what was learnt, by the skills that may use it, in place of all before; each has a version."""
        ...

    async def practices(self, playbook: str, skills: Sequence[str]) -> list[Practice]:
        """What somebody with these skills may use of a playbook's practice."""
        ...
