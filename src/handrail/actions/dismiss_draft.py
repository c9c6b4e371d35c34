"""Dismiss a draft: the person who leads does not want it."""

from dataclasses import replace

from handrail.actions.choose_first import open_one
from handrail.actions.desk import Desk
from handrail.actions.ports import StaffMember
from handrail.actions.record_use import record_deed
from handrail.domain.backing import Choice
from handrail.domain.conversation import State, WrongState


async def dismiss_draft(
    desk: Desk, conversation_id: str, staff: StaffMember, draft_id: str
) -> None:
    """End a suggestion. Raises WrongState when it is over or not this person's, LookupError."""
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        if conversation.state is not State.PERSON or conversation.staff_id != staff.id:
            raise WrongState("You do not lead this conversation. Accept it or take it over first.")
        draft = open_one(await tx.open_draft(conversation_id), draft_id)
        await record_deed(tx, draft, staff.id, Choice.TAKE_OVER)
        await tx.end_draft(
            replace(draft, ended="dismissed", ended_by=staff.id, ended_at=desk.now())
        )
