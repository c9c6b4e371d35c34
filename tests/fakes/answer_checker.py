"""Fake of the port AnswerChecker: refuses what a test names, and keeps what it was shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handrail.actions.model_ports import Asking
from handrail.domain.answer import Problem
from handrail.domain.knowledge import Passage


@dataclass
class FakeAnswerChecker:
    """``refuses`` maps a sentence to the problem's name; ``stands_in`` answers in place of the first."""

    refuses: Mapping[str, str] = field(default_factory=dict[str, str])
    version: str = "fake-checker"
    stands_in: str = ""
    shown: list[tuple[tuple[str, ...], str]] = field(
        default_factory=list[tuple[tuple[str, ...], str]]
    )

    async def check(
        self, sentences: Sequence[str], passages: Sequence[Passage], language: str, asking: Asking
    ) -> Problem | None:
        if self.stands_in and asking.only is not None:
            return Problem("not cross-checked", "unreachable")
        asking.answered_by = self.stands_in or self.version
        self.shown.append((tuple(sentences), language))
        for sentence in sentences:
            if sentence in self.refuses:
                return Problem(self.refuses[sentence], sentence)
        return None
