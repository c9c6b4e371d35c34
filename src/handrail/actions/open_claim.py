"""Open a claim: staff look at what a sentence of a draft rests on."""

from handrail.actions.choose_first import open_one
from handrail.actions.desk import Desk
from handrail.actions.ports import StaffMember


async def open_claim(
    desk: Desk, conversation_id: str, staff: StaffMember, draft_id: str, place: int
) -> frozenset[int]:
    """Keep that this person opened it; gives the places of all that they opened.

    Raises WrongState when the draft is over, LookupError for no such claim.
    """
    async with desk.store.transaction() as tx:
        draft = open_one(await tx.open_draft(conversation_id), draft_id)
        backing = await tx.backing(draft.id)
        if backing is None or not 0 <= place < len(backing.claims):
            raise LookupError(f"draft {draft_id} has no claim {place}")
        await tx.open_claim(draft.id, staff.id, place, desk.now())
        return await tx.opened(draft.id, staff.id)
