"""GapRows: what is kept of articles to write; a part of every transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from handrail.domain.gap import Gap, GapState, Toll, Unanswered
from handrail.domain.gap_search import GapSearch
from handrail.domain.personal_data import Span


class Grouping(Protocol):
    """Groups unit vectors whose mean likeness is over a bar. Pure computation: call it from a thread."""

    def __call__(self, vectors: Sequence[Sequence[float]], alike: float) -> list[list[int]]:
        """The places of each group; every place is in one."""
        ...


class PersonalDataFinder(Protocol):
    """The port ``PersonalData``, by the one thing that is needed here."""

    def find(self, text: str, language: str) -> list[Span]:
        """Spans of personal data, in order of place."""
        ...


@dataclass(frozen=True, slots=True)
class GapTools:
    """What gaps are found with beside the desk."""

    group: Grouping
    personal_data: PersonalDataFinder


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap as a list shows it."""

    gap: Gap
    toll: Toll


@dataclass(frozen=True, slots=True)
class StaffAnswer:
    """What staff wrote to a customer after an unanswered question, in the order they wrote."""

    conversation_id: str
    text: str


class GapRows(Protocol):
    """Articles to write, and the questions that ask for them, inside a transaction."""

    async def lock_gaps(self) -> None:
        """One at a time sorts questions into gaps; readers go on."""
        ...

    async def unanswered(self, limit: int) -> list[Unanswered]:
        """Questions that found nothing and are in no gap, oldest first."""
        ...

    async def gaps(self, states: Sequence[GapState]) -> list[Gap]:
        """Gaps in these states, oldest first."""
        ...

    async def gap(self, gap_id: str) -> Gap | None:
        """One gap, locked until the transaction ends."""
        ...

    async def keep_gap(self, gap: Gap) -> None:
        """Keep a gap as it is now, a new one too."""
        ...

    async def put_in_gap(self, gap_id: str, decision_ids: Sequence[str]) -> None:
        """Let questions belong to a gap; one that is in a gap stays there."""
        ...

    async def gap_questions(self, gap_id: str, limit: int) -> list[Unanswered]:
        """The questions of a gap, latest first."""
        ...

    async def staff_answers(self, gap_id: str, limit: int) -> list[StaffAnswer]:
        """What staff wrote after the gap's questions, latest conversations first."""
        ...

    async def gap_lines(self, state: GapState) -> list[GapLine]:
        """All gaps of a state with what they cost, in no order."""
        ...

    async def count_unanswered(self) -> int:
        """How many questions found nothing and are in no gap."""
        ...

    async def keep_gap_search(self, search: GapSearch) -> None:
        """Keep a search as it is now, a new one too."""
        ...

    async def latest_gap_search(self) -> GapSearch | None:
        """The search that began last."""
        ...
