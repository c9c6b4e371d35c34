"""Tell of grown gaps: stewards hear once of an article that many ask for."""

from dataclasses import replace

from handrail.actions.desk import Desk
from handrail.domain.gap import GapState
from handrail.domain.gap_search import GROWN
from handrail.domain.notice import Notice, NoticeKind

BY_NAME = 3  # gaps that each get a notice of their own; of more, one notice gives the number


async def tell_of_grown(desk: Desk) -> int:
    """Tell stewards of open gaps with five questions or more, once each; gives how many there were."""
    async with desk.store.transaction() as tx:
        lines = await tx.gap_lines(GapState.OPEN)
    grown = [one.gap.id for one in lines if one.toll.questions >= GROWN and not one.gap.told_at]
    if not grown:
        return 0
    async with desk.store.transaction() as tx:
        found = [await tx.gap(gap_id) for gap_id in grown]
        gaps = [gap for gap in found if gap is not None and gap.is_open and gap.told_at is None]
        told = [(gap.title, gap.id) for gap in gaps]
        if len(told) > BY_NAME:
            told = [(str(len(told)), "")]
        for staff_id in await tx.stewards():
            for text, about in told:
                await tx.add_notice(
                    Notice(
                        id=desk.new_id(),
                        staff_id=staff_id,
                        kind=NoticeKind.GAP_GROWN,
                        at=desk.now(),
                        text=text,
                        conversation_id=None,
                        about=about,
                    )
                )
        for gap in gaps:
            await tx.keep_gap(replace(gap, told_at=desk.now()))
    return len(gaps)
