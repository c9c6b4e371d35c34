"""Prepare a draft: the AI writes a suggestion for the person who leads; only they can send it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from handrail.actions.compose_answer import compose_answer
from handrail.actions.desk import Desk
from handrail.actions.gather_turn import OpenTurn, kinds_of, staffing_now
from handrail.domain.autonomy import who_leads
from handrail.domain.conversation import EventKind, Speaker, State, WrongState
from handrail.domain.draft import Draft
from handrail.domain.moment import Turn, assess
from handrail.domain.policy import Lead
from handrail.domain.record import Case
from handrail.domain.standing import standing_for

KEPT_FOR = timedelta(hours=24)


async def prepare_draft(desk: Desk, conversation_id: str) -> Draft | None:
    """A draft that answers the customer's latest message, kept beside the conversation.

    None when the company has written nothing that answers it. Raises WrongState unless a person
    leads, LookupError for no such conversation.
    """
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        if conversation.state is not State.PERSON:
            raise WrongState(
                "Drafts are made for the person who leads; accept the conversation first."
            )
        asked = [
            event
            for event in await tx.events(conversation_id)
            if event.kind is EventKind.MESSAGE and event.speaker is Speaker.CUSTOMER
        ]
        staffing = await staffing_now(desk, tx, policy)
        certificates = await tx.certificates(kinds_of(policy))
    if not asked:
        return None
    turn = Turn(asked[-1].text or "", conversation.locale, conversation.channel)
    head = await desk.policies.head(policy)
    [reading] = await asyncio.to_thread(desk.signals.read, [turn.text], head)
    moment = assess(turn, reading.signals, policy)
    certificate = certificates.get(moment.kind.name)
    standing = standing_for(moment.kind, policy, certificate, desk.now(), desk.model_version)
    leading = replace(who_leads(moment, policy, staffing, standing), lead=Lead.REVIEW)
    case = Case(conversation_id, asked[-1].seq, moment, leading, policy, staffing, standing)
    opened = OpenTurn(conversation, asked[-1].seq, turn, staffing, policy, certificates)
    answer = await compose_answer(desk, opened, case, reading)
    if not answer.knows:
        return None
    now = desk.now()
    draft = Draft(
        desk.new_id(),
        conversation_id,
        asked[-1].seq,
        answer.text,
        answer.sources,
        "A suggestion for the person who leads.",
        now,
        now + KEPT_FOR,
    )
    async with desk.store.transaction() as tx:
        current = await tx.conversation(conversation_id)
        if current is None or current.state is not State.PERSON:
            return None
        earlier = await tx.open_draft(conversation_id)
        if earlier is not None:
            await tx.end_draft(replace(earlier, ended="superseded", ended_at=now))
        await tx.add_draft(draft)
    return draft
