"""Fake of the port Phraser: says the sentences a test gave it, then fails if it is told to."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from handrail.actions.ports import PhrasingFailed
from handrail.domain.knowledge import Passage


@dataclass
class FakePhraser:
    sentences: Sequence[str] = ()
    fails_with: str | None = None
    version: str = "fake-phraser"

    async def phrase(
        self,
        question: str,
        passages: Sequence[Passage],
        locale: str,
        style: Sequence[str] = (),
    ) -> AsyncGenerator[str]:
        for sentence in self.sentences:
            yield sentence
        if self.fails_with is not None:
            raise PhrasingFailed(self.fails_with)
