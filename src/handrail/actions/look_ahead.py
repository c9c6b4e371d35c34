"""Look ahead: what a sent message leaves to be done, promises to keep and a wrap-up to write."""

from datetime import timedelta

from handrail.actions.desk import Desk
from handrail.actions.ports import Job, JobKind, Transaction
from handrail.domain.conversation import Event
from handrail.domain.promise import Promise, promised_in


async def look_ahead(
    desk: Desk, tx: Transaction, conversation_id: str, sent: Event, staff_id: str | None = None
) -> None:
    """Keep the promises of a message that is on its way, and see that a wrap-up follows the silence.

    ``staff_id`` is who wrote it, None the AI. Words about a promise that is kept already make no new one.
    """
    policy = await desk.policies.active()
    if "promise" not in sent.data:
        for text, due in promised_in(sent.text or "", sent.at, policy.hours):
            promise = Promise(
                id=desk.new_id(),
                conversation_id=conversation_id,
                seq=sent.seq,
                text=text,
                made_by="ai" if staff_id is None else "staff",
                made_at=sent.at,
                staff_id=staff_id,
                due_at=due.at if due else None,
                due_words=due.words if due else "",
            )
            await tx.add_promise(promise)
            await chase_later(tx, promise)
    if staff_id is not None:
        quiet = desk.now() + timedelta(minutes=policy.wrap_up.quiet_min)
        await tx.defer(Job(JobKind.WRITE_WRAP_UP, conversation_id, str(sent.seq), quiet))


async def chase_later(tx: Transaction, promise: Promise) -> None:
    """See that somebody hears of the promise when it is due, if it has a time and somebody keeps it."""
    if promise.due_at is not None and promise.staff_id is not None:
        job = Job(JobKind.CHASE_PROMISE, promise.conversation_id, promise.id, promise.due_at)
        await tx.defer(job)
