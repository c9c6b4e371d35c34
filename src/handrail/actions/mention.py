"""Mention: tell colleagues that a note names them."""

from collections.abc import Sequence

from handrail.actions.desk import Desk
from handrail.domain.draft import Note
from handrail.domain.notice import Notice, NoticeKind


async def mention(desk: Desk, note: Note, whom: Sequence[str]) -> None:
    """Give each of these colleagues a notice of the note, once. Raises LookupError for nobody here."""
    async with desk.store.transaction() as tx:
        for staff_id in dict.fromkeys(whom):
            if await tx.staff(staff_id) is None:
                raise LookupError(f"no member of staff {staff_id}")
            await tx.add_notice(
                Notice(
                    id=desk.new_id(),
                    staff_id=staff_id,
                    kind=NoticeKind.MENTION,
                    at=note.at,
                    text=note.text,
                    conversation_id=note.conversation_id,
                    about=note.id,
                    from_name=note.staff_name,
                )
            )
