"""Next action: the three best things to do now in a conversation, each with why and its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handrail.domain.brief_line import (
    Known,
    LineSource,
    SourceType,
    quoted,
    shortened,
)
from handrail.domain.conversation import Event, Speaker
from handrail.domain.mood import Turning, mood_curve
from handrail.domain.move import FIRST
from handrail.domain.playbook import Progress, StepState
from handrail.domain.policy import Kind
from handrail.domain.practice import ENOUGH
from handrail.domain.promised_time import due
from handrail.domain.promises import promises_in

SHOWN = 3
COMPANY = (Speaker.AI, Speaker.STAFF)


class Advice(StrEnum):
    """What kind of thing a next action is, most pressing first."""

    ACKNOWLEDGE = "acknowledge"
    KEEP_PROMISE = "keep_promise"
    ANSWER_AGAIN = "answer_again"
    STEP = "step"
    ANSWER = "answer"
    SIMILAR = "similar"
    OPTIONAL_STEP = "optional_step"
    FIRST_STEP = "first_step"


@dataclass(frozen=True, slots=True)
class NextAction:
    """One suggestion: what to do, why, and what that rests on."""

    advice: Advice
    text: str
    why: str
    source: LineSource


def next_actions(known: Known, kind: Kind, at: datetime) -> tuple[NextAction, ...]:
    """The three most pressing suggestions, most pressing first, no two on the same source.

    The next required step of the playbook is always among them.
    """
    found: list[NextAction] = []
    for action in _pressing(known, kind, at):
        if all(action.source.ref != other.source.ref for other in found):
            found.append(action)
    shown = found[:SHOWN]
    step = next((one for one in found if _is_step(one, _required(known))), None)
    return tuple(shown if step is None or step in shown else [*shown[:-1], step])


def _is_step(action: NextAction, name: str) -> bool:
    return action.source.type is SourceType.PLAYBOOK and action.source.ref == name


def _required(known: Known) -> str:
    """The name of the playbook's next required step, or nothing."""
    ahead = known.playbook.ahead() if known.playbook is not None else ()
    return next((state.step.name for state in ahead if state.step.required), "")


def _pressing(known: Known, kind: Kind, at: datetime) -> Iterator[NextAction]:
    open_ones = _unanswered(known)
    yield from _acknowledge(known, open_ones)
    yield from _overdue(known, at)
    yield from _again(known, open_ones)
    steps = list(_steps(known))
    yield from steps[:1]
    yield from _answer(known, open_ones)
    for like in known.similar:
        source = LineSource(SourceType.CONVERSATION, like.conversation_id, like.label)
        why = known.words("next.similar.why")
        yield NextAction(Advice.SIMILAR, quoted(like.text), why, source)
    yield from steps[1:2]
    yield from (step for step in steps if step.source.ref == _required(known))
    if kind.first_step:
        label = known.words("source.policy", title=known.title(kind.title))
        source = LineSource(SourceType.POLICY, kind.name, label)
        yield NextAction(Advice.FIRST_STEP, kind.first_step, known.words("next.first.why"), source)


def _unanswered(known: Known) -> list[Event]:
    """What the customer wrote after the last word from the company, in order."""
    answered = max((event.seq for event in known.said_by(*COMPANY)), default=0)
    return [event for event in known.said_by(Speaker.CUSTOMER) if event.seq > answered]


def _acknowledge(known: Known, open_ones: list[Event]) -> Iterator[NextAction]:
    drops = {p.seq for p in mood_curve(known.decisions, known.felt) if p.turning is Turning.DROP}
    for event in reversed(open_ones):
        if event.seq in drops:
            yield _on(known, event, Advice.ACKNOWLEDGE, "next.acknowledge")


def _again(known: Known, open_ones: list[Event]) -> Iterator[NextAction]:
    repeated = known.repeats | {d.turn_seq for d in known.decisions if d.evidence.get("repeated")}
    for event in reversed(open_ones):
        if event.seq in repeated:
            yield _on(known, event, Advice.ANSWER_AGAIN, "next.repeat")


def _answer(known: Known, open_ones: list[Event]) -> Iterator[NextAction]:
    """What waits: the latest open question, or else the latest message; then what the AI did not know."""
    asked = [event for event in open_ones if "?" in (event.text or "")] or open_ones
    if asked:
        yield _on(known, asked[-1], Advice.ANSWER, "next.answer")
    by_staff = max((event.seq for event in known.said_by(Speaker.STAFF)), default=0)
    unknown = [event for event in known.said_by(Speaker.AI) if event.data.get("did_not_know")]
    customers = {event.seq: event for event in known.said_by(Speaker.CUSTOMER)}
    for event in reversed(unknown):
        question = customers.get(int(str(event.data.get("reply_to") or 0)))
        if event.seq > by_staff and question is not None:
            text = known.words("next.answer", text=quoted(question.text or ""))
            why = known.words("next.unknown.why")
            yield NextAction(Advice.ANSWER, text, why, known.event(question))


def _on(known: Known, event: Event, advice: Advice, words: str) -> NextAction:
    text = known.words(words, text=quoted(event.text or ""))
    return NextAction(advice, text, known.words(f"{words}.why"), known.event(event))


def _overdue(known: Known, at: datetime) -> Iterator[NextAction]:
    """Promises whose time has passed and about which staff said nothing since, the oldest first."""
    by_staff = [event.at for event in known.said_by(Speaker.STAFF)]
    heard = [*by_staff, *(contact.at for contact in known.contacts)]
    for contact in reversed(known.contacts):
        time = due(contact.promised, contact.at)
        if time is not None and time < at and not any(later >= time for later in heard):
            yield _promise(known, contact.promised, time, known.contact(contact))
    for event in known.said_by(*COMPANY):
        for promise in promises_in(event.text or ""):
            time = due(promise, event.at)
            if time is not None and time < at and not any(later >= time for later in by_staff):
                yield _promise(known, promise, time, known.event(event))


def _promise(known: Known, promise: str, time: datetime, source: LineSource) -> NextAction:
    text = known.words("next.promise", text=shortened(promise))
    why = known.words("next.promise.why", when=f"{time:%d %b %Y %H:%M} UTC")
    return NextAction(Advice.KEEP_PROMISE, text, why, source)


def _steps(known: Known) -> Iterator[NextAction]:
    """The playbook's steps as they are best suggested: what must come first, then what is likeliest.

    What is done is suggested again only where colleagues most likely do it again.
    """
    made = known.playbook
    if made is None:
        return
    by_name = {state.step.name: state for state in made.steps}
    first = [state for state in made.ahead() if state.step.must]
    usual = [by_name[one.step] for one in known.foreseen if one.step in by_name]
    again = [state for state in usual[:1] if not (state.mark and state.mark.done)]
    ranked = [*again, *(state for state in usual if not state.done), *made.ahead()]
    for name in dict.fromkeys(state.step.name for state in (*first, *ranked)):
        yield _step(known, made, by_name[name])


def _step(known: Known, made: Progress, state: StepState) -> NextAction:
    step, number = state.step, str(made.place(state))
    words = "must" if step.must else "why" if step.required else "optional"
    if state.done:
        words = "again"
    why = known.words(f"next.step.{words}", place=number, all=str(len(made.steps)))
    label = known.words("source.playbook", title=known.title(made.playbook.title))
    source = LineSource(SourceType.PLAYBOOK, step.name, label)
    advice = Advice.STEP if step.required else Advice.OPTIONAL_STEP
    return NextAction(
        advice, known.title(step.text), f"{why} {_usual(known, made, state)}".strip(), source
    )


def _usual(known: Known, made: Progress, state: StepState) -> str:
    """In how many solved conversations colleagues did this next; nothing where they are too few."""
    found = next((one for one in known.foreseen if one.step == state.step.name), None)
    if found is None or found.of < ENOUGH or not found.seen:
        return ""
    counted = {"seen": str(found.seen), "of": str(found.of)}
    if known.last_move == FIRST:
        return known.words("next.step.began", **counted)
    last = {step.name: step for step in made.playbook.steps}.get(known.last_move)
    return (
        known.words("next.step.usual", after=quoted(known.title(last.text)), **counted)
        if last
        else ""
    )
