"""AnswerChecker: the port to whatever holds a phrased answer against its passages a second time."""

from collections.abc import Sequence
from typing import Protocol

from handrail.actions.model_ports import Asking
from handrail.domain.answer import Problem
from handrail.domain.knowledge import Passage


class AnswerChecker(Protocol):
    """Reads sentences against passages after the rules have passed them; it can only refuse."""

    @property
    def version(self) -> str:
        """What checks, as the record names it."""
        ...

    async def check(
        self, sentences: Sequence[str], passages: Sequence[Passage], language: str, asking: Asking
    ) -> Problem | None:
        """Why the sentences are not sent, None when they may be.

        A check that could not be made is a problem, too: no answer in time, no budget, no clear words.
        Raises nothing of its own; never hangs.
        """
        ...
