"""Show a draft: to whom may see it now, with its claims and what is still to be done."""

from dataclasses import dataclass, replace

from handrail.actions.desk import Desk
from handrail.actions.ports import StaffMember, Transaction
from handrail.domain.backing import Backing, Chosen
from handrail.domain.draft import Draft


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as one person may see it; ``hidden``: they have to choose first, its words are left out."""

    draft: Draft
    backing: Backing | None
    chosen: Chosen | None
    opened: frozenset[int]
    hidden: bool


async def show_draft(desk: Desk, conversation_id: str, staff: StaffMember) -> DraftView | None:
    """The open draft of a conversation, None when there is none for them; that it was shown is kept.

    Raises LookupError for no such conversation.
    """
    async with desk.store.transaction() as tx:
        if await tx.conversation(conversation_id) is None:
            raise LookupError(f"no conversation {conversation_id}")
        draft = await tx.open_draft(conversation_id)
        if draft is None:
            return None
        backing = await tx.backing(draft.id)
        if not await may_see(tx, backing, staff):
            return None
        chosen = await tx.chosen(draft.id, staff.id)
        opened = await tx.opened(draft.id, staff.id)
        hidden = backing is not None and backing.verify_first and chosen is None
        if not hidden and staff.roles:
            await tx.note_shown(draft.id, staff.id, desk.now())
    view = DraftView(draft, backing, chosen, opened, hidden)
    return _without_words(view) if hidden else view


async def may_see(tx: Transaction, backing: Backing | None, staff: StaffMember) -> bool:
    """Whether this person may read every earlier conversation that a draft was made of."""
    for conversation_id in backing.conversations if backing is not None else ():
        solved = await tx.solved(conversation_id)
        if solved is None or not solved.readable_by(staff.skills):
            return False
    return True


def _without_words(view: DraftView) -> DraftView:
    backing = replace(view.backing, claims=()) if view.backing is not None else None
    return replace(view, draft=replace(view.draft, text="", sources=()), backing=backing)
