"""Playbook: ticks made by hand, inside one PostgreSQL transaction."""

from handrail.adapters.postgres.pool import Borrowed
from handrail.adapters.postgres.rows import read
from handrail.adapters.postgres.sql import load
from handrail.domain.playbook import StepMark

PLAYBOOK = load("playbook.sql")


class PostgresPlaybook:
    """The part of a transaction that is about playbooks; whoever watches a conversation is told."""

    _connection: Borrowed
    touched: set[str]

    async def add_step_mark(self, mark: StepMark) -> None:
        """Keep that a person ticked a step, or took the tick away. Raises LookupError."""
        kept = await self._connection.execute(
            PLAYBOOK["add_step_mark"],
            mark.conversation_id,
            mark.playbook,
            mark.step,
            mark.done,
            mark.staff_id,
            mark.staff_name,
            mark.at,
        )
        if kept.endswith(" 0"):
            raise LookupError(f"no conversation {mark.conversation_id}")
        self.touched.add(mark.conversation_id)

    async def step_marks(self, conversation_id: str) -> list[StepMark]:
        """All marks in a conversation, oldest first; of several on one step the last counts."""
        rows = await self._connection.fetch(PLAYBOOK["step_marks"], conversation_id)
        return [read(StepMark, row) for row in rows]
