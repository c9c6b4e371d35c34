"""The part of the store in memory that is about what staff usually do."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handrail.actions.practice_rows import Story
from handrail.domain.conversation import State
from handrail.domain.move import Move
from handrail.domain.practice import Practice
from tests.fakes.rows import Rows


class FakePractice:
    _rows: Rows

    async def keep_moves(self, conversation_id: str, playbook: str, moves: Sequence[Move]) -> None:
        self._rows.moves[conversation_id] = (playbook, tuple(moves))

    async def stories(self, playbook: str, limit: int) -> list[Story]:
        kept = [
            (self._rows.solved[each].solved, moves)
            for each, (book, moves) in self._rows.moves.items()
            if book == playbook
            and each in self._rows.solved
            and self._rows.conversations[each].state is State.CLOSED
        ]
        kept.sort(key=lambda one: (-one[0].closed_at.timestamp(), one[0].conversation_id))
        return [
            Story(solved.conversation_id, moves, solved.skills if solved.restricted else ())
            for solved, moves in kept
            if not (solved.restricted and not solved.skills)
        ][:limit]

    async def want_practice(self, playbook: str, due: datetime) -> bool:
        wanted = self._rows.practices_wanted.get(playbook)
        if wanted is not None and wanted <= due:
            return False
        self._rows.practices_wanted[playbook] = due
        return True

    async def practice_due(self, playbook: str, at: datetime) -> bool:
        wanted = self._rows.practices_wanted.get(playbook)
        if wanted is None or wanted > at:
            return False
        del self._rows.practices_wanted[playbook]
        return True

    async def save_practices(
        self, playbook: str, practices: Mapping[tuple[str, ...], Practice], at: datetime
    ) -> None:
        self._rows.practices[playbook] = dict(practices)

    async def practices(self, playbook: str, skills: Sequence[str]) -> list[Practice]:
        kept = self._rows.practices.get(playbook, {})
        return [one for of, one in sorted(kept.items()) if not of or bool(set(of) & set(skills))]
