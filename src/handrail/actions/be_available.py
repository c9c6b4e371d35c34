"""Be available: a member of staff takes conversations, or takes none."""

from handrail.actions.desk import Desk
from handrail.actions.ports import Job, JobKind


async def be_available(desk: Desk, staff_id: str, available: bool) -> None:
    """Set whether offers come to this person; what waits is routed at once."""
    async with desk.store.transaction() as tx:
        await tx.set_available(staff_id, available)
        if available:
            await tx.defer(Job(JobKind.ROUTE_QUEUE))
