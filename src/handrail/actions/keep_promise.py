"""Keep a promise: confirm it, say that it was kept, move it with a word to the customer, withdraw it."""

from dataclasses import dataclass
from datetime import datetime

from handrail.actions.desk import Desk
from handrail.actions.look_ahead import chase_later
from handrail.actions.ports import StaffMember, Transaction
from handrail.actions.receive_message import readable
from handrail.actions.send_reply import Reply, send_reply
from handrail.domain.conversation import MadeBy, Provenance, WrongState
from handrail.domain.promise import Promise


@dataclass(frozen=True, slots=True)
class Move:
    """Another time for a promise, and what the customer is told; sent once per ``client_id``."""

    due_at: datetime
    text: str
    client_id: str


async def confirm_promise(
    desk: Desk, promise_id: str, staff: StaffMember, due_at: datetime | None = None
) -> Promise:
    """Say that it is a promise, and when it is due. Raises WrongState, LookupError."""
    async with desk.store.transaction() as tx:
        promise = (await _mine(tx, promise_id, staff)).confirmed(staff.id, desk.now())
        if due_at is not None:
            promise = promise.due(due_at)
        await tx.save_promise(promise)
        await chase_later(tx, promise)
    return promise


async def keep_promise(desk: Desk, promise_id: str, staff: StaffMember) -> Promise:
    """Say that it was kept. Raises WrongState, LookupError."""
    async with desk.store.transaction() as tx:
        promise = (await _mine(tx, promise_id, staff)).kept(staff.id, desk.now())
        await tx.save_promise(promise)
    return promise


async def withdraw_promise(
    desk: Desk, promise_id: str, staff: StaffMember, because: str
) -> Promise:
    """Say that it will not be kept, or was none, and why. Raises WrongState, LookupError."""
    async with desk.store.transaction() as tx:
        promise = (await _mine(tx, promise_id, staff)).withdrawn(staff.id, desk.now(), because)
        await tx.save_promise(promise)
    return promise


async def move_promise(desk: Desk, promise_id: str, staff: StaffMember, move: Move) -> Promise:
    """Promise another time, and tell the customer first: nothing moves unless the words are sent.

    Raises WrongState where these staff may not write or the time is past, LookupError, UnreadableMessage.
    """
    if move.due_at <= desk.now():
        raise WrongState("The new time is past; choose a later one.")
    async with desk.store.transaction() as tx:
        promise = await _mine(tx, promise_id, staff)
        promise.due(move.due_at)
    await send_reply(
        desk,
        Reply(
            conversation_id=promise.conversation_id,
            text=readable(move.text),
            provenance=Provenance(MadeBy.PERSON, staff.name),
            client_id=move.client_id,
            staff_id=staff.id,
            extra={"promise": promise_id},
        ),
    )
    async with desk.store.transaction() as tx:
        moved = (await _mine(tx, promise_id, staff)).confirmed(staff.id, desk.now())
        moved = moved.due(move.due_at)
        await tx.save_promise(moved)
        await chase_later(tx, moved)
    return moved


async def _mine(tx: Transaction, promise_id: str, staff: StaffMember) -> Promise:
    promise = await tx.promise(promise_id)
    if promise is None:
        raise LookupError(f"no promise {promise_id}")
    supervises = {"supervisor", "admin"} & set(staff.roles)
    if promise.staff_id not in (None, staff.id) and not supervises:
        raise WrongState("A colleague gave this promise; only they or a supervisor may change it.")
    return promise
