"""Let go: hand a conversation back to the AI, close it, or stay with the AI."""

from dataclasses import replace

from handrail.actions.accept_wrap_up import contact_id
from handrail.actions.announce import update
from handrail.actions.desk import Desk
from handrail.actions.hand_off import lead_changed
from handrail.actions.judge_draft import judge_draft
from handrail.actions.ports import Job, JobKind, StaffMember, Transaction
from handrail.domain.briefing import weightiest_kind
from handrail.domain.conversation import (
    AiMay,
    Conversation,
    EventDraft,
    EventKind,
    MadeBy,
    Provenance,
    Speaker,
    State,
    WrongState,
)
from handrail.domain.customer import Contact
from handrail.domain.disclosure import words
from handrail.domain.handoff import HandoffState
from handrail.domain.policy import Lead, Policy, Texts

AI_MAY: dict[AiMay, Texts] = {
    AiMay.ANSWER: {
        "en": "The AI may answer routine questions again.",
        "de": "Die KI darf Routinefragen wieder beantworten.",
        "es": "La IA puede volver a responder consultas habituales.",
    },
    AiMay.HOW_TO_ONLY: {
        "en": "The AI may only quote our help articles; anything else goes to a person.",
        "de": "Die KI darf nur unsere Hilfeartikel zitieren; alles andere geht an einen Menschen.",
        "es": "La IA solo puede citar nuestros artículos; lo demás lo atiende una persona.",
    },
}
STAYS: Texts = {
    "en": "You chose to stay with the AI.",
    "de": "Sie haben sich entschieden, bei der KI zu bleiben.",
    "es": "Usted ha decidido seguir con la IA.",
}


async def hand_back(desk: Desk, conversation_id: str, staff: StaffMember, ai_may: AiMay) -> None:
    """Hand back to the AI and tell the customer what it may do. Raises WrongState, LookupError."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await _led_by(tx, conversation_id, staff)
        await tx.save_conversation(conversation.handed_back(ai_may))
        await _end_handoff(desk, tx, conversation, HandoffState.HANDED_BACK)
        may = AI_MAY[ai_may][policy.locale(conversation.locale)]
        text = words(policy, conversation.locale, "handed_back", staff=staff.name)
        await tx.append(
            conversation.id,
            [_said(EventKind.HANDED_BACK, f"{text} {may}", {"ai_may": may, "limit": ai_may.value})],
        )
        await tx.defer(Job(JobKind.ROUTE_QUEUE))


async def close(desk: Desk, conversation_id: str, staff: StaffMember, reason: str = "") -> None:
    """Close a conversation that this person leads, or that nobody leads. Raises WrongState, LookupError."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await _led_by(tx, conversation_id, staff, or_nobody=True)
        draft = await tx.open_draft(conversation_id)
        if draft is not None and conversation.state is State.REVIEW:
            await judge_draft(desk, tx, draft, staff.id, right=False)
        await close_in(desk, tx, conversation, policy, "staff", reason)


async def close_in(
    desk: Desk,
    tx: Transaction,
    conversation: Conversation,
    policy: Policy,
    by: str,
    reason: str,
) -> None:
    """Close within a transaction; what happened is kept as a contact for the next briefing.

    The reason is for colleagues: it stands in the contact, not in what the customer reads. Where the
    wrap-up was accepted, its contact stands already.
    """
    await tx.save_conversation(conversation.closed())
    await _end_handoff(desk, tx, conversation, HandoffState.CLOSED)
    text = words(policy, conversation.locale, "closed")
    await tx.append(conversation.id, [_said(EventKind.CLOSED, text, {"by": by})])
    decisions = await tx.decisions(conversation.id)
    if decisions:
        title = weightiest_kind(decisions, policy).title["en"]
        await tx.add_contact(
            conversation.customer_id,
            Contact(
                id=contact_id(conversation),
                at=desk.now(),
                channel=conversation.channel,
                summary=f"Wrote about: {title}.",
                outcome=reason or f"Closed by {by}.",
                sentiment=float(str(decisions[-1].scores.get("sentiment", 0.0))),
            ),
        )
    await tx.defer(Job(JobKind.WRITE_WRAP_UP, conversation.id))
    await tx.defer(Job(JobKind.ROUTE_QUEUE))
    if by == "staff":
        await tx.defer(Job(JobKind.KEEP_SOLVED, conversation.id))


async def stay_with_ai(desk: Desk, conversation_id: str) -> None:
    """The customer stays with the AI after all. Raises WrongState when a person is there, LookupError."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        if conversation.state not in (State.QUEUED, State.CALLBACK):
            raise WrongState("Nobody is being fetched for this conversation.")
        await tx.save_conversation(conversation.stays_with_ai())
        await _end_handoff(desk, tx, conversation, HandoffState.WITHDRAWN)
        text = words(policy, conversation.locale, "stays_with_ai")
        because = STAYS[policy.locale(conversation.locale)]
        await tx.append(
            conversation.id,
            [update(text, {"state": "withdrawn"}), lead_changed(Lead.AI, because)],
        )


async def _led_by(
    tx: Transaction, conversation_id: str, staff: StaffMember, or_nobody: bool = False
) -> Conversation:
    conversation = await tx.conversation(conversation_id)
    if conversation is None:
        raise LookupError(f"no conversation {conversation_id}")
    mine = conversation.state is State.PERSON and conversation.staff_id == staff.id
    nobodys = or_nobody and conversation.state is not State.PERSON
    if not (mine or nobodys or {"supervisor", "admin"} & set(staff.roles)):
        raise WrongState("You do not lead this conversation. Accept it or take it over first.")
    return conversation


async def _end_handoff(
    desk: Desk, tx: Transaction, conversation: Conversation, state: HandoffState
) -> None:
    handoff = await tx.current_handoff(conversation.id)
    if handoff is not None:
        await tx.save_handoff(handoff.ended(state, desk.now()))
    draft = await tx.open_draft(conversation.id)
    if draft is not None:
        await tx.end_draft(replace(draft, ended="superseded", ended_at=desk.now()))


def _said(kind: EventKind, text: str, data: dict[str, object]) -> EventDraft:
    return EventDraft(kind, Speaker.SYSTEM, text, Provenance(MadeBy.SYSTEM), data)
