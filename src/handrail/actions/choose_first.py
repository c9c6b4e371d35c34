"""Choose first: staff decide about a request before the AI's draft can sway them."""

from handrail.actions.desk import Desk
from handrail.actions.ports import StaffMember
from handrail.domain.backing import Choice, Chosen, Purpose
from handrail.domain.conversation import WrongState
from handrail.domain.draft import Draft


async def choose_first(
    desk: Desk,
    conversation_id: str,
    staff: StaffMember,
    draft_id: str,
    choice: Choice,
    reason: str = "",
) -> Chosen:
    """Keep what this person would do; the first choice stands.

    Raises WrongState when the draft is over, or for a refusal by who leads: there is none to hand to.
    """
    async with desk.store.transaction() as tx:
        draft = open_one(await tx.open_draft(conversation_id), draft_id)
        backing = await tx.backing(draft.id)
        leads = backing is not None and backing.purpose is Purpose.SUGGESTION
        if leads and choice is Choice.REFUSE:
            raise WrongState("You lead: answer in your own words, or hand the conversation back.")
        await tx.choose(Chosen(draft.id, staff.id, choice, desk.now(), reason))
        kept = await tx.chosen(draft.id, staff.id)
    assert kept is not None  # it was kept in this transaction
    return kept


def open_one(draft: Draft | None, draft_id: str) -> Draft:
    """The draft that is meant. Raises WrongState when it is over."""
    if draft is None or draft.id != draft_id:
        raise WrongState("This draft is over; reload the conversation to see what came instead.")
    return draft
