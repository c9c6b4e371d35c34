"""Brief talk: the parts of a briefing that come from what was said, here and earlier."""

from collections.abc import Mapping
from typing import cast

from handrail.domain.brief_answer import questions_before, with_question
from handrail.domain.brief_line import (
    Known,
    Line,
    LineSource,
    Section,
    SourceType,
    quoted,
    shortened,
)
from handrail.domain.conversation import Event, Speaker
from handrail.domain.mood import Turning, mood_curve
from handrail.domain.policy import Kind
from handrail.domain.promises import promises_in
from handrail.domain.sentences import split_sentences
from handrail.domain.step_match import stems

MOST_TRIED = 4
TELLING = 3  # words that say something: beside a question, fewer are a courtesy


def need(known: Known, kind: Kind) -> list[Line]:
    """What it is about, and the customer's first and latest words that say something."""
    asked = known.said_by(Speaker.CUSTOMER)
    lines: list[Line] = []
    if kind != known.policy.unknown:
        turn = next(d for d in reversed(known.decisions) if d.kind == kind.name)
        source = LineSource(SourceType.SIGNALS, str(turn.turn_seq), known.words("source.read"))
        lines.append(Line(Section.NEED, known.title(kind.title), source))
    worded = [event for event in asked if len((event.text or "").split()) >= 4] or asked
    shown = worded[:1] + worded[1:][-1:]
    questions = questions_before(known)
    return lines + [
        Line(Section.NEED, with_question(questions, event, event.text or ""), known.event(event))
        for event in shown
    ]


def passed_on(known: Known) -> list[Line]:
    """Why a person was asked for, and what the customer passes on to them."""
    handoff = known.handoff
    if handoff is None:
        return []
    rule = known.words("source.rule", rule=handoff.rule)
    lines = [
        Line(Section.PASSED_ON, handoff.reason, LineSource(SourceType.POLICY, handoff.rule, rule))
    ]
    if handoff.note:
        mine = LineSource(SourceType.CUSTOMER, handoff.id, known.words("source.passed_on"))
        lines.append(Line(Section.PASSED_ON, shortened(handoff.note), mine))
    return lines


def tried(known: Known) -> list[Line]:
    """The latest answers of the AI and of staff, and what came of them; questions are none.

    A question that nobody has answered yet is shown: it is what waits.
    """
    said = known.said_by(Speaker.AI, Speaker.STAFF)
    last = known.said_by(Speaker.CUSTOMER, Speaker.AI, Speaker.STAFF)[-1:]
    answers = [event for event in said if event in last or not _only_asks(event)]
    shown = answers[-MOST_TRIED:]
    return [Line(Section.TRIED, _answer(known, event), known.event(event)) for event in shown]


def _only_asks(event: Event) -> bool:
    """Whether a message has a question, and beside it nothing that says anything."""
    sentences = split_sentences(event.text or "")
    asks = [one for one in sentences if one.endswith("?")]
    return bool(asks) and all(len(stems(one)) < TELLING for one in sentences if one not in asks)


def _answer(known: Known, event: Event) -> str:
    if event.speaker is Speaker.STAFF:
        name = event.provenance.staff_name if event.provenance else None
        name = name or known.words("tried.colleague")
        return known.words("tried.staff", name=name, text=quoted(event.text or ""))
    if event.data.get("did_not_know"):
        return known.words("tried.unknown")
    if titles := _titles(event):
        what = "tried.asked_back" if event.data.get("asked_back") else "tried.articles"
        return known.words(what, titles=f"“{'”, “'.join(titles)}”")
    return known.words("tried.ai", text=quoted(event.text or ""))


def _titles(event: Event) -> list[str]:
    sources = event.data.get("sources")
    if not isinstance(sources, list):
        return []
    named = [cast(Mapping[str, object], source) for source in cast(list[object], sources)]
    return [str(source["title"]) for source in named]


def promised(known: Known) -> list[Line]:
    """The sentences that commit the company, from here and from earlier contacts."""
    lines = [
        Line(Section.PROMISED, promise, known.event(event))
        for speaker in (Speaker.AI, Speaker.STAFF)
        for event in known.said_by(speaker)
        for promise in promises_in(event.text or "")
    ]
    return lines + [
        Line(Section.PROMISED, contact.promised, known.contact(contact))
        for contact in known.contacts
        if contact.promised
    ]


def sentiment(known: Known) -> list[Line]:
    """How the customer sounds now, and the latest message at which that turned."""
    curve = mood_curve(known.decisions, known.felt)
    if not curve:
        return []
    mood = known.words(f"mood.{curve[-1].word}")
    source = known.message(curve[-1].seq, SourceType.SIGNALS)
    lines = [Line(Section.SENTIMENT, known.words("mood.latest", mood=mood), source)]
    for turning in Turning:
        turned = [point.seq for point in curve if point.turning is turning][-1:]
        lines += [
            Line(Section.SENTIMENT, known.words(f"mood.{turning}"), known.message(seq))
            for seq in turned
        ]
    return lines


def repeats(known: Known) -> list[Line]:
    """The messages in which the customer had to say something again."""
    again = known.repeats | {d.turn_seq for d in known.decisions if d.evidence.get("repeated")}
    said = known.words("pain.again")
    return [Line(Section.PAIN_POINTS, said, known.message(seq)) for seq in sorted(again)]


def history(known: Known) -> list[Line]:
    """The latest earlier contacts, whatever the channel."""
    return [
        Line(
            Section.HISTORY,
            f"{contact.at:%d %b %Y}, {contact.channel}: {contact.summary} {contact.outcome}".strip(),
            known.contact(contact),
        )
        for contact in known.contacts[:3]
    ]
