"""Brief: gather what is known of a conversation and make the briefing for whoever has it or takes it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handrail.actions.desk import Desk
from handrail.actions.hear import hear, vectors_of
from handrail.actions.no_kinds import NoKinds
from handrail.actions.ports import SignalReader
from handrail.domain.briefing import Briefing, Known, brief, playbook_of, weightiest_kind
from handrail.domain.conversation import Speaker
from handrail.domain.facts_so_far import facts_so_far
from handrail.domain.moment import Said, Turn
from handrail.domain.move import read_moves
from handrail.domain.playbook import Playbook, StepMark, progress, steps_said
from handrail.domain.practice import Practice, foresee, together
from handrail.domain.tool import Call

READ_AT_MOST = 8  # latest messages that no decision was taken on, whose mood is read: 3 ms each
COMPARED_AT_MOST = 24  # latest sentences held against examples by their vectors: 2 to 3 ms each
LOOK_BACK = 5  # messages among which one is sought that the latest repeats
REPEATS = 0.5  # the models' own threshold: more likely than not


@dataclass(frozen=True, slots=True)
class _Gathered:
    known: Known
    marks: Sequence[StepMark]
    playbook: Playbook | None
    calls: Sequence[Call]
    practices: Sequence[Practice]


async def get_ready(desk: Desk) -> None:
    """Load the models, so that nobody waits for them at the first briefing of a process."""
    await asyncio.to_thread(desk.signals.read, ["ready"], NoKinds())


async def brief_staff(
    desk: Desk, conversation_id: str, locale: str = "en", skills: Sequence[str] = ()
) -> Briefing:
    """The briefing as of now, framed for a reader of ``locale``. Raises LookupError for no such conversation.

    What colleagues usually do next comes from solved conversations that a reader with ``skills`` may read.
    No language model takes part; the bundled models read what nobody decided on, at most
    ``READ_AT_MOST`` messages and ``COMPARED_AT_MOST`` sentences each time.
    """
    gathered = await _gather(desk, conversation_id, locale, skills)
    known = await asyncio.to_thread(_with_readings, gathered, desk.signals)
    return brief(known, desk.now())


async def _gather(
    desk: Desk, conversation_id: str, locale: str, skills: Sequence[str]
) -> _Gathered:
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        events = await tx.events(conversation_id)
        decisions = await tx.decisions(conversation_id)
        contacts = [
            contact
            for contact in await tx.contacts(conversation.customer_id)
            if contact.at < conversation.opened_at
        ]
        handoff = await tx.current_handoff(conversation_id)
        marks = await tx.step_marks(conversation_id)
        calls = await tx.calls(conversation_id)
        playbook = playbook_of(decisions, policy)
        practices = await tx.practices(playbook.name, skills) if playbook is not None else []
    kind = weightiest_kind(decisions, policy)
    articles = await desk.knowledge.by_kind(kind.name, "staff")
    known = Known(events, decisions, policy, contacts, handoff, articles, locale=locale)
    return _Gathered(known, marks, playbook, calls, practices)


def _with_readings(gathered: _Gathered, signals: SignalReader) -> Known:
    """What is known, with what the bundled models read: moods, repetition, the playbook's progress."""
    known = _with_playbook(gathered, signals)
    decided = {decision.turn_seq for decision in known.decisions}
    asked = known.said_by(Speaker.CUSTOMER)
    covered = max(decided, default=0)  # a decision covers every message up to its turn
    unread = [e for e in asked if e.seq > covered and e.seq not in decided][-READ_AT_MOST:]
    readings = signals.read([event.text or "" for event in unread], NoKinds())
    repeats: frozenset[int] = frozenset()
    if unread:
        before = [e for e in asked if e.seq < unread[-1].seq][-LOOK_BACK:]
        turn = Turn(unread[-1].text or "", earlier=[Said("customer", e.text or "") for e in before])
        if signals.follow(turn, readings[-1]).signals.repeats >= REPEATS:
            repeats = frozenset({unread[-1].seq})
    felt = {e.seq: r.signals.sentiment for e, r in zip(unread, readings, strict=True)}
    return replace(known, felt=felt, repeats=repeats)


def _with_playbook(gathered: _Gathered, signals: SignalReader) -> Known:
    """What is known, with the playbook's progress and what the desk's practice foresees."""
    known, playbook = gathered.known, gathered.playbook
    if playbook is None:
        return known
    heard = hear(known.events, gathered.calls)
    vectors = vectors_of(playbook, heard, signals, COMPARED_AT_MOST)
    did = steps_said(playbook, heard, vectors)
    wrote = "\n".join(event.text or "" for event in known.said_by(Speaker.CUSTOMER))
    facts = facts_so_far(known.decisions, wrote, known.policy)
    made = progress(playbook, heard, gathered.marks, facts, said=did)
    _, place = read_moves(heard, did)
    order = [state.step.name for state in made.ahead()]
    able = [state.step.name for state in made.steps]
    foreseen = foresee(together(gathered.practices), place, order, able)
    return replace(known, playbook=made, last_move=place.last, foreseen=foreseen)
