"""Phraser: the port to a language model that puts passages in words."""

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from handrail.actions.model_ports import Asking
from handrail.domain.knowledge import Passage


class PhrasingFailed(Exception):
    """The language model did not give a usable answer; the quoted article stands in."""


class Phraser(Protocol):
    """A language model that phrases an answer from passages, and decides nothing."""

    @property
    def version(self) -> str:
        """Which model phrases: certificates end when it changes."""
        ...

    def phrase(
        self,
        question: str,
        passages: Sequence[Passage],
        locale: str,
        asking: Asking | None = None,
        style: Sequence[str] = (),
    ) -> AsyncGenerator[str]:
        """Sentences, one at a time, unchecked. Raises PhrasingFailed; never hangs.

        ``asking`` says for whom, and which model may answer; afterwards it says which did. ``style`` says
        how the house speaks, as data.
        """
        ...
