"""Look for gaps: search by itself once enough questions found nothing, and at least once a day."""

from handrail.actions.desk import Desk
from handrail.actions.find_gaps import find_gaps
from handrail.actions.ports import Job, JobKind
from handrail.domain.gap_search import LOOK_EVERY, is_time


async def look_for_gaps(desk: Desk) -> int:
    """Search if it is time, and look again in a quarter of an hour; gives how many were sorted in."""
    now = desk.now()
    async with desk.store.transaction() as tx:
        await tx.defer_next(Job(JobKind.SEARCH_GAPS, due=now + LOOK_EVERY))
        waiting, last = await tx.count_unanswered(), await tx.latest_gap_search()
    if not is_time(waiting, last, now) or (last is not None and last.runs(now)):
        return 0
    return await find_gaps(desk)
