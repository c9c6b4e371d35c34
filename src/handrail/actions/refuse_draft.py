"""Refuse a draft: it is not sent, and a person answers instead."""

from handrail.actions.choose_first import open_one
from handrail.actions.desk import Desk
from handrail.actions.hand_off import Wish, hand_off
from handrail.actions.judge_draft import judge_draft
from handrail.actions.ports import StaffMember
from handrail.actions.record_use import record_deed
from handrail.domain.backing import Choice
from handrail.domain.conversation import State, WrongState
from handrail.domain.handoff import AskedBy
from handrail.domain.policy import Texts

REFUSED: Texts = {
    "en": "A person read the AI's draft and did not let it through, so a person answers.",
    "de": "Ein Mensch hat den Entwurf der KI gelesen und nicht freigegeben; deshalb antwortet ein Mensch.",
    "es": "Una persona leyó el borrador de la IA y no lo autorizó, por eso responde una persona.",
}


async def refuse_draft(
    desk: Desk, conversation_id: str, staff: StaffMember, draft_id: str, reason: str
) -> None:
    """Judge the draft wrong and put the customer in line for a person; colleagues read the reason.

    Judged first and handed off after: done again after a crash between, nothing is kept twice and the
    draft waits on. Raises WrongState when the draft is over, LookupError for no such conversation.
    """
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        draft = open_one(await tx.open_draft(conversation_id), draft_id)
        if conversation.state is not State.REVIEW:
            raise WrongState("Only a draft that waits for review is refused; dismiss a suggestion.")
        await judge_draft(desk, tx, draft, staff.id, right=False)
        await record_deed(tx, draft, staff.id, Choice.REFUSE)
    wish = Wish(
        conversation_id, AskedBy.STAFF, "draft-refused", REFUSED, note=reason, up_to=draft.reply_to
    )
    await hand_off(desk, wish)
