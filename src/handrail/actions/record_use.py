"""Record a draft's use: what a reply of staff had of the draft before them, and how long it took."""

from datetime import datetime

from handrail.actions.desk import Desk
from handrail.actions.gather_draft import last_asked
from handrail.actions.ports import Transaction
from handrail.domain.backing import Backing, Choice, Purpose
from handrail.domain.conversation import Conversation, EventKind, State
from handrail.domain.draft import Draft
from handrail.domain.draft_use import DraftUse, Used
from handrail.domain.edits import edit_share, sentences_kept
from handrail.domain.policy import UNKNOWN_KIND


async def record_use(
    desk: Desk,
    tx: Transaction,
    conversation: Conversation,
    draft: Draft | None,
    text: str,
    draft_id: str | None,
) -> None:
    """Keep it in the transaction that sends ``text``, before the reply has its place.

    A further message to a turn that is answered already counts only where it is the draft.
    """
    sent = draft is not None and draft.id == draft_id
    if not (conversation.unanswered or sent):
        return
    backing = await tx.backing(draft.id) if draft is not None else None
    now = desk.now()
    began = await _began(tx, conversation, draft)
    await tx.add_draft_use(
        DraftUse(
            id=desk.new_id(),
            at=now,
            kind=backing.kind if backing else await _kind(tx, conversation.id),
            purpose=_purpose(conversation, draft, backing),
            used=_used(draft, text, sent=sent),
            seconds=max((now - began).total_seconds(), 0.0),
            distance=edit_share(draft.text, text) if draft and sent else None,
            kept=sentences_kept(draft.text, text) if draft and sent else None,
        )
    )


async def record_deed(
    tx: Transaction, draft: Draft | None, staff_id: str | None, did: Choice
) -> None:
    """Keep what somebody did with a draft, beside what they had chosen before they saw it."""
    if draft is not None and staff_id is not None:
        await tx.keep_deed(draft.id, staff_id, did)


async def _began(tx: Transaction, conversation: Conversation, draft: Draft | None) -> datetime:
    """When what is answered lay before the person: the draft of a review, or the turn of who leads."""
    if conversation.state is State.REVIEW and draft is not None:
        return await tx.shown_at(draft.id, None) or draft.made_at
    events = await tx.events(conversation.id)
    asked = last_asked(events)
    joined = [event.at for event in events if event.kind is EventKind.ACCEPTED]
    return max([asked[0].at if asked else conversation.opened_at, *joined[-1:]])


async def _kind(tx: Transaction, conversation_id: str) -> str:
    decisions = await tx.decisions(conversation_id)
    return decisions[-1].kind if decisions else UNKNOWN_KIND


def _purpose(conversation: Conversation, draft: Draft | None, backing: Backing | None) -> str:
    if draft is None:
        return "own"
    if backing is not None:
        return backing.purpose.value
    reviewed = conversation.state is State.REVIEW
    return (Purpose.REVIEW if reviewed else Purpose.SUGGESTION).value


def _used(draft: Draft | None, text: str, *, sent: bool) -> Used:
    if draft is None:
        return Used.NONE
    if not sent:
        return Used.IGNORED
    return Used.SENT if draft.text.strip() == text.strip() else Used.EDITED
