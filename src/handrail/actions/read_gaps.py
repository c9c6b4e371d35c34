"""Read gaps: articles to write by their weight, and one of them with the questions that ask for it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handrail.actions.desk import Desk
from handrail.actions.find_gaps import tools_of
from handrail.actions.gap_rows import GapLine
from handrail.domain.gap import Gap, GapState, Unanswered, blanked

SHOWN = 50  # questions of one gap


@dataclass(frozen=True, slots=True)
class GapRecord:
    """One gap with its latest questions, personal data left out."""

    gap: Gap
    questions: tuple[Unanswered, ...]


async def read_gaps(desk: Desk, state: GapState) -> list[GapLine]:
    """Open gaps by weight, heaviest first; decided ones by when, latest first."""
    async with desk.store.transaction() as tx:
        lines = await tx.gap_lines(state)
    if state is GapState.OPEN:
        return sorted(lines, key=lambda line: (-line.toll.weight, line.gap.opened_at, line.gap.id))
    return sorted(lines, key=_decided, reverse=True)


async def read_gap(desk: Desk, gap_id: str) -> GapRecord:
    """One gap. Raises LookupError for none of that id."""
    async with desk.store.transaction() as tx:
        gap = await tx.gap(gap_id)
        if gap is None:
            raise LookupError(f"no gap {gap_id}")
        questions = await tx.gap_questions(gap_id, SHOWN)
    return GapRecord(gap, await asyncio.to_thread(_without_names, desk, questions))


def _decided(line: GapLine) -> tuple[str, str]:
    at = line.gap.decided_at
    return (at.isoformat() if at else "", line.gap.id)


def _without_names(desk: Desk, questions: Sequence[Unanswered]) -> tuple[Unanswered, ...]:
    find = tools_of(desk).personal_data.find
    return tuple(
        replace(one, text=blanked(one.text, find(one.text, one.locale))) for one in questions
    )
