"""Gather a turn: what governance permits to be known when it is decided."""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

from handrail.actions.desk import Desk
from handrail.actions.evidence import AnswerGiven
from handrail.actions.gather_tools import ToolsKnown, gather_tools
from handrail.actions.hide_personal import known_of
from handrail.actions.ports import Transaction
from handrail.domain.certificate import Certificate
from handrail.domain.conversation import Conversation, Event, EventKind, Speaker, State
from handrail.domain.course_calls import Made
from handrail.domain.draft import Source
from handrail.domain.moment import Said, Turn
from handrail.domain.personal_data import PersonalKind
from handrail.domain.policy import Policy
from handrail.domain.record import AI_WROTE, Decision
from handrail.domain.staffing import Staffing, is_open
from handrail.domain.tool import Call, CallState

COMES_BACK_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OpenTurn:
    """A customer's turn that waits for a decision; ``seq`` is the last message it covers."""

    conversation: Conversation
    seq: int
    turn: Turn
    staffing: Staffing
    policy: Policy
    certificates: Mapping[str, Certificate]  # the latest of each kind
    answers_before: tuple[AnswerGiven, ...] = ()  # to this customer, in the last days
    kinds_answered: frozenset[str] = frozenset()  # by the AI, in this conversation
    choices: tuple[Source, ...] = ()  # between which the AI has just asked, if it has
    tools: ToolsKnown = field(default_factory=ToolsKnown)
    known: Mapping[str, PersonalKind] = field(default_factory=dict[str, PersonalKind])

    @property
    def waits_for_a_person(self) -> bool:
        """Whether the customer is in line already, or has a call booked."""
        return self.conversation.state in (State.QUEUED, State.CALLBACK)


async def gather_turn(desk: Desk, conversation_id: str) -> OpenTurn | None:
    """The open turn of a conversation, or None when nothing is to decide."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None or not conversation.turn_is_open:
            return None
        draft = await tx.open_draft(conversation_id)
        if draft is not None and draft.reply_to >= conversation.asked_seq:
            return None
        tools = await gather_tools(tx, policy, conversation, desk.now())
        if tools.busy and conversation.state in (State.AI, State.REVIEW):
            return None  # the outcome comes first; run_call has what was written since decided then
        events = await tx.events(conversation_id)
        decisions = await tx.decisions(conversation_id)
        customer = await tx.customer(conversation.customer_id)
        staffing = await staffing_now(desk, tx, policy)
        certificates = await tx.certificates(kinds_of(policy))
        before = await tx.answers_given(conversation.customer_id, desk.now() - COMES_BACK_WITHIN)
    asked = [e for e in events if _is_question(e) and e.seq > conversation.answered_seq]
    turn = Turn(
        text="\n".join(event.text or "" for event in asked),
        locale=conversation.locale,
        channel=conversation.channel,
        earlier=said_before(events, decisions, asked[0].seq),
        calls=calls_before(events, tools.made, policy, asked[0].seq),
        **({"customer": customer.as_known()} if customer else {}),
    )
    return OpenTurn(
        conversation=conversation,
        seq=asked[-1].seq,
        turn=turn,
        staffing=staffing,
        policy=policy,
        certificates=certificates,
        answers_before=tuple(before),
        kinds_answered=_kinds_answered(decisions, conversation.answered_seq),
        choices=_choices(events, asked[0].seq),
        tools=tools,
        known=known_of(customer),
    )


def kinds_of(policy: Policy) -> list[str]:
    """The names of all kinds that a moment can be of."""
    return [*policy.kinds, policy.unknown.name]


async def staffing_now(desk: Desk, tx: Transaction, policy: Policy) -> Staffing:
    """The people's side of a decision, now."""
    on_duty = await tx.on_duty()
    switch = await tx.ai_switch()
    return Staffing(
        in_hours=is_open(policy.hours, desk.now()),
        on_duty=len(on_duty),
        free=sum(person.free for person in on_duty),
        ai_stopped=switch.stopped_at is not None,
    )


def _kinds_answered(decisions: Sequence[Decision], up_to: int) -> frozenset[str]:
    written = [one for one in decisions if one.outcome in AI_WROTE and one.turn_seq <= up_to]
    return frozenset(decision.kind for decision in written)


def _is_question(event: Event) -> bool:
    return event.kind is EventKind.MESSAGE and event.speaker is Speaker.CUSTOMER


def _choices(events: Sequence[Event], before: int) -> tuple[Source, ...]:
    """The articles between which the last message before this turn asked, if it was such a question."""
    said = [e for e in events if e.kind is EventKind.MESSAGE and e.seq < before]
    if not said or not said[-1].data.get("asked_back"):
        return ()
    offered = cast(Sequence[Mapping[str, str]], said[-1].data.get("sources", ()))
    return tuple(Source(source["slug"], source["title"]) for source in offered)


def said_before(events: Sequence[Event], decisions: Sequence[Decision], before: int) -> list[Said]:
    """The messages before the event ``before``, with how each felt and whether the AI knew."""
    by_turn = {decision.turn_seq: decision for decision in decisions}
    said: list[Said] = []
    for event in events:
        if event.kind is not EventKind.MESSAGE or event.seq >= before:
            continue
        decided = by_turn.get(event.seq)
        read: Mapping[str, object] = decided.scores if decided else {}
        said.append(
            Said(
                party=event.speaker.value,
                text=event.text or "",
                sentiment=float(str(read.get("sentiment", 0.0))),
                did_not_know=bool(event.data.get("did_not_know", False)),
                emotions=cast(Mapping[str, float], read.get("emotions", {})),
                cues=cast(Mapping[str, float], read.get("cues", {})),
                repeats=float(str(read.get("repeats", 0.0))),
            )
        )
    return said


def calls_before(
    events: Sequence[Event], made: Sequence[Call] | None, policy: Policy, before: int
) -> list[tuple[int, Made]] | None:
    """The calls, each with how many messages before the event ``before`` had been said; as in `said_before`.

    A call stands behind the customer's message that it answers.
    """
    if made is None:
        return None
    said = [e.seq for e in events if e.kind is EventKind.MESSAGE and e.seq < before]
    return [(bisect_right(said, call.turn_seq), _as_made(call, policy)) for call in made]


def _as_made(call: Call, policy: Policy) -> Made:
    spec = policy.tools.get(call.tool)
    return Made(
        tool=call.tool,
        arguments=json.dumps(call.arguments, sort_keys=True, default=str),
        changes=spec.effect if spec else bool(call.effect),
        failed=call.state in (CallState.FAILED, CallState.REFUSED),
    )
