"""Briefing: what a person needs to know before the first word, each line with its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import cast

from handrail.domain.conversation import Event, EventKind, Speaker
from handrail.domain.customer import Contact
from handrail.domain.handoff import Handoff
from handrail.domain.knowledge import Article
from handrail.domain.policy import Kind, Policy
from handrail.domain.promises import promises_in
from handrail.domain.record import Decision

QUOTE_LENGTH = 220
NOTICEABLE_TURN = 0.35


class Section(StrEnum):
    """The parts of a briefing, in reading order."""

    NEED = "need"
    PASSED_ON = "passed_on"
    TRIED = "tried"
    PROMISED = "promised"
    SENTIMENT = "sentiment"
    PAIN_POINTS = "pain_points"
    GUIDANCE = "guidance"
    FIRST_STEP = "first_step"
    HISTORY = "history"


class SourceType(StrEnum):
    """Where a line comes from."""

    EVENT = "event"  # ref: the event's seq
    ARTICLE = "article"  # ref: slug
    HISTORY = "history"  # ref: the contact's id
    POLICY = "policy"  # ref: clause, or the kind's name
    CUSTOMER = "customer"
    SIGNALS = "signals"  # ref: the turn's seq


@dataclass(frozen=True, slots=True)
class LineSource:
    """The source of one line, and how to name it to a reader."""

    type: SourceType
    ref: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a briefing."""

    section: Section
    text: str
    source: LineSource


@dataclass(frozen=True, slots=True)
class Briefing:
    """What is known up to event ``up_to_seq``."""

    made_at: datetime
    up_to_seq: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a briefing is made from."""

    events: Sequence[Event]
    decisions: Sequence[Decision]
    policy: Policy
    contacts: Sequence[Contact] = ()
    handoff: Handoff | None = None
    articles: Sequence[Article] = ()


def brief(known: Known, at: datetime) -> Briefing:
    """A briefing made without a language model: chosen lines, quoted words, named sources."""
    kind = weightiest_kind(known.decisions, known.policy)
    lines = [
        *_need(known, kind),
        *_passed_on(known),
        *_tried(known),
        *_promised(known),
        *_sentiment(known),
        *_pain_points(known, kind),
        *_guidance(known, kind),
        *_first_step(kind),
        *_history(known),
    ]
    return Briefing(at, known.events[-1].seq if known.events else 0, tuple(lines))


def weightiest_kind(decisions: Sequence[Decision], policy: Policy) -> Kind:
    """What a conversation is about: of the kinds met, the one of highest risk, the latest of equals."""
    kinds = [policy.kind(decision.kind) for decision in reversed(decisions)]
    substantial = [kind for kind in kinds if kind.reply is None and kind != policy.unknown]
    return max(substantial, key=lambda kind: kind.risk.rank, default=policy.unknown)


def _need(known: Known, kind: Kind) -> list[Line]:
    asked = _said_by(known, Speaker.CUSTOMER)
    lines: list[Line] = []
    if kind != known.policy.unknown:
        turn = next(d for d in reversed(known.decisions) if d.kind == kind.name)
        source = LineSource(SourceType.SIGNALS, str(turn.turn_seq), "read from the message")
        lines.append(Line(Section.NEED, kind.title["en"], source))
    worded = [event for event in asked if len((event.text or "").split()) >= 4] or asked
    shown = worded[:1] + worded[1:][-1:]
    return lines + [Line(Section.NEED, _quote(e), _event(e, "customer")) for e in shown]


def _passed_on(known: Known) -> list[Line]:
    handoff = known.handoff
    if handoff is None:
        return []
    source = LineSource(SourceType.POLICY, handoff.rule, f"rule {handoff.rule}")
    lines = [Line(Section.PASSED_ON, handoff.reason, source)]
    if handoff.note:
        mine = LineSource(SourceType.CUSTOMER, handoff.id, "what the customer passes on")
        lines.append(Line(Section.PASSED_ON, _shortened(handoff.note), mine))
    return lines


def _tried(known: Known) -> list[Line]:
    lines: list[Line] = []
    for event in _said_by(known, Speaker.AI)[-3:]:
        titles = _titles(event)
        if event.data.get("did_not_know"):
            text = "The AI had no answer and said so."
        elif titles:
            text = f"The AI answered from “{'”, “'.join(titles)}”."
        else:
            text = f"The AI said: {_quote(event)}"
        lines.append(Line(Section.TRIED, text, _event(event, "AI")))
    return lines


def _titles(event: Event) -> list[str]:
    sources = event.data.get("sources")
    if not isinstance(sources, list):
        return []
    named = [cast(Mapping[str, object], source) for source in cast(list[object], sources)]
    return [str(source["title"]) for source in named]


def _promised(known: Known) -> list[Line]:
    lines: list[Line] = []
    for speaker in (Speaker.AI, Speaker.STAFF):
        for event in _said_by(known, speaker):
            lines += [
                Line(Section.PROMISED, promise, _event(event, speaker.value))
                for promise in promises_in(event.text or "")
            ]
    lines += [
        Line(Section.PROMISED, contact.promised, _contact(contact))
        for contact in known.contacts
        if contact.promised
    ]
    return lines


def _sentiment(known: Known) -> list[Line]:
    """How the customer sounded, and the message at which it turned."""
    felt = [(d.turn_seq, float(str(d.scores.get("sentiment", 0.0)))) for d in known.decisions]
    if not felt:
        return []
    seq, latest = felt[-1]
    source = LineSource(SourceType.SIGNALS, str(seq), f"message {seq}")
    lines = [Line(Section.SENTIMENT, f"Latest message: {_mood(latest)}.", source)]
    turns = [(after - before, at) for (_, before), (at, after) in pairwise(felt)]
    change, at = min(turns, key=lambda turn: turn[0], default=(0.0, 0))
    if change <= -NOTICEABLE_TURN:
        turned = LineSource(SourceType.EVENT, str(at), f"message {at}")
        lines.append(Line(Section.SENTIMENT, "The mood dropped here.", turned))
    return lines


def _mood(sentiment: float) -> str:
    for bound, word in ((-0.5, "very negative"), (-0.15, "negative"), (0.15, "neutral")):
        if sentiment < bound:
            return word
    return "positive" if sentiment < 0.5 else "very positive"


def _pain_points(known: Known, kind: Kind) -> list[Line]:
    source = LineSource(SourceType.POLICY, kind.name, f"policy: {kind.title['en']}")
    lines = [Line(Section.PAIN_POINTS, point, source) for point in kind.pain_points]
    for decision in known.decisions:
        if decision.evidence.get("repeated"):
            at = LineSource(
                SourceType.EVENT, str(decision.turn_seq), f"message {decision.turn_seq}"
            )
            lines.append(Line(Section.PAIN_POINTS, "Had to say the same again.", at))
    return lines


def _guidance(known: Known, kind: Kind) -> list[Line]:
    lines: list[Line] = []
    if kind.guidance:
        clause = LineSource(SourceType.POLICY, kind.clause or kind.name, kind.clause or kind.name)
        lines.append(Line(Section.GUIDANCE, kind.guidance, clause))
    for article in known.articles[:3]:
        source = LineSource(SourceType.ARTICLE, article.slug, article.title)
        first = article.text.strip().split("\n\n")[0].replace("\n", " ")
        lines.append(Line(Section.GUIDANCE, _shortened(first), source))
    return lines


def _first_step(kind: Kind) -> list[Line]:
    if not kind.first_step:
        return []
    source = LineSource(SourceType.POLICY, kind.name, f"policy: {kind.title['en']}")
    return [Line(Section.FIRST_STEP, kind.first_step, source)]


def _history(known: Known) -> list[Line]:
    return [
        Line(
            Section.HISTORY,
            f"{contact.at:%d %b %Y}, {contact.channel}: {contact.summary} {contact.outcome}".strip(),
            _contact(contact),
        )
        for contact in known.contacts[:3]
    ]


def _said_by(known: Known, speaker: Speaker) -> list[Event]:
    return [
        event
        for event in known.events
        if event.kind is EventKind.MESSAGE and event.speaker is speaker
    ]


def _event(event: Event, label: str) -> LineSource:
    return LineSource(SourceType.EVENT, str(event.seq), f"{label}, message {event.seq}")


def _contact(contact: Contact) -> LineSource:
    return LineSource(SourceType.HISTORY, contact.id, f"{contact.channel}, {contact.at:%d %b %Y}")


def _quote(event: Event) -> str:
    return f"“{_shortened(event.text or '')}”"


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE_LENGTH else flat[: QUOTE_LENGTH - 1].rstrip() + "…"
