"""Verify a reply: what the policy wants done with a draft is done before its words go out."""

from handrail.actions.ports import Transaction
from handrail.domain.backing import verify
from handrail.domain.draft import Draft


async def verify_reply(
    tx: Transaction, draft: Draft | None, staff_id: str | None, text: str, draft_id: str | None
) -> None:
    """Raise NotVerified while the sender has not chosen, or not opened what must be opened.

    It is held at the one door to the customer, so no screen and no program can pass it by.
    """
    if draft is None or staff_id is None:
        return
    backing = await tx.backing(draft.id)
    if backing is None:
        return
    chosen = await tx.chosen(draft.id, staff_id)
    opened = await tx.opened(draft.id, staff_id)
    verify(backing, chosen, opened, text, as_draft=draft.id == draft_id)
