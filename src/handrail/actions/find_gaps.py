"""Find gaps: sort questions that found nothing into articles to write, each with a draft."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handrail.actions.desk import Desk
from handrail.actions.gap_rows import GapTools, StaffAnswer
from handrail.actions.ports import NotReady
from handrail.actions.tell_of_grown import tell_of_grown
from handrail.domain.gap import (
    ALIKE,
    Gap,
    GapState,
    Unanswered,
    Vector,
    blanked,
    centre_of,
    draft_of,
    nearest,
    title_of,
)
from handrail.domain.gap_search import GapSearch

AT_ONCE = 500  # questions that are grouped together; later ones join what these made
READ = 100  # questions of a gap that its title and its centre are read from, and conversations its draft
NEW_QUESTIONS = (GapState.OPEN, GapState.DISMISSED)  # what is dismissed must not come back as new


@dataclass(frozen=True, slots=True)
class Read:
    """A question with its vector."""

    asked: Unanswered
    vector: Vector


async def find_gaps(desk: Desk, by: str = "") -> int:
    """Put every question that found nothing into a gap; gives how many were sorted in.

    Gaps without a draft get one as soon as staff have answered such a question. Stewards are told of
    those that grew. ``by`` is who asked for it. Safe to repeat and to run twice at once. No transaction
    is open while models read.
    """
    tools, at = tools_of(desk), desk.now()
    async with desk.store.transaction() as tx:
        waiting = await tx.count_unanswered()
        search = GapSearch(desk.new_id(), at, at, by, waiting=waiting)
        await tx.keep_gap_search(search)
    while (sorted_in := await _sort_some(desk, tools)) is not None:
        search = await _step(desk, search, sorted_in)
    async with desk.store.transaction() as tx:
        undrafted = [gap.id for gap in await tx.gaps([GapState.OPEN]) if not gap.draft]
    for gap_id in undrafted:
        await _draw_up(desk, tools, gap_id)
        search = await _step(desk, search, 0)
    await tell_of_grown(desk)
    async with desk.store.transaction() as tx:
        await tx.keep_gap_search(replace(search, ended_at=desk.now()))
    return search.sorted_in


async def _sort_some(desk: Desk, tools: GapTools) -> int | None:
    """Sort in the oldest questions that wait. None: none waits any more."""
    async with desk.store.transaction() as tx:
        asked = await tx.unanswered(AT_ONCE)
        gaps = await tx.gaps(NEW_QUESTIONS)
    if not asked:
        return None
    gaps = [await _under_this_model(desk, gap) for gap in gaps]
    read, sorted_in = await _read(desk, asked), 0
    for gap, members in await asyncio.to_thread(_homes, desk, tools, read, gaps):
        sorted_in += await _place(desk, gap, members)
        await _draw_up(desk, tools, gap.id)
    return sorted_in


async def _step(desk: Desk, search: GapSearch, sorted_in: int) -> GapSearch:
    """The search one step on, kept for those who watch it."""
    search = replace(search, moved_at=desk.now(), sorted_in=search.sorted_in + sorted_in)
    async with desk.store.transaction() as tx:
        await tx.keep_gap_search(search)
    return search


def tools_of(desk: Desk) -> GapTools:
    """What gaps are found with. Raises NotReady where the desk was put together without."""
    if desk.gap_tools is None:
        raise NotReady("This desk was opened without what finds gaps: give it `gap_tools`.")
    return desk.gap_tools


async def _read(desk: Desk, asked: Sequence[Unanswered]) -> list[Read]:
    vectors = await asyncio.to_thread(desk.signals.embed, [one.text for one in asked])
    return [Read(one, tuple(vector)) for one, vector in zip(asked, vectors, strict=True)]


async def _under_this_model(desk: Desk, gap: Gap) -> Gap:
    """The gap with its centre as today's model reads its questions."""
    if gap.model == desk.signals.version:
        return gap
    async with desk.store.transaction() as tx:
        asked = await tx.gap_questions(gap.id, READ)
    read = await _read(desk, asked)
    centre = centre_of([one.vector for one in read]) if read else gap.centre
    return replace(gap, centre=centre, model=desk.signals.version)


def _homes(
    desk: Desk, tools: GapTools, read: Sequence[Read], gaps: Sequence[Gap]
) -> list[tuple[Gap, list[Read]]]:
    """For each question the gap that it belongs to: one that is there, else a new one with its like."""
    at_home: dict[str, tuple[Gap, list[Read]]] = {}
    homeless: dict[str, list[Read]] = {}
    for one in read:
        gap = nearest(one.vector, one.asked.locale, gaps)
        if gap is not None:
            at_home.setdefault(gap.id, (gap, []))[1].append(one)
        else:
            homeless.setdefault(one.asked.locale, []).append(one)
    new = [
        (_opened(desk, tools, members), members)
        for _, strangers in sorted(homeless.items())
        for group in tools.group([one.vector for one in strangers], ALIKE)
        for members in [[strangers[place] for place in group]]
    ]
    return [*at_home.values(), *new]


def _opened(desk: Desk, tools: GapTools, members: Sequence[Read]) -> Gap:
    vectors, locale = [one.vector for one in members], members[0].asked.locale
    asked = [_clean(tools, one.asked.text, locale) for one in members]
    return Gap(
        id=desk.new_id(),
        locale=locale,
        kind=Counter(one.asked.kind for one in members).most_common(1)[0][0],
        title=title_of(asked, vectors),
        draft="",
        centre=centre_of(vectors),
        model=desk.signals.version,
        opened_at=desk.now(),
    )


async def _place(desk: Desk, gap: Gap, members: Sequence[Read]) -> int:
    """Put questions into a gap, a new one too; those that another search has placed stay there."""
    async with desk.store.transaction() as tx:
        await tx.lock_gaps()
        free = {one.decision_id for one in await tx.unanswered(AT_ONCE * 2)}
        mine = [one.asked.decision_id for one in members if one.asked.decision_id in free]
        if mine and await tx.gap(gap.id) is None:
            await tx.keep_gap(gap)
        await tx.put_in_gap(gap.id, mine)
    return len(mine)


async def _draw_up(desk: Desk, tools: GapTools, gap_id: str) -> None:
    """Renew an open gap's centre, and title and draft unless a person has written them."""
    async with desk.store.transaction() as tx:
        asked = await tx.gap_questions(gap_id, READ)
        answers = await tx.staff_answers(gap_id, READ)
    if not asked:
        return
    drawn = await asyncio.to_thread(_drawn, desk, tools, asked, answers)
    async with desk.store.transaction() as tx:
        gap = await tx.gap(gap_id)
        if gap is None or not gap.is_open:
            return
        gap = replace(gap, centre=drawn.centre, model=desk.signals.version)
        if gap.edited_by is None:
            gap = replace(gap, title=drawn.title, draft=drawn.draft)
        await tx.keep_gap(gap)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What questions and answers come to."""

    centre: Vector
    title: str
    draft: str


def _drawn(
    desk: Desk, tools: GapTools, asked: Sequence[Unanswered], answers: Sequence[StaffAnswer]
) -> _Drawn:
    locale, vectors = asked[0].locale, desk.signals.embed([one.text for one in asked])
    told: dict[str, list[str]] = {}
    for answer in answers:
        told.setdefault(answer.conversation_id, []).append(_clean(tools, answer.text, locale))
    title = title_of([_clean(tools, one.text, locale) for one in asked], vectors)
    return _Drawn(centre_of(vectors), title, draft_of(list(told.values())))


def _clean(tools: GapTools, text: str, locale: str) -> str:
    return blanked(text, tools.personal_data.find(text, locale))
