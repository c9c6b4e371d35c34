"""Keep a solved conversation: need and answer without personal data, to be found by likeness."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handrail.actions.desk import Desk
from handrail.actions.hear import hear, vectors_of
from handrail.actions.learn_practice import SOON, want_practice
from handrail.actions.ports import PersonalData, Transaction
from handrail.domain.briefing import playbook_of
from handrail.domain.conversation import Conversation, Event, Speaker, State
from handrail.domain.customer import Customer
from handrail.domain.judgement import JudgedBy, Verdict
from handrail.domain.move import Move, read_moves
from handrail.domain.personal_data import PersonalKind, Span, hide
from handrail.domain.playbook import Playbook, steps_said
from handrail.domain.record import Decision
from handrail.domain.solved import LONGEST_ANSWER, Solved, Told, kind_of, restriction, told
from handrail.domain.tool import Call

COMPARED_AT_MOST = 200  # sentences of a conversation held against its playbook's examples
SHORTEST_NAME = 3  # letters; shorter parts of a name are everyday words too


@dataclass(frozen=True, slots=True)
class _Story:
    conversation: Conversation
    told: Told
    decisions: Sequence[Decision]
    customer: Customer | None
    said_solved: bool
    events: Sequence[Event] = ()
    calls: Sequence[Call] = ()


async def keep_solved(desk: Desk, conversation_id: str) -> bool:
    """Keep it where staff solved it, forget it where they did not; True when it is kept.

    Nothing is kept on a desk without a finder of personal data. Safe to repeat.
    """
    if desk.personal_data is None:
        return False
    story = await _story(desk, conversation_id)
    if story is None:
        async with desk.store.transaction() as tx:
            await tx.forget_solved(conversation_id)
        return False
    solved = await _solved(desk, desk.personal_data, story)
    [embedding] = await asyncio.to_thread(desk.signals.embed, [solved.asked])
    playbook = playbook_of(story.decisions, await desk.policies.active())
    moves = await asyncio.to_thread(_moves, desk, desk.personal_data, story, playbook)
    async with desk.store.transaction() as tx:
        await tx.keep_solved(solved, embedding, desk.signals.version)
        if playbook is not None and moves:
            await tx.keep_moves(conversation_id, playbook.name, moves)
            await want_practice(desk, tx, playbook.name, SOON)
    return True


async def _story(desk: Desk, conversation_id: str) -> _Story | None:
    """What was said, None where it is not closed, not by staff, or the customer says it is not solved."""
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None or conversation.state is not State.CLOSED:
            return None
        events = await tx.events(conversation_id)
        happened = told(events)
        if happened is None:
            return None
        decisions = await tx.decisions(conversation_id)
        said = await _customer_said(tx, decisions, happened.answer.at)
        if said is False:
            return None
        customer = await tx.customer(conversation.customer_id)
        calls = await tx.calls(conversation_id)
    return _Story(conversation, happened, decisions, customer, said is True, events, calls)


async def _customer_said(
    tx: Transaction, decisions: Sequence[Decision], since: datetime
) -> bool | None:
    """Whether the customer said that it is solved, since staff answered; None when they said nothing."""
    for decision in reversed(decisions):
        for judgement in await tx.judgements(decision.id):
            if judgement.by is JudgedBy.CUSTOMER and judgement.at >= since:
                return judgement.verdict is Verdict.RIGHT
    return None


async def _solved(desk: Desk, finder: PersonalData, story: _Story) -> Solved:
    policy = await desk.policies.active()
    answer, locale = story.told.answer, story.conversation.locale
    texts = [story.told.asked, (answer.text or "")[:LONGEST_ANSWER]]
    asked, answered = await asyncio.to_thread(
        _without_personal_data, finder, texts, locale, story.customer
    )
    restricted, skills = restriction(story.decisions, policy)
    by = answer.provenance.staff_name if answer.provenance is not None else None
    return Solved(
        conversation_id=story.conversation.id,
        kind=kind_of(story.decisions, answer.seq),
        locale=policy.locale(locale),
        asked=asked,
        answer=answered,
        answered_seq=answer.seq,
        answered_by=by or "",
        closed_at=story.told.closed_at,
        said_solved=story.said_solved,
        restricted=restricted,
        skills=skills,
    )


def _moves(
    desk: Desk, finder: PersonalData, story: _Story, playbook: Playbook | None
) -> Sequence[Move]:
    """What was done, with what was heard before it, without the customer's personal data."""
    if playbook is None:
        return []
    locale = story.conversation.locale
    theirs = [event for event in story.events if event.speaker is Speaker.CUSTOMER]
    texts = [*(event.text or "" for event in theirs), *(call.outcome for call in story.calls)]
    hidden = _without_personal_data(finder, texts, locale, story.customer)
    words = {event.seq: text for event, text in zip(theirs, hidden, strict=False)}
    events = [replace(each, text=words.get(each.seq, each.text)) for each in story.events]
    outcomes = hidden[len(theirs) :]
    calls = [replace(c, outcome=told) for c, told in zip(story.calls, outcomes, strict=True)]
    heard = hear(events, calls)
    vectors = vectors_of(playbook, heard, desk.signals, COMPARED_AT_MOST)
    moves, _ = read_moves(heard, steps_said(playbook, heard, vectors))
    return moves


def _without_personal_data(
    finder: PersonalData, texts: Sequence[str], locale: str, customer: Customer | None
) -> tuple[str, ...]:
    spans = [[*finder.find(text, locale), *_known(text, customer)] for text in texts]
    return hide(texts, spans).texts


def _known(text: str, customer: Customer | None) -> list[Span]:
    """Where the customer's own name, address and number stand, which need no finding."""
    if customer is None:
        return []
    names = [part for part in (customer.name or "").split() if len(part) >= SHORTEST_NAME]
    wanted = [(PersonalKind.PERSON, name) for name in names]
    wanted += [(PersonalKind.EMAIL, customer.email)] if customer.email else []
    wanted += [(PersonalKind.NUMBER, customer.external_id)] if customer.external_id else []
    return [
        Span(kind, found.start(), found.end(), 1.0)
        for kind, value in wanted
        for found in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.IGNORECASE)
    ]
