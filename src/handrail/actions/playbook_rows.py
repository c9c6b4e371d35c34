"""Playbook rows: what people ticked by hand; a part of every transaction."""

from typing import Protocol

from handrail.domain.playbook import StepMark


class PlaybookRows(Protocol):
    """Ticks and unticks of playbook steps inside a transaction. Nothing is ever overwritten."""

    async def add_step_mark(self, mark: StepMark) -> None:
        """Keep that a person ticked a step, or took the tick away. Raises LookupError."""
        ...

    async def step_marks(self, conversation_id: str) -> list[StepMark]:
        """All marks in a conversation, oldest first; of several on one step the last counts."""
        ...
