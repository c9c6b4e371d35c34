"""Fake of the port Phraser: says the sentences a test gave it, then fails if it is told to.

With ``stands_in`` another model answers, unless only the first one may.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from handrail.actions.model_ports import Asking
from handrail.actions.ports import PhrasingFailed
from handrail.domain.knowledge import Passage


@dataclass
class FakePhraser:
    sentences: Sequence[str] = ()
    fails_with: str | None = None
    version: str = "fake-phraser"
    stands_in: str = ""

    async def phrase(
        self,
        question: str,
        passages: Sequence[Passage],
        locale: str,
        asking: Asking | None = None,
        style: Sequence[str] = (),
    ) -> AsyncGenerator[str]:
        if asking is not None and self.stands_in:
            if asking.only is not None:
                raise PhrasingFailed("unreachable")
            asking.answered_by = self.stands_in
        for sentence in self.sentences:
            yield sentence
        if self.fails_with is not None:
            raise PhrasingFailed(self.fails_with)
