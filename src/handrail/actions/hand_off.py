"""Hand off: a wish for a person becomes a place in line, a booked call or a stated answer about when."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from handrail.actions.announce import queue_update
from handrail.actions.desk import Desk
from handrail.actions.ports import Job, JobKind, Transaction
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
from handrail.domain.disclosure import disclosure, words
from handrail.domain.handoff import AskedBy, Handoff, HandoffState, Prefer
from handrail.domain.policy import Lead, Policy, Texts
from handrail.domain.record import Decision
from handrail.domain.signals import SELF_HARM
from handrail.domain.staffing import is_open, next_opening

LONGEST_NOTE = 2000
SAID_FIRST = {SELF_HARM: "crisis", "ai-stopped": "ai_stopped", "language": "language"}  # by rule


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish for a person: whose it is, why, and what the customer wants passed on.

    ``up_to`` is the turn it answers and ``decision`` its record, where a decision brought it.
    """

    conversation_id: str
    asked_by: AskedBy
    rule: str
    because: Texts
    urgency: int = 1
    skills: tuple[str, ...] = ()
    note: str | None = None
    prefer: Prefer = Prefer.NOW
    callback_at: datetime | None = None
    up_to: int | None = None
    decision: Decision | None = field(default=None, repr=False)


async def hand_off(desk: Desk, wish: Wish) -> Handoff | None:
    """Put the conversation in line for a person, or change how a waiting customer wants one.

    None when a decision brought the wish and its turn is no longer open. Raises WrongState when a
    person has the conversation already, LookupError when there is no such conversation.
    """
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(wish.conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {wish.conversation_id}")
        if conversation.state is State.PERSON:
            if wish.decision is not None:
                return None
            raise WrongState("A person is here already. Write to them in this conversation.")
        if wish.up_to is not None and conversation.answered_seq >= wish.up_to:
            return None
        handoff = await tx.current_handoff(conversation.id)
        if handoff is None:
            return await _begin(desk, tx, conversation, wish, policy)
        return await _change(desk, tx, conversation, handoff, wish, policy)


async def _begin(
    desk: Desk, tx: Transaction, conversation: Conversation, wish: Wish, policy: Policy
) -> Handoff:
    handoff = Handoff(
        id=desk.new_id(),
        conversation_id=conversation.id,
        asked_by=wish.asked_by,
        rule=wish.rule,
        reason=wish.because["en"],
        requested_at=desk.now(),
        prefer=wish.prefer,
        urgency=_urgency(wish.prefer, wish.urgency),
        skills=wish.skills,
        note=(wish.note or "")[:LONGEST_NOTE],
    )
    handoff = _placed(handoff, wish)
    await tx.add_handoff(handoff)
    await _supersede_draft(desk, tx, conversation)
    said = _said(conversation, handoff, wish, policy)
    await tx.append(conversation.id, said)
    if wish.decision is not None:
        await tx.add_decision(wish.decision)
    moved = _moved(conversation, handoff).answered(wish.up_to or conversation.asked_seq)
    await tx.save_conversation(moved)
    await tx.append(conversation.id, [await queue_update(desk, tx, moved, handoff, policy)])
    await _defer(desk, tx, handoff, policy)
    return handoff


async def _change(
    desk: Desk,
    tx: Transaction,
    conversation: Conversation,
    handoff: Handoff,
    wish: Wish,
    policy: Policy,
) -> Handoff:
    """The same wish again, perhaps wanted differently: one hand-off, its place kept."""
    changed = handoff.preferring(wish.prefer, _urgency(wish.prefer, wish.urgency))
    if wish.note is not None:
        changed = replace(changed, note=wish.note[:LONGEST_NOTE])
    if wish.prefer is Prefer.CALLBACK or changed.state is HandoffState.CALLBACK:
        changed = _placed(changed, wish)
    await tx.save_handoff(changed)
    moved = _moved(conversation, changed)
    await tx.save_conversation(moved)
    await tx.append(conversation.id, [await queue_update(desk, tx, moved, changed, policy)])
    await _defer(desk, tx, changed, policy)
    return changed


def _placed(handoff: Handoff, wish: Wish) -> Handoff:
    if wish.prefer is Prefer.CALLBACK and wish.callback_at is not None:
        return handoff.booked(wish.callback_at)
    return handoff.queued()


def _urgency(prefer: Prefer, urgency: int) -> int:
    return 0 if prefer is Prefer.MESSAGE else urgency


def _moved(conversation: Conversation, handoff: Handoff) -> Conversation:
    if handoff.state is HandoffState.CALLBACK:
        return conversation.callback_booked()
    return conversation.queued()


def _said(
    conversation: Conversation, handoff: Handoff, wish: Wish, policy: Policy
) -> list[EventDraft]:
    locale = policy.locale(conversation.locale)
    because = wish.because.get(locale) or wish.because["en"]
    said: list[EventDraft] = []
    if wish.rule in SAID_FIRST:
        said.append(disclosure(policy, locale, SAID_FIRST[wish.rule]))
    if conversation.lead is not Lead.PERSON:
        said.append(lead_changed(Lead.PERSON, because))
    data = {"by": handoff.asked_by.value, "prefer": handoff.prefer.value, "note": handoff.note}
    said.append(
        EventDraft(
            EventKind.HANDOFF_REQUESTED,
            Speaker.CUSTOMER if wish.asked_by is AskedBy.CUSTOMER else Speaker.SYSTEM,
            words(policy, locale, "handoff_requested"),
            Provenance(MadeBy.SYSTEM),
            data,
        )
    )
    return said


def lead_changed(lead: Lead, because: str) -> EventDraft:
    """Who leads from here, and why."""
    return EventDraft(
        EventKind.LEAD_CHANGED,
        Speaker.SYSTEM,
        because,
        Provenance(MadeBy.SYSTEM),
        {"lead": lead.value, "because": because},
    )


async def _supersede_draft(desk: Desk, tx: Transaction, conversation: Conversation) -> None:
    draft = await tx.open_draft(conversation.id)
    if draft is not None:
        await tx.end_draft(replace(draft, ended="superseded", ended_at=desk.now()))


async def _defer(desk: Desk, tx: Transaction, handoff: Handoff, policy: Policy) -> None:
    """What follows by itself: routing now or at opening time, word while waiting, the booked call."""
    now = desk.now()
    if handoff.state is HandoffState.CALLBACK:
        await tx.defer(
            Job(JobKind.CALL_BACK, handoff.conversation_id, handoff.id, handoff.callback_at)
        )
        return
    await tx.defer(Job(JobKind.ROUTE_QUEUE))
    if not is_open(policy.hours, now):
        await tx.defer(Job(JobKind.ROUTE_QUEUE, due=next_opening(policy.hours, now)))
    if handoff.prefer is Prefer.NOW:
        due = now + timedelta(seconds=policy.promises.wait_update_s)
        await tx.defer(Job(JobKind.UPDATE_WAIT, handoff.conversation_id, handoff.id, due))
