"""Accept the wrap-up: a person says that it is right, and it becomes part of the customer's history."""

import uuid
from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

from handrail.actions.amend_wrap_up_list import read_wrap_up_list
from handrail.actions.desk import Desk
from handrail.actions.look_ahead import chase_later
from handrail.actions.ports import StaffMember, Transaction
from handrail.domain.conversation import Conversation, WrongState
from handrail.domain.customer import Contact
from handrail.domain.policy import Policy
from handrail.domain.promise import Promise
from handrail.domain.wrap_up import Amends, Found, WrapUp
from handrail.domain.wrap_up_list import Part, WrapUpList

CONTACTS = uuid.UUID("6f4a2b52-7d0c-4c6e-9f0e-0d6a8a1b7c11")


async def show_wrap_up(desk: Desk, conversation_id: str) -> WrapUp | None:
    """Note that a person sees the wrap-up now; from the first time on it counts. Raises LookupError."""
    async with desk.store.transaction() as tx:
        if await tx.conversation(conversation_id) is None:
            raise LookupError(f"no conversation {conversation_id}")
        wrap_up = await tx.latest_wrap_up(conversation_id)
        if wrap_up is not None and wrap_up.accepted_at is None:
            wrap_up = wrap_up.shown(desk.now())
            await tx.keep_wrap_up(wrap_up)
    return wrap_up


async def accept_wrap_up(
    desk: Desk,
    wrap_up: WrapUp,
    staff: StaffMember,
    amends: Amends,
    no_promises: Collection[str] = (),
) -> WrapUp:
    """Accept the wrap-up that was shown, amended or not; confirms its promises but ``no_promises``.

    Raises WrongState when it is over or the conversation went on, KeyError for a field that is not there.
    """
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(wrap_up.conversation_id)
        latest = await tx.latest_wrap_up(wrap_up.conversation_id)
        if conversation is None or latest is None:
            raise LookupError(f"no wrap-up in conversation {wrap_up.conversation_id}")
        if latest.id != wrap_up.id or conversation.asked_seq > latest.up_to_seq:
            raise WrongState("The conversation went on; read the wrap-up again.")
        accepted = latest.accepted(staff.id, desk.now(), amends)
        await tx.keep_wrap_up(accepted)
        promises = await _settle(desk, tx, accepted, staff, no_promises)
        listed = await read_wrap_up_list(tx, policy)
        said = [_promised(promise, policy) for promise in promises]
        await tx.keep_contact(
            conversation.customer_id, _contact(desk, conversation, accepted, listed, said)
        )
    return accepted


async def _settle(
    desk: Desk, tx: Transaction, wrap_up: WrapUp, staff: StaffMember, none: Collection[str]
) -> list[Promise]:
    """Confirm what was promised since the last wrap-up; gives the promises that stand."""
    standing: list[Promise] = []
    for promise in await tx.promises(wrap_up.conversation_id):
        if not promise.stands or promise.seq < wrap_up.from_seq:
            continue
        if promise.id in none:
            await tx.save_promise(promise.withdrawn(staff.id, desk.now(), "It was no promise."))
            continue
        if promise.confirmed_at is None:
            standing.append(await _confirm(desk, tx, promise, staff))
        else:
            standing.append(promise)
    return standing


async def _confirm(desk: Desk, tx: Transaction, promise: Promise, staff: StaffMember) -> Promise:
    confirmed = promise.confirmed(staff.id, desk.now())
    await tx.save_promise(confirmed)
    if promise.staff_id is None:
        await chase_later(tx, confirmed)  # the AI's own had nobody to tell until now
    return confirmed


def contact_id(conversation: Conversation) -> str:
    """The id of the contact that the conversation up to the customer's latest message leaves."""
    return str(uuid.uuid5(CONTACTS, f"{conversation.id}:{conversation.asked_seq}"))


def _contact(
    desk: Desk,
    conversation: Conversation,
    wrap_up: WrapUp,
    listed: WrapUpList,
    promised: Sequence[str],
) -> Contact:
    titles = [listed.title(Part.REASON, reason.value, "en") for reason in wrap_up.reasons]
    values = [
        f"{entry.title['en']}: {wrap_up.fields[entry.name].value}."
        for entry in listed.of(Part.FIELD)
        if wrap_up.fields.get(entry.name, Found("")).value
    ]
    end = wrap_up.feeling.get("end")
    outcome = f"{listed.title(Part.OUTCOME, wrap_up.outcome.value, 'en')}."
    return Contact(
        id=contact_id(conversation),
        at=desk.now(),
        channel=conversation.channel,
        summary=" ".join([f"Wrote about: {', '.join(titles) or 'something else'}.", *values]),
        outcome=f"{outcome} {wrap_up.outcome.why}".strip(),
        sentiment=float(end.value) if end else 0.0,
        promised=" ".join(promised),
    )


def _promised(promise: Promise, policy: Policy) -> str:
    if promise.due_at is None:
        return promise.text
    local = promise.due_at.astimezone(ZoneInfo(policy.hours.time_zone))
    return f"{promise.text} (due {local:%d %b %Y, %H:%M})"
