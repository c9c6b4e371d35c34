"""Write the wrap-up: what the conversation has come to, read without a language model."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from handrail.actions.amend_wrap_up_list import read_wrap_up_list
from handrail.actions.desk import Desk
from handrail.actions.no_kinds import NoKinds
from handrail.actions.ports import Transaction
from handrail.domain.conversation import Event, EventKind, Speaker
from handrail.domain.judgement import JudgedBy, Verdict
from handrail.domain.policy import Policy
from handrail.domain.record import Decision
from handrail.domain.wrap_up import WrapUp
from handrail.domain.wrap_up_list import Part
from handrail.domain.wrapping_up import Heard, feeling, fields, outcome, reasons


async def read_wrap_up(desk: Desk, conversation_id: str) -> WrapUp | None:
    """The wrap-up as of now: the one written already if nothing was said since. Raises LookupError."""
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        latest = await tx.latest_wrap_up(conversation_id)
    if conversation is None:
        raise LookupError(f"no conversation {conversation_id}")
    if latest is not None and latest.up_to_seq >= conversation.last_seq:
        return latest
    return await write_wrap_up(desk, conversation_id)


async def write_wrap_up(desk: Desk, conversation_id: str) -> WrapUp | None:
    """Write the wrap-up, or write it anew; gives the one that holds, None when nothing was asked.

    One that was accepted stays until the customer writes again. Raises LookupError.
    """
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        before = await tx.latest_wrap_up(conversation_id)
        after = before.up_to_seq if before and before.accepted_at else 0
        listed = await read_wrap_up_list(tx, policy)
        heard = await _heard(tx, conversation_id, listed.asked_of(policy), after)
    if not any(_asked(event) for event in heard.events):
        return before
    heard = await _felt(desk, heard)
    written = WrapUp(
        id=desk.new_id(),
        conversation_id=conversation_id,
        from_seq=heard.events[0].seq,
        up_to_seq=heard.events[-1].seq,
        made_at=desk.now(),
        reasons=tuple(r for r in reasons(heard) if r.value in listed.offered(Part.REASON)),
        outcome=outcome(heard),
        feeling=feeling(heard),
        fields=fields(heard),
    )
    async with desk.store.transaction() as tx:
        await tx.conversation(conversation_id)  # one writer at a time
        return await _keep(tx, written)


async def _keep(tx: Transaction, written: WrapUp) -> WrapUp:
    latest = await tx.latest_wrap_up(written.conversation_id)
    if latest is not None and latest.accepted_at is None:
        written = latest.refreshed(written)
    elif latest is not None and latest.up_to_seq >= written.from_seq:
        return latest  # accepted while this one was written
    await tx.keep_wrap_up(written)
    return written


async def _heard(tx: Transaction, conversation_id: str, policy: Policy, after: int) -> Heard:
    conversation = await tx.conversation(conversation_id)
    if conversation is None:
        raise LookupError(f"no conversation {conversation_id}")
    customer = await tx.customer(conversation.customer_id)
    if customer is None:
        raise LookupError(f"no customer {conversation.customer_id}")
    events = await tx.events(conversation_id, after)
    decisions = [one for one in await tx.decisions(conversation_id) if one.turn_seq > after]
    promises = await tx.promises(conversation_id)
    return Heard(
        events=events,
        decisions=decisions,
        policy=policy,
        customer=customer,
        sentiment={d.turn_seq: float(str(d.scores.get("sentiment", 0.0))) for d in decisions},
        promises=[promise for promise in promises if promise.seq > after],
        resolved=await _resolved(tx, decisions),
    )


async def _resolved(tx: Transaction, decisions: Sequence[Decision]) -> tuple[bool, int] | None:
    """What the customer said when asked whether the AI's latest answer settled it."""
    for decision in reversed(decisions):
        for judgement in reversed(await tx.judgements(decision.id)):
            if judgement.by is JudgedBy.CUSTOMER:
                return judgement.verdict is Verdict.RIGHT, decision.turn_seq
    return None


async def _felt(desk: Desk, heard: Heard) -> Heard:
    """Read the messages that no decision covers: those to a person who leads."""
    covered = max(heard.sentiment, default=0)
    unread = [event for event in heard.events if _asked(event) and event.seq > covered]
    if not unread:
        return heard
    texts = [event.text or "" for event in unread]
    readings = await asyncio.to_thread(desk.signals.read, texts, NoKinds())
    read = {e.seq: r.signals.sentiment for e, r in zip(unread, readings, strict=True)}
    return replace(heard, sentiment={**heard.sentiment, **read})


def _asked(event: Event) -> bool:
    return event.kind is EventKind.MESSAGE and event.speaker is Speaker.CUSTOMER
