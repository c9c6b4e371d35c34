"""Send a reply: the one door through which words reach a customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Self

from handrail.actions.compose_answer import Answered
from handrail.actions.desk import Desk
from handrail.actions.draw_sample import Draw
from handrail.actions.hand_off import lead_changed
from handrail.actions.judge_draft import judge_draft
from handrail.actions.look_ahead import look_ahead
from handrail.actions.ports import Job, JobKind, Transaction
from handrail.actions.record_use import record_deed, record_use
from handrail.actions.verify_reply import verify_reply
from handrail.domain.backing import Choice
from handrail.domain.conversation import (
    Conversation,
    Event,
    EventDraft,
    EventKind,
    MadeBy,
    Provenance,
    Speaker,
    State,
    WrongState,
)
from handrail.domain.draft import Draft, Source
from handrail.domain.policy import Lead
from handrail.domain.record import Case, Decision
from handrail.domain.tool import Call, follows


@dataclass(frozen=True, slots=True)
class Reply:
    """Words on their way to a customer, with who made them and what they rest on.

    ``reply_to`` is the customer's message they answer. A reply with a ``client_id`` is sent once.
    ``draw`` is whether an answer of the AI's is to be reviewed afterwards; ``tone_only`` says that a
    draft was right and only its tone was changed. ``call`` is the tool's call that the words are about; it
    is kept with them, and the words of one whose outcome was owed are never too late. ``said_first`` are
    disclosures that stand before it.
    """

    conversation_id: str
    text: str
    provenance: Provenance
    reply_to: int | None = None
    sources: tuple[Source, ...] = ()
    client_id: str | None = None
    staff_id: str | None = None
    draft_id: str | None = None
    decision: Decision | None = None
    draw: Draw | None = None
    tone_only: bool = False
    call: Call | None = None
    because: str = ""
    extra: Mapping[str, object] = field(default_factory=dict[str, object])
    said_first: tuple[EventDraft, ...] = ()

    @classmethod
    def by_ai(
        cls, case: Case, answer: Answered, decision: Decision, draw: Draw | None = None
    ) -> Self:
        """The AI's answer to a decided turn, and whether it is drawn for review."""
        evidence = {**decision.evidence, "answer": answer.evidence()}
        if draw is not None:
            evidence["sample"] = draw.evidence()
        return cls(
            conversation_id=case.conversation_id,
            text=answer.text,
            provenance=Provenance(MadeBy.AI),
            reply_to=case.turn_seq,
            sources=answer.sources,
            decision=replace(decision, evidence=evidence),
            draw=draw,
            because=decision.reason_customer,
            extra={
                "offers_person": not answer.knows,
                "did_not_know": not (answer.knows or answer.asks_back),
                **({"asked_back": True} if answer.asks_back else {}),
            },
        )


async def send_reply(desk: Desk, reply: Reply) -> Event | None:
    """Send words to a customer, once; disclosure, governance and the record happen here.

    None when AI words come too late: the turn has its answer, a person leads, or the AI was stopped.
    Raises WrongState when staff write where they do not lead, LookupError for no such conversation.
    """
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(reply.conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {reply.conversation_id}")
        if reply.client_id is not None:
            sent = await tx.message_by_client_id(conversation.id, reply.client_id)
            if sent is not None:
                return sent
        if reply.provenance.made_by is MadeBy.AI:
            return await _send_as_ai(desk, tx, conversation, reply)
        return await _send_as_staff(desk, tx, conversation, reply)


async def _send_as_ai(
    desk: Desk, tx: Transaction, conversation: Conversation, reply: Reply
) -> Event | None:
    owed = reply.call is not None and reply.client_id is not None  # an outcome, told once
    late = not owed and (reply.reply_to is None or conversation.answered_seq >= reply.reply_to)
    led_by_people = conversation.state not in (State.AI, State.REVIEW)
    if late or led_by_people or (await tx.ai_switch()).stopped_at is not None:
        return None
    if reply.call is not None and not await _still_fits(tx, reply.call):
        return None
    draft = await tx.open_draft(conversation.id)
    if draft is not None:
        await tx.end_draft(replace(draft, ended="superseded", ended_at=desk.now()))
    said = [_message(reply, Speaker.AI)]
    if conversation.lead is not Lead.AI:
        said.insert(0, lead_changed(Lead.AI, reply.because))
    *_, sent = await tx.append(conversation.id, said)
    await tx.save_conversation(conversation.ai_leads().answered(reply.reply_to or 0))
    if reply.call is not None:
        await tx.save_call(replace(reply.call, said_seq=sent.seq))
    if reply.decision is not None:
        await tx.add_decision(reply.decision)
    if reply.draw is not None and reply.draw.drawn is not None:
        await tx.add_sample(reply.draw.drawn)
    await _follow_up_later(desk, tx, conversation.id, sent)
    await look_ahead(desk, tx, conversation.id, sent)
    return sent


async def _still_fits(tx: Transaction, call: Call) -> bool:
    """Keep a new call; False when a kept one has moved on meanwhile, so that the words are wrong."""
    await tx.add_call(call)
    kept = await tx.call(call.id)
    return kept is not None and follows(call.state, after=kept.state)


async def _send_as_staff(
    desk: Desk, tx: Transaction, conversation: Conversation, reply: Reply
) -> Event:
    draft = await tx.open_draft(conversation.id)
    if conversation.state is State.REVIEW:
        if draft is None or draft.id != reply.draft_id:
            raise WrongState(
                "This draft is over; reload the conversation to see what came instead."
            )
        moved = conversation.reviewed().answered(draft.reply_to)
        right = _unchanged(draft, reply) or reply.tone_only
        await judge_draft(desk, tx, draft, reply.staff_id, right=right)
    elif conversation.state is State.PERSON and conversation.staff_id == reply.staff_id:
        moved = conversation.answered(conversation.asked_seq)
    else:
        raise WrongState("You do not lead this conversation. Accept it or take it over first.")
    await verify_reply(tx, draft, reply.staff_id, reply.text, reply.draft_id)
    await _keep_use(desk, tx, conversation, draft, reply)
    said = [*reply.said_first, _message(reply, Speaker.STAFF)]
    *_, sent = await tx.append(conversation.id, said)
    await tx.save_conversation(moved)
    await look_ahead(desk, tx, conversation.id, sent, reply.staff_id)
    return sent


async def _keep_use(
    desk: Desk, tx: Transaction, conversation: Conversation, draft: Draft | None, reply: Reply
) -> None:
    """What the reply had of the draft; sending it ends it."""
    await record_use(desk, tx, conversation, draft, reply.text, reply.draft_id)
    did = Choice.TAKE_OVER
    if draft is not None and draft.id == reply.draft_id:
        did = Choice.SEND if _unchanged(draft, reply) else Choice.AMEND
        await tx.end_draft(_ended(desk, draft, reply))
    await record_deed(tx, draft, reply.staff_id, did)


def _ended(desk: Desk, draft: Draft, reply: Reply) -> Draft:
    how = "sent" if _unchanged(draft, reply) else "edited"
    return replace(draft, ended=how, ended_by=reply.staff_id, ended_at=desk.now())


def _unchanged(draft: Draft, reply: Reply) -> bool:
    return draft.text.strip() == reply.text.strip()


def _message(reply: Reply, speaker: Speaker) -> EventDraft:
    data: dict[str, object] = {
        "sources": [{"slug": source.slug, "title": source.title} for source in reply.sources],
        **reply.extra,
    }
    if reply.reply_to is not None:
        data["reply_to"] = reply.reply_to
    if reply.client_id is not None:
        data["client_id"] = reply.client_id
    return EventDraft(EventKind.MESSAGE, speaker, reply.text, reply.provenance, data)


async def _follow_up_later(desk: Desk, tx: Transaction, conversation_id: str, sent: Event) -> None:
    promises = (await desk.policies.active()).promises
    due = desk.now() + timedelta(hours=promises.follow_up_h)
    await tx.defer(Job(JobKind.FOLLOW_UP, conversation_id, str(sent.seq), due))
