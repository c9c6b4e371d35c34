"""Note while waiting: what a customer adds in line is read, kept for the person, and answered truly."""

from dataclasses import replace

from handrail.actions.announce import queue_update
from handrail.actions.desk import Desk
from handrail.actions.ports import Job, JobKind
from handrail.domain.conversation import EventDraft, State
from handrail.domain.disclosure import disclosure
from handrail.domain.record import Case, Outcome, record
from handrail.domain.signals import ASKS_IF_AI, SELF_HARM


async def note_while_waiting(desk: Desk, case: Case) -> bool:
    """Acknowledge what was added and say again where the customer stands; False when it comes too late.

    A hard rule that is more urgent than what brought the customer into line moves them up.
    """
    policy = case.policy
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(case.conversation_id)
        handoff = await tx.current_handoff(case.conversation_id)
        if conversation is None or handoff is None:
            return False
        waits = conversation.state in (State.QUEUED, State.CALLBACK)
        if not waits or conversation.answered_seq >= case.turn_seq:
            return False
        if case.leading.urgency > handoff.urgency:
            handoff = replace(handoff, urgency=case.leading.urgency)
            await tx.save_handoff(handoff)
            await tx.defer(Job(JobKind.ROUTE_QUEUE))
        said = _said(case, conversation.locale)
        said.append(await queue_update(desk, tx, conversation, handoff, policy))
        await tx.append(conversation.id, said)
        await tx.save_conversation(conversation.answered(case.turn_seq))
        await tx.add_decision(record(case, desk.new_id(), desk.now(), Outcome.HANDED_OFF))
    return True


def _said(case: Case, locale: str) -> list[EventDraft]:
    flagged, policy = case.moment.signals.flagged, case.policy
    said: list[EventDraft] = []
    if SELF_HARM in flagged:
        said.append(disclosure(policy, locale, "crisis"))
    if ASKS_IF_AI in flagged:
        said.append(disclosure(policy, locale, "am_i_ai", company=policy.company))
    return said
