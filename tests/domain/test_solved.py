from dataclasses import replace
from datetime import UTC, datetime

from handrail.domain.conversation import Event, EventKind, MadeBy, Provenance, Speaker
from handrail.domain.policy import UNKNOWN_KIND
from handrail.domain.record import Decision, Outcome
from handrail.domain.signals import SELF_HARM
from handrail.domain.solved import Solved, fit_to_send_again, kind_of, restriction, told
from tests.domain.policies import a_policy

AT = datetime(2026, 5, 4, tzinfo=UTC)


def event(seq: int, speaker: Speaker, text: str, kind: EventKind = EventKind.MESSAGE) -> Event:
    made_by = {Speaker.STAFF: MadeBy.PERSON, Speaker.AI: MadeBy.AI}.get(speaker)
    provenance = Provenance(made_by, "Ana") if made_by else None
    data = {"by": text} if kind is EventKind.CLOSED else {}
    return Event(seq, AT, kind, speaker, text, provenance, data)


ASKED = event(1, Speaker.CUSTOMER, "My card is gone")
AI = event(2, Speaker.AI, "I do not know.")
MORE = event(3, Speaker.CUSTOMER, "Please help")
SHORT = event(4, Speaker.STAFF, "One moment.")
LONG = event(5, Speaker.STAFF, "Freeze it in the app. A new one comes in a week.")
CLOSED = event(7, Speaker.SYSTEM, "staff", EventKind.CLOSED)


def decision(kind: str, turn: int, *flagged: str) -> Decision:
    return Decision(
        id="d", conversation_id="c", turn_seq=turn, at=AT, lead="AI", tier="low", kind=kind,
        rule="r", rule_kind="matrix", reason="", reason_customer="", moment={},
        scores={"flagged": list(flagged)}, evidence={}, policy_name="p", policy_version="v",
        signals_version="s", outcome=Outcome.HANDED_OFF,
    )  # fmt: skip


def test_need_and_answer_are_what_came_before_and_the_longest_reply() -> None:
    happened = told([ASKED, AI, MORE, SHORT, LONG, CLOSED])
    assert happened is not None
    assert (happened.asked, happened.answer) == ("My card is gone\nPlease help", LONG)


def test_only_what_staff_closed_and_nobody_opened_again_is_solved() -> None:
    by_itself = event(7, Speaker.SYSTEM, "system", EventKind.CLOSED)
    again = event(8, Speaker.CUSTOMER, "Still gone")
    assert told([ASKED, LONG]) is None
    assert told([ASKED, LONG, by_itself]) is None
    assert told([ASKED, LONG, CLOSED, again]) is None
    assert told([ASKED, AI, CLOSED]) is None
    assert told([replace(ASKED, seq=6), LONG, CLOSED]) is None  # staff wrote first


def test_the_kind_is_that_of_the_need() -> None:
    decisions = [decision("hours", 1), decision("card", 3), decision("loan", 9)]
    assert kind_of(decisions, 5) == "card"
    assert kind_of(decisions, 1) == "hours"
    assert kind_of([], 1) == UNKNOWN_KIND


def test_danger_and_hard_kinds_are_for_those_with_the_skill() -> None:
    policy = a_policy()
    assert restriction([decision("hours", 1)], policy) == (False, ())
    assert restriction([decision("card", 1)], policy) == (True, ("cards",))
    assert restriction([decision("hours", 1, SELF_HARM)], policy) == (True, ())
    solved = Solved("c", "card", "en", "a", "b", 1, "Ana", AT, restricted=True, skills=("cards",))
    assert solved.readable_by(["cards", "x"])
    assert not solved.readable_by([])
    assert not replace(solved, skills=()).readable_by(["cards"])
    assert replace(solved, restricted=False).readable_by([])


def test_what_held_for_one_customer_is_not_sent_to_another() -> None:
    answer = (
        "Hello <PERSON_1>. Your card has been blocked. I have sent you a new one."
        " Freeze it in the app under Cards."
    )
    assert fit_to_send_again(answer) == "Freeze it in the app under Cards."
    assert fit_to_send_again("I will call you.") == ""
