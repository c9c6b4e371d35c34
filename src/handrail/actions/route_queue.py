"""Route the queue: offer each waiting hand-off to the person who suits it."""

from dataclasses import replace
from datetime import timedelta

from handrail.actions.desk import Desk
from handrail.actions.ports import Job, JobKind, Transaction
from handrail.domain.handoff import Handoff, HandoffState, whom_to_offer
from handrail.domain.policy import Policy
from handrail.domain.staffing import OnDuty


async def route_queue(desk: Desk) -> int:
    """Offer what waits, first served first; gives how many offers were made."""
    policy = await desk.policies.active()
    offers = 0
    async with desk.store.transaction() as tx:
        waiting = await tx.queue()
        staff = {person.staff_id: person for person in await tx.on_duty()}
        for handoff in waiting:
            if handoff.state is not HandoffState.QUEUED:
                continue
            person = whom_to_offer(handoff, list(staff.values()))
            if person is not None and await _offer(desk, tx, handoff, person, policy):
                staff[person.staff_id] = replace(person, load=person.load + 1)
                offers += 1
    return offers


async def _offer(
    desk: Desk, tx: Transaction, seen: Handoff, person: OnDuty, policy: Policy
) -> bool:
    """Offer it unless it moved before its conversation was locked."""
    await tx.conversation(seen.conversation_id)
    handoff = await tx.current_handoff(seen.conversation_id)
    if handoff is None or handoff.id != seen.id or handoff.state is not HandoffState.QUEUED:
        return False
    expires = desk.now() + timedelta(seconds=policy.promises.accept_offer_s)
    await tx.save_handoff(handoff.offered(person.staff_id, expires))
    await tx.defer(Job(JobKind.LAPSE_OFFER, handoff.conversation_id, handoff.id, expires))
    return True


async def lapse_offer(desk: Desk, conversation_id: str, handoff_id: str) -> None:
    """An offer that nobody answered in time goes to the next person."""
    async with desk.store.transaction() as tx:
        await tx.conversation(conversation_id)
        handoff = await tx.current_handoff(conversation_id)
        if handoff is None or handoff.id != handoff_id or handoff.offered_to is None:
            return
        if handoff.offer_expires_at is None or handoff.offer_expires_at > desk.now():
            return
        await tx.save_handoff(handoff.declined(handoff.offered_to))
        await tx.defer(Job(JobKind.ROUTE_QUEUE))


async def decline_offer(desk: Desk, conversation_id: str, staff_id: str) -> None:
    """A person declines what was offered to them; it goes to the next. Raises WrongState, LookupError."""
    async with desk.store.transaction() as tx:
        await tx.conversation(conversation_id)
        handoff = await tx.current_handoff(conversation_id)
        if handoff is None:
            raise LookupError("Nobody waits for a person in this conversation.")
        await tx.save_handoff(handoff.declined(staff_id))
        await tx.defer(Job(JobKind.ROUTE_QUEUE))
