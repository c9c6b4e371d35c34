"""Mention: tell colleagues that a note names them."""

from collections.abc import Sequence

from handrail.actions.desk import Desk
from handrail.domain.draft import Note
from handrail.domain.notice import Notice, NoticeKind


async def check_colleagues(desk: Desk, whom: Sequence[str]) -> None:
    """Raise LookupError unless all of these are staff; before the note that names them is kept."""
    async with desk.store.transaction() as tx:
        for staff_id in whom:
            if await tx.staff(staff_id) is None:
                raise LookupError(f"no member of staff {staff_id}")


async def mention(desk: Desk, note: Note, whom: Sequence[str]) -> None:
    """Give each of these colleagues a notice of the note, once."""
    async with desk.store.transaction() as tx:
        for staff_id in dict.fromkeys(whom):
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
