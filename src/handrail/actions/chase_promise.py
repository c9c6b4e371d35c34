"""Chase a promise: tell who gave it when its time has come, and supervisors after the grace."""

from datetime import datetime, timedelta

from handrail.actions.desk import Desk
from handrail.actions.ports import Job, JobKind, Transaction
from handrail.domain.notice import Notice, NoticeKind
from handrail.domain.promise import Promise, PromiseState


async def chase_promise(desk: Desk, promise_id: str) -> None:
    """What is to happen with a promise now. Safe to repeat: a moved or ended one is left alone.

    Supervisors hear only of promises that somebody has confirmed, never of one merely read from words.
    """
    now = desk.now()
    grace = timedelta(minutes=(await desk.policies.active()).wrap_up.promise_grace_min)
    async with desk.store.transaction() as tx:
        promise = await tx.promise(promise_id)
        if promise is None or not promise.stands or promise.staff_id is None:
            return
        if promise.due_at is None or promise.due_at > now:
            return
        if promise.state is PromiseState.OPEN:
            await tx.save_promise(promise.late(now))
            await _tell(desk, tx, promise, [promise.staff_id], NoticeKind.PROMISE_DUE)
            later = promise.due_at + grace
            await tx.defer(Job(JobKind.CHASE_PROMISE, promise.conversation_id, promise.id, later))
        elif _to_raise(promise, now, grace):
            await tx.save_promise(promise.raised(now))
            others = [one for one in await tx.supervisors() if one != promise.staff_id]
            await _tell(desk, tx, promise, others, NoticeKind.PROMISE_LATE)


def _to_raise(promise: Promise, now: datetime, grace: timedelta) -> bool:
    waited = promise.due_at is not None and promise.due_at + grace <= now
    return waited and promise.raised_at is None and promise.confirmed_at is not None


async def _tell(
    desk: Desk, tx: Transaction, promise: Promise, whom: list[str], kind: NoticeKind
) -> None:
    owner = await tx.staff(promise.staff_id or "")
    for staff_id in whom:
        await tx.add_notice(
            Notice(
                id=desk.new_id(),
                staff_id=staff_id,
                kind=kind,
                at=promise.due_at or desk.now(),
                text=promise.text,
                conversation_id=promise.conversation_id,
                about=promise.id,
                from_name=owner.name if owner else "",
            )
        )
