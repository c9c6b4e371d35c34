"""Announce: tell a waiting customer the truth about the wait."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handrail.actions.desk import Desk
from handrail.actions.ports import Transaction
from handrail.domain.conversation import (
    Conversation,
    EventDraft,
    EventKind,
    MadeBy,
    Provenance,
    Speaker,
)
from handrail.domain.disclosure import words
from handrail.domain.handoff import Handoff, HandoffState, Prefer, WaitRange, wait_range
from handrail.domain.policy import Policy
from handrail.domain.staffing import Staffing, is_open, next_opening

RECENT = timedelta(days=7)


async def queue_update(
    desk: Desk, tx: Transaction, conversation: Conversation, handoff: Handoff, policy: Policy
) -> EventDraft:
    """Where the customer stands: in line with an honest range, a booked call, or out of hours."""
    locale = conversation.locale
    if handoff.state is HandoffState.CALLBACK and handoff.callback_at is not None:
        when = spoken_time(policy, locale, handoff.callback_at)
        text = words(policy, locale, "callback_booked", when=when)
        return update(text, {"state": "callback", "callback_at": handoff.callback_at.isoformat()})
    if handoff.prefer is Prefer.MESSAGE:
        return update(words(policy, locale, "message_noted"), {"state": "message"})
    people = Staffing(is_open(policy.hours, desk.now()), len(await tx.on_duty()))
    if not people.people_here:
        opens = next_opening(policy.hours, desk.now())
        if opens is None:  # no time can be promised, an answer in writing can
            return update(words(policy, locale, "message_noted"), {"state": "out_of_hours"})
        text = words(policy, locale, "out_of_hours", opens=spoken_time(policy, locale, opens))
        return update(text, {"state": "out_of_hours", "opens_at": opens.isoformat()})
    place = await tx.place_in_line(handoff.id)
    waits = await expected_wait(desk, tx)
    data: dict[str, object] = {"state": handoff.state.value, "position": place}
    if waits is None:
        return update(words(policy, locale, "queue_position", position=place), data)
    data |= {"low_min": waits.low_min, "high_min": waits.high_min}
    values = {"position": place, "low": waits.low_min, "high": waits.high_min}
    return update(words(policy, locale, "queue_range", **values), data)


async def expected_wait(desk: Desk, tx: Transaction) -> WaitRange | None:
    """The range of waiting from the last week's acceptances, None without enough of them."""
    return wait_range(await tx.recent_waits(desk.now() - RECENT))


def update(text: str, data: Mapping[str, object]) -> EventDraft:
    """A queue_update event."""
    return EventDraft(EventKind.QUEUE_UPDATE, Speaker.SYSTEM, text, Provenance(MadeBy.SYSTEM), data)


def spoken_time(policy: Policy, locale: str, at: datetime) -> str:
    """A time as a customer reads it, in the desk's zone: ``Tue 24 Nov, 09:00`` or ``24.11., 09:00``."""
    local = at.astimezone(ZoneInfo(policy.hours.time_zone))
    if policy.locale(locale) == "en":
        return local.strftime("%a %d %b, %H:%M")
    return local.strftime("%d.%m., %H:%M" if policy.locale(locale) == "de" else "%d/%m, %H:%M")
