"""Keep time: what happens by itself when its hour comes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from handrail.actions.announce import queue_update
from handrail.actions.desk import Desk
from handrail.actions.hand_off import Wish, hand_off
from handrail.actions.let_go import close_in
from handrail.actions.ports import Job, JobKind, Transaction
from handrail.domain.conversation import Conversation, EventKind, State
from handrail.domain.disclosure import disclosure
from handrail.domain.handoff import AskedBy, HandoffState
from handrail.domain.policy import Policy, Texts

REVIEW_LAPSED: Texts = {
    "en": "Nobody checked the AI's answer in time, so a person takes over.",
    "de": "Niemand hat die Antwort der KI rechtzeitig geprüft, deshalb übernimmt ein Mensch.",
    "es": "Nadie revisó a tiempo la respuesta de la IA, por eso se encarga una persona.",
}
TURN_FAILED: Texts = {
    "en": "Our software could not answer this, so a person does.",
    "de": "Unsere Software konnte das nicht beantworten, deshalb antwortet ein Mensch.",
    "es": "Nuestro sistema no pudo responder, por eso responde una persona.",
}


async def lapse_review(desk: Desk, conversation_id: str, draft_id: str) -> None:
    """A draft that nobody checked in time goes to a person, with the draft in the briefing."""
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        draft = await tx.open_draft(conversation_id)
        if conversation is None or draft is None or draft.id != draft_id:
            return
        if conversation.state is not State.REVIEW:
            return
        up_to = draft.reply_to
    wish = Wish(conversation_id, AskedBy.RULE, "review-lapsed", REVIEW_LAPSED, up_to=up_to)
    await hand_off(desk, wish)


async def fail_turn(desk: Desk, conversation_id: str) -> None:
    """A turn that software failed at again and again goes to a person."""
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
    if conversation is not None and conversation.turn_is_open:
        wish = Wish(
            conversation_id,
            AskedBy.RULE,
            "turn-failed",
            TURN_FAILED,
            up_to=conversation.asked_seq,
        )
        await hand_off(desk, wish)


async def update_wait(desk: Desk, conversation_id: str, handoff_id: str) -> None:
    """Tell a waiting customer when their place changed, and look again later."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        handoff = await tx.current_handoff(conversation_id)
        if conversation is None or handoff is None or handoff.id != handoff_id:
            return
        if not handoff.waiting:
            return
        now = await queue_update(desk, tx, conversation, handoff, policy)
        if await _last_said(tx, conversation) != _place(now.data):
            await tx.append(conversation.id, [now])
        due = desk.now() + timedelta(seconds=policy.promises.wait_update_s)
        await tx.defer(Job(JobKind.UPDATE_WAIT, conversation_id, handoff_id, due))


async def _last_said(tx: Transaction, conversation: Conversation) -> tuple[object, ...] | None:
    events = await tx.events(conversation.id)
    updates = [event for event in events if event.kind is EventKind.QUEUE_UPDATE]
    return _place(updates[-1].data) if updates else None


def _place(data: Mapping[str, object]) -> tuple[object, ...]:
    state = "queued" if data.get("state") == "offered" else data.get("state")
    return (state, data.get("position"), data.get("opens_at"))


async def call_back(desk: Desk, conversation_id: str, handoff_id: str) -> None:
    """The hour of a booked call has come: find a person for it, before others."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        handoff = await tx.current_handoff(conversation_id)
        if conversation is None or handoff is None or handoff.id != handoff_id:
            return
        if handoff.state is not HandoffState.CALLBACK:
            return
        if handoff.callback_at is None or handoff.callback_at > desk.now():
            return
        await tx.save_handoff(replace(handoff.queued(), urgency=max(handoff.urgency, 2)))
        await tx.save_conversation(conversation.queued())
        await tx.append(conversation_id, [disclosure(policy, conversation.locale, "callback_due")])
        await tx.defer(Job(JobKind.ROUTE_QUEUE))


async def follow_up(desk: Desk, conversation_id: str, after_seq: str) -> None:
    """Ask once whether an answer helped; close when the customer stays silent after that."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None or conversation.state is not State.AI:
            return
        if conversation.unanswered or conversation.last_seq != int(after_seq):
            return
        await _ask_or_close(desk, tx, conversation, policy)


async def _ask_or_close(
    desk: Desk, tx: Transaction, conversation: Conversation, policy: Policy
) -> None:
    [last] = await tx.events(conversation.id, after=conversation.last_seq - 1)
    if last.data.get("key") == "follow_up":
        await close_in(desk, tx, conversation, policy, "system", "No reply after a follow-up.")
        return
    said = disclosure(policy, conversation.locale, "follow_up")
    [asked] = await tx.append(conversation.id, [said])
    due = desk.now() + timedelta(hours=policy.promises.follow_up_h)
    await tx.defer(Job(JobKind.FOLLOW_UP, conversation.id, str(asked.seq), due))
