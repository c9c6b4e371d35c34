"""Review a draft: a named person sends what the AI wrote, as it is or edited."""

from handrail.actions.desk import Desk
from handrail.actions.ports import StaffMember
from handrail.actions.send_reply import Reply, send_reply
from handrail.domain.conversation import MadeBy, Provenance, WrongState


async def review_draft(
    desk: Desk,
    conversation_id: str,
    staff: StaffMember,
    draft_id: str,
    text: str | None = None,
    tone_only: bool = False,
) -> None:
    """Send the draft that waits for review, with ``text`` in place of the AI's words when given.

    Sending it judges it: unchanged it was right, edited it was wrong unless ``tone_only``. Raises
    WrongState when that draft is over.
    """
    async with desk.store.transaction() as tx:
        draft = await tx.open_draft(conversation_id)
    if draft is None or draft.id != draft_id:
        raise WrongState("This draft is over; reload the conversation to see what came instead.")
    await send_reply(
        desk,
        Reply(
            conversation_id=conversation_id,
            text=text if text is not None else draft.text,
            provenance=Provenance(MadeBy.AI_DRAFT, staff.name),
            reply_to=draft.reply_to,
            sources=draft.sources,
            client_id=draft.id,
            staff_id=staff.id,
            draft_id=draft.id,
            tone_only=tone_only,
        ),
    )
