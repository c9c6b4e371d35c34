import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from handrail.domain.autonomy import who_leads
from handrail.domain.brief_words import FRAMES, frame
from handrail.domain.briefing import Briefing, Known, Line, Section, SourceType, brief
from handrail.domain.conversation import Event, EventKind, MadeBy, Provenance, Speaker
from handrail.domain.customer import Contact
from handrail.domain.handoff import AskedBy, Handoff
from handrail.domain.knowledge import Article
from handrail.domain.moment import Turn, assess
from handrail.domain.record import Case, Decision, Outcome, record
from handrail.domain.signals import Signals
from handrail.domain.staffing import Staffing
from tests.domain.policies import CERTIFIED, a_policy, read_as

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
POLICY = a_policy()


def said(seq: int, speaker: Speaker, text: str, **data: object) -> Event:
    return Event(seq, NOW, EventKind.MESSAGE, speaker, text, Provenance(MadeBy.AI), data)


def decided(seq: int, signals: Signals, repeated: bool = False) -> Decision:
    moment = assess(Turn("x"), signals, POLICY)
    staffing = Staffing(in_hours=True)
    case = Case(
        "c",
        seq,
        moment,
        who_leads(moment, POLICY, staffing, CERTIFIED),
        POLICY,
        staffing,
        CERTIFIED,
    )
    kept = record(case, f"d{seq}", NOW, Outcome.ANSWERED)
    return replace(kept, evidence={**kept.evidence, "repeated": repeated})


EVENTS = [
    said(2, Speaker.CUSTOMER, "How long does a loan take?"),
    said(3, Speaker.AI, "Two days.", sources=[{"slug": "loans", "title": "A loan"}]),
    said(4, Speaker.CUSTOMER, "That is what you said last week too!"),
    said(5, Speaker.AI, "I do not know.", did_not_know=True, sources=[]),
    said(6, Speaker.STAFF, "I'll call you tomorrow."),
    said(7, Speaker.AI, "Hello."),
    said(8, Speaker.CUSTOMER, "word " * 80),
]
DECISIONS = [
    decided(2, read_as("loan", sentiment=0.4)),
    decided(4, read_as("hello", sentiment=-0.6), repeated=True),
]
CONTACT = Contact(
    "k", NOW, "phone", "Asked for a loan.", "Sent a form.", -0.2, "An answer by Friday."
)
ARTICLE = Article(
    "loans", "A loan", "Two days.\n\nMore.", "customer", "en", ("loan",), (), date(2026, 1, 1)
)
HANDOFF = Handoff(
    "h", "c", AskedBy.RULE, "tier-high", "Much is at stake.", NOW, note="Please hurry"
)


def full() -> Briefing:
    known = Known(EVENTS, DECISIONS, POLICY, [CONTACT], HANDOFF, [ARTICLE])
    return brief(known, NOW)


def lines(briefing: Briefing, section: Section) -> list[Line]:
    return [line for line in briefing.lines if line.section is section]


def test_every_line_names_its_source() -> None:
    assert full().up_to_seq == 8
    assert all(line.text and line.source.ref and line.source.label for line in full().lines)
    assert {line.section for line in full().lines} == {*Section}


def test_the_need_is_the_weightiest_kind_and_the_customers_own_words() -> None:
    need = lines(full(), Section.NEED)
    assert [line.text for line in need[:2]] == ["loan (en)", "“How long does a loan take?”"]
    assert need[2].text.endswith("…”")
    assert [line.source.ref for line in need] == ["2", "2", "8"]


def test_what_was_tried_says_what_came_of_it() -> None:
    assert [line.text for line in lines(full(), Section.TRIED)] == [
        "The AI answered from “A loan”.",
        "The AI had no answer and said so.",
        "A colleague said: “I'll call you tomorrow.”",
        "The AI said: “Hello.”",
    ]


def test_a_question_back_was_no_answer() -> None:
    offered = [{"slug": "loans", "title": "A loan"}, {"slug": "hours", "title": "Our hours"}]
    asked = said(9, Speaker.AI, "Which one?", asked_back=True, sources=offered)
    told = brief(Known([*EVENTS, asked], DECISIONS, POLICY), NOW)
    assert "The AI asked whether “A loan”, “Our hours” was meant." in [
        line.text for line in lines(told, Section.TRIED)
    ]


def test_promises_come_from_this_conversation_and_from_before() -> None:
    promised = lines(full(), Section.PROMISED)
    assert [line.text for line in promised] == ["I'll call you tomorrow.", "An answer by Friday."]
    assert [line.source.type for line in promised] == [SourceType.EVENT, SourceType.HISTORY]


def test_the_mood_and_where_it_dropped() -> None:
    mood = lines(full(), Section.SENTIMENT)
    assert [line.text for line in mood] == [
        "Latest message: very negative.",
        "The mood dropped here.",
    ]
    assert mood[1].source.ref == "4"


def test_moods_have_words() -> None:
    for sentiment, word in (
        (-0.3, "negative"),
        (0.0, "neutral"),
        (0.3, "positive"),
        (0.9, "very positive"),
    ):
        made = brief(Known([], [decided(2, read_as("loan", sentiment=sentiment))], POLICY), NOW)
        assert lines(made, Section.SENTIMENT)[0].text == f"Latest message: {word}."


def test_guidance_names_the_clause_and_the_article() -> None:
    guidance = lines(full(), Section.GUIDANCE)
    assert [(line.text, line.source.ref) for line in guidance] == [
        ("Check income.", "Loans 1"),
        ("Two days.", "loans"),
    ]
    assert [line.text for line in lines(full(), Section.FIRST_STEP)] == ["Ask."]


def test_pain_points_come_from_the_policy_and_from_repetition() -> None:
    policy = a_policy(
        kinds={
            **POLICY.kinds,
            "loan": replace(POLICY.kinds["loan"], pain_points=("Waits without news",)),
        }
    )
    made = brief(Known(EVENTS, DECISIONS, policy), NOW)
    assert [line.text for line in lines(made, Section.PAIN_POINTS)] == [
        "Waits without news",
        "Had to say the same again.",
    ]


def test_what_the_customer_passes_on_stands_beside_the_reason() -> None:
    assert [line.text for line in lines(full(), Section.PASSED_ON)] == [
        "Much is at stake.",
        "Please hurry",
    ]


def test_an_empty_conversation_has_an_empty_briefing() -> None:
    made = brief(Known([], [], POLICY), NOW)
    assert (made.up_to_seq, made.lines) == (0, ())


def test_what_was_read_beside_the_decisions_takes_part() -> None:
    known = Known(EVENTS, DECISIONS, POLICY, felt={8: 0.7}, repeats=frozenset({8}))
    made = brief(known, NOW)
    assert [(point.seq, point.sentiment) for point in made.mood] == [(2, 0.4), (4, -0.6), (8, 0.7)]
    assert [line.text for line in lines(made, Section.SENTIMENT)] == [
        "Latest message: very positive.",
        "The mood dropped here.",
        "The mood rose here.",
    ]
    again = [line.source.ref for line in lines(made, Section.PAIN_POINTS)]
    assert again == ["4", "8"]


def test_staff_are_named_and_readers_have_their_language() -> None:
    told = replace(
        said(9, Speaker.STAFF, "Ich prüfe das."), provenance=Provenance(MadeBy.PERSON, "Nora")
    )
    known = Known([*EVENTS, told], DECISIONS, POLICY, locale="de-AT")
    made = brief(known, NOW)
    assert lines(made, Section.NEED)[0].text == "loan (de)"
    assert lines(made, Section.TRIED)[-1].text == "Nora sagte: “Ich prüfe das.”"
    assert frame("fr", "who.staff") == "staff"


def test_every_language_has_the_same_frames_with_the_same_gaps() -> None:
    gaps = [{k: set(re.findall(r"{\w+}", v)) for k, v in FRAMES[name].items()} for name in FRAMES]
    assert gaps[0] == gaps[1] == gaps[2]


SOURCES = {  # everything that a line of the full briefing may rest on
    "event": " ".join(f"{event.text} {event.data}" for event in EVENTS),
    "signals": "loan loan (en) loan (de) loan (es)",
    "policy": "loan (en) loan (de) loan (es) Check income. Ask. Much is at stake.",
    "article": f"{ARTICLE.title} {ARTICLE.text}",
    "history": f"{CONTACT} {CONTACT.at:%d %b %Y}",
    "customer": HANDOFF.note,
}


@pytest.mark.parametrize("locale", FRAMES)
def test_nothing_is_invented(locale: str) -> None:
    """Every word of a line stands in its source or in the fixed frame of its language."""
    known = Known(EVENTS, DECISIONS, POLICY, [CONTACT], HANDOFF, [ARTICLE], locale=locale)
    framed = set(re.findall(r"\w+", " ".join(FRAMES[locale].values()).lower()))
    made = brief(known, NOW)
    for line in [*made.lines, *made.actions]:
        given = set(re.findall(r"\w+", SOURCES[line.source.type].lower()))
        assert set(re.findall(r"\w+", line.text.lower())) <= given | framed, line
