"""Card: where a customer's wish for a person stands, told in full."""

from dataclasses import dataclass
from datetime import UTC, datetime

from handrail.actions.announce import expected_wait, queue_update
from handrail.actions.desk import Desk
from handrail.actions.gather_turn import staffing_now
from handrail.actions.ports import Transaction
from handrail.domain.conversation import Conversation
from handrail.domain.disclosure import words
from handrail.domain.handoff import Handoff, HandoffState, Prefer, WaitRange
from handrail.domain.policy import Policy
from handrail.domain.staffing import callback_slots, next_opening
from handrail.web.shapes import HandoffCard, Name

FARTHEST_SLOTS = 2000


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the rows say about one wish."""

    text: str = ""
    position: int | None = None
    waits: WaitRange | None = None
    staff_name: str | None = None


async def handoff_card(desk: Desk, conversation_id: str) -> HandoffCard:
    """The card of a conversation as of now. Raises LookupError for no such conversation."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        handoff = await tx.current_handoff(conversation_id)
        standing = (
            await _standing(desk, tx, conversation, handoff, policy) if handoff else _Standing()
        )
        people_here = (await staffing_now(desk, tx, policy)).people_here
    now = desk.now()
    opens = next_opening(policy.hours, now)
    slots = callback_slots(policy.hours, now, policy.promises.callback_slot_min)
    return HandoffCard(
        state=_state(handoff),
        note=handoff.note if handoff else "",
        in_hours=people_here,
        callback_slots=[slot.astimezone(UTC) for slot in slots],
        text=standing.text,
        position=standing.position,
        low_min=standing.waits.low_min if standing.waits else None,
        high_min=standing.waits.high_min if standing.waits else None,
        staff=Name(standing.staff_name) if standing.staff_name else None,
        opens_at=None if people_here or opens is None else opens.astimezone(UTC),
        callback_at=handoff.callback_at if handoff else None,
    )


async def _standing(
    desk: Desk, tx: Transaction, conversation: Conversation, handoff: Handoff, policy: Policy
) -> _Standing:
    if handoff.accepted_by is not None:
        person = await tx.staff(handoff.accepted_by)
        name = person.name if person else "…"
        return _Standing(
            words(policy, conversation.locale, "accepted", staff=name), None, None, name
        )
    text = (await queue_update(desk, tx, conversation, handoff, policy)).text or ""
    if not handoff.waiting or handoff.prefer is not Prefer.NOW:
        return _Standing(text)
    place = await tx.place_in_line(handoff.id)
    return _Standing(text, place, await expected_wait(desk, tx))


def _state(handoff: Handoff | None) -> str:
    if handoff is None:
        return "none"
    if handoff.waiting and handoff.prefer is Prefer.MESSAGE:
        return "message"
    return handoff.state.value if handoff.state is not HandoffState.REQUESTED else "queued"


def is_slot(policy: Policy, now: datetime, at: datetime) -> bool:
    """Whether a call can be booked for ``at``."""
    minutes = policy.promises.callback_slot_min
    return at in callback_slots(policy.hours, now, minutes, count=FARTHEST_SLOTS)
