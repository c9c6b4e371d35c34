"""Write as staff: a person's own words, or a draft of the AI's that they send in their name."""

from handrail.actions.desk import Desk
from handrail.actions.ports import StaffMember
from handrail.actions.receive_message import readable
from handrail.actions.send_reply import Reply, send_reply
from handrail.domain.conversation import Event, MadeBy, Provenance
from handrail.domain.draft import Draft, Note


async def write_as_staff(
    desk: Desk,
    conversation_id: str,
    staff: StaffMember,
    client_id: str,
    text: str,
    draft_id: str | None = None,
) -> Event:
    """Send a person's words, once per ``client_id``. Raises WrongState, LookupError, UnreadableMessage."""
    draft = await _draft(desk, conversation_id, draft_id)
    made_by = MadeBy.AI_DRAFT if draft is not None else MadeBy.PERSON
    sent = await send_reply(
        desk,
        Reply(
            conversation_id=conversation_id,
            text=readable(text),
            provenance=Provenance(made_by, staff.name),
            sources=draft.sources if draft is not None else (),
            client_id=client_id,
            staff_id=staff.id,
            draft_id=draft_id,
        ),
    )
    assert sent is not None  # only the AI's words can come too late
    return sent


async def _draft(desk: Desk, conversation_id: str, draft_id: str | None) -> Draft | None:
    if draft_id is None:
        return None
    async with desk.store.transaction() as tx:
        draft = await tx.open_draft(conversation_id)
    return draft if draft is not None and draft.id == draft_id else None


async def write_note(desk: Desk, conversation_id: str, staff: StaffMember, text: str) -> Note:
    """Keep a note among staff. Raises LookupError, UnreadableMessage."""
    note = Note(desk.new_id(), conversation_id, staff.id, staff.name, desk.now(), readable(text))
    async with desk.store.transaction() as tx:
        if await tx.conversation(conversation_id) is None:
            raise LookupError(f"no conversation {conversation_id}")
        await tx.add_note(note)
    return note
