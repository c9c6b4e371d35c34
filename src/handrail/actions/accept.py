"""Accept: a named person takes a conversation, and the AI falls silent."""

from dataclasses import replace

from handrail.actions.desk import Desk
from handrail.actions.hand_off import lead_changed
from handrail.actions.judge_draft import judge_draft
from handrail.actions.ports import Job, JobKind, StaffMember, Transaction
from handrail.actions.record_use import record_deed
from handrail.domain.backing import Choice
from handrail.domain.conversation import (
    Conversation,
    EventDraft,
    EventKind,
    MadeBy,
    Provenance,
    Speaker,
    State,
    WrongState,
)
from handrail.domain.disclosure import words
from handrail.domain.handoff import AskedBy, Handoff, HandoffState
from handrail.domain.policy import Lead, Policy, Texts

TAKEN_OVER: Texts = {
    "en": "A member of staff has taken this conversation over.",
    "de": "Ein Mensch aus unserem Team hat dieses Gespräch übernommen.",
    "es": "Una persona de nuestro equipo se ha hecho cargo de esta conversación.",
}


async def accept(desk: Desk, conversation_id: str, staff: StaffMember) -> None:
    """Accept an offer, or take a waiting conversation from the queue. Raises WrongState, LookupError."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        handoff = await tx.current_handoff(conversation_id)
        if conversation is None or handoff is None:
            raise LookupError("Nobody waits for a person in this conversation.")
        if conversation.state is State.PERSON and conversation.staff_id == staff.id:
            return
        if handoff.offered_to not in (None, staff.id):
            raise WrongState("This is offered to somebody else now. Take over if it cannot wait.")
        await _join(desk, tx, conversation, handoff, staff, policy)


async def take_over(desk: Desk, conversation_id: str, staff: StaffMember) -> None:
    """Take a conversation from the AI, the queue or, as a supervisor, from a colleague.

    Raises WrongState when a colleague leads and the person is no supervisor, LookupError.
    """
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        if conversation.state is State.PERSON:
            if conversation.staff_id == staff.id:
                return
            if not {"supervisor", "admin"} & set(staff.roles):
                raise WrongState(
                    "A colleague leads this conversation; a supervisor may take it over."
                )
        handoff = await tx.current_handoff(conversation_id)
        if handoff is None or handoff.state is HandoffState.ACCEPTED:
            handoff = await _new_handoff(desk, tx, conversation, handoff)
        await _join(desk, tx, conversation, handoff, staff, policy)


async def _new_handoff(
    desk: Desk, tx: Transaction, conversation: Conversation, earlier: Handoff | None
) -> Handoff:
    if earlier is not None:
        await tx.save_handoff(earlier.ended(HandoffState.CLOSED, desk.now()))
    handoff = Handoff(
        id=desk.new_id(),
        conversation_id=conversation.id,
        asked_by=AskedBy.STAFF,
        rule="take-over",
        reason=TAKEN_OVER["en"],
        requested_at=desk.now(),
    ).queued()
    await tx.add_handoff(handoff)
    return handoff


async def _join(
    desk: Desk,
    tx: Transaction,
    conversation: Conversation,
    handoff: Handoff,
    staff: StaffMember,
    policy: Policy,
) -> None:
    now = desk.now()
    draft = await tx.open_draft(conversation.id)
    if draft is not None:
        if conversation.state is State.REVIEW:
            await judge_draft(desk, tx, draft, staff.id, right=False)
        await record_deed(tx, draft, staff.id, Choice.TAKE_OVER)
        await tx.end_draft(replace(draft, ended="taken_over", ended_by=staff.id, ended_at=now))
    await tx.save_handoff(handoff.accepted(staff.id, now))
    await tx.save_conversation(conversation.accepted(staff.id))
    said = [
        EventDraft(
            EventKind.ACCEPTED,
            Speaker.SYSTEM,
            words(policy, conversation.locale, "accepted", staff=staff.name),
            Provenance(MadeBy.SYSTEM),
            {"staff": {"name": staff.name}},
        )
    ]
    if conversation.lead is not Lead.PERSON:
        locale = policy.locale(conversation.locale)
        said.insert(0, lead_changed(Lead.PERSON, TAKEN_OVER[locale]))
    await tx.append(conversation.id, said)
    await tx.defer(Job(JobKind.ROUTE_QUEUE))
    await tx.defer(Job(JobKind.PREPARE_DRAFT, conversation.id))
