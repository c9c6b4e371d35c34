from dataclasses import replace
from datetime import UTC, datetime, timedelta

from handrail.domain.brief_line import Known, Precedent, SourceType
from handrail.domain.conversation import Event, Speaker
from handrail.domain.customer import Contact
from handrail.domain.next_action import Advice, NextAction, next_actions
from handrail.domain.playbook import Progress, progress
from handrail.domain.practice import Foreseen
from tests.domain.playbooks import BLOCK, BOOK, CODE, IDENTIFY, LETTER, heard, mark
from tests.domain.policies import a_policy, read_as
from tests.domain.test_briefing import decided, said

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
POLICY = a_policy()
CARD, LOAN = POLICY.kinds["card"], POLICY.kinds["loan"]
ASKED = said(2, Speaker.CUSTOMER, "Where is my money?")


def advised(events: list[Event], at: datetime = NOW, **known: object) -> list[NextAction]:
    made = replace(Known(events, [], POLICY), **known)
    return list(next_actions(made, CARD, at))


def a_progress(*done: str) -> Progress:
    return progress(BOOK, [], [mark(name, done=True) for name in done])


def test_an_open_question_waits_for_its_answer() -> None:
    thanks = said(3, Speaker.CUSTOMER, "Thank you")
    [action] = advised([ASKED, thanks])
    assert action.advice is Advice.ANSWER
    assert action.text == "Answer: “Where is my money?”"
    assert (action.source.type, action.source.ref) == (SourceType.EVENT, "2")
    [latest] = advised([thanks])
    assert latest.source.ref == "3"
    assert advised([ASKED, said(4, Speaker.STAFF, "It is on its way.")]) == []


def test_what_the_ai_did_not_know_waits_until_staff_have_spoken() -> None:
    unknown = said(3, Speaker.AI, "I do not know.", did_not_know=True, reply_to=2)
    [action] = advised([ASKED, unknown])
    assert (action.why, action.source.ref) == ("The AI had no answer to it.", "2")
    assert advised([ASKED, unknown, said(4, Speaker.STAFF, "Here it is.")]) == []
    assert advised([said(3, Speaker.AI, "I do not know.", did_not_know=True)]) == []


def test_a_drop_is_acknowledged_before_anything_else_while_it_is_unanswered() -> None:
    angry = said(5, Speaker.CUSTOMER, "This is a disgrace")
    felt = {2: 0.1, 5: -0.8}
    found = advised([ASKED, said(3, Speaker.AI, "Soon."), angry], felt=felt, playbook=a_progress())
    assert [a.advice for a in found] == [Advice.ACKNOWLEDGE, Advice.STEP, Advice.STEP]
    assert found[0].source.ref == "5"
    answered = [ASKED, said(3, Speaker.AI, "Soon."), angry, said(6, Speaker.STAFF, "I am sorry.")]
    assert advised(answered, felt=felt) == []


def test_what_was_said_again_is_answered_once() -> None:
    [action] = advised([ASKED], repeats=frozenset({2}))
    assert action.advice is Advice.ANSWER_AGAIN
    [decision] = advised([ASKED], decisions=[decided(2, read_as("card"), repeated=True)])
    assert decision.advice is Advice.ANSWER_AGAIN


def test_a_promise_is_overdue_until_staff_speak_again() -> None:
    promise = said(3, Speaker.STAFF, "I will call you tomorrow.")
    [action] = advised([promise], LATER)
    assert action.advice is Advice.KEEP_PROMISE
    assert action.text == "Keep the promise, or say when: I will call you tomorrow."
    assert action.why == "It was due 25 Nov 2026 00:00 UTC."
    assert advised([promise], NOW) == []
    kept = replace(said(4, Speaker.STAFF, "As promised"), at=LATER)
    assert advised([promise, kept], LATER) == []
    assert advised([said(3, Speaker.STAFF, "I will look at it.")], LATER) == []


def test_a_promise_from_before_is_overdue_until_somebody_spoke_to_them() -> None:
    contact = Contact("k", NOW, "phone", "Asked.", "", promised="An answer within 2 days")
    [action] = advised([], LATER, contacts=[contact])
    assert (action.source.type, action.source.ref) == (SourceType.HISTORY, "k")
    after = Contact("l", LATER, "phone", "Told.", "Answered.")
    assert advised([], LATER, contacts=[after, contact]) == []
    assert advised([], NOW, contacts=[contact]) == []


def test_steps_in_order_and_the_required_one_never_falls_out() -> None:
    found = advised([], playbook=a_progress("block"))
    assert [(a.advice, a.text) for a in found] == [
        (Advice.STEP, "Identify. (en)"),
        (Advice.OPTIONAL_STEP, "Offer the letter. (en)"),
    ]
    assert found[0].why == "Step 2 of 4, still open."
    events = [
        said(1, Speaker.STAFF, "I will call you tomorrow."),
        said(2, Speaker.CUSTOMER, "Where is it?"),
        said(3, Speaker.CUSTOMER, "Where is it?"),
    ]
    pressed = advised(
        events, LATER, felt={2: 0.5, 3: -0.5}, repeats=frozenset({2}), playbook=a_progress()
    )
    assert [a.advice for a in pressed] == [Advice.ACKNOWLEDGE, Advice.KEEP_PROMISE, Advice.STEP]
    assert advised([], playbook=a_progress("block", "identify", "letter", "code")) == []


def test_precedents_and_the_policys_first_step_come_last() -> None:
    known = Known([], [], POLICY, similar=[Precedent("I sent a form.", "c2", "solved, 3 Nov")])
    similar, first = next_actions(known, LOAN, NOW)
    assert (similar.advice, similar.text) == (Advice.SIMILAR, "“I sent a form.”")
    assert similar.source.ref == "c2"
    assert (first.advice, first.text) == (Advice.FIRST_STEP, "Ask.")


def foreseen(*steps: tuple[str, int, int]) -> list[Foreseen]:
    return [Foreseen(step, 1 / (n + 2), seen, of) for n, (step, seen, of) in enumerate(steps)]


def test_what_colleagues_usually_do_next_comes_first_and_says_in_how_many_conversations() -> None:
    usual = foreseen(("letter", 34, 41), ("identify", 7, 41), ("gone", 1, 41))
    made = a_progress("block")
    first, second = advised([], playbook=made, foreseen=usual, last_move="block")
    assert (first.source.ref, first.advice) == ("letter", Advice.OPTIONAL_STEP)
    assert first.why == (
        "Optional step 3 of 4, still open. "
        "After “Block it. (en)”, colleagues did this next in 34 of 41 solved conversations."
    )
    assert second.source.ref == "identify"
    [began, *_] = advised([], playbook=made, foreseen=usual)
    assert began.why.endswith("Colleagues began with this in 34 of 41 solved conversations.")
    [gone, *_] = advised([], playbook=made, foreseen=usual, last_move="no longer there")
    assert gone.why == "Optional step 3 of 4, still open."
    [few, *_] = advised([], playbook=made, foreseen=foreseen(("letter", 2, 3)), last_move="block")
    assert few.why == "Optional step 3 of 4, still open."


def test_the_next_required_step_stays_among_three_whatever_colleagues_do() -> None:
    usual = foreseen(("letter", 9, 9), ("code", 9, 9))
    asked = said(2, Speaker.CUSTOMER, "Where?")
    found = advised([asked], playbook=a_progress("block"), foreseen=usual)
    assert [a.source.ref for a in found] == ["letter", "2", "identify"]


def test_what_must_be_done_first_comes_before_what_colleagues_usually_do() -> None:
    book = replace(BOOK, steps=(BLOCK, replace(IDENTIFY, must=True), LETTER, CODE))
    usual = foreseen(("letter", 40, 41))
    must, letter, block = advised([], playbook=progress(book, []), foreseen=usual)
    assert [must.source.ref, letter.source.ref, block.source.ref] == ["identify", "letter", "block"]
    assert must.why == "Step 2 of 4, to be done before anything else."
    done = progress(book, [], [mark("identify", done=True)])
    assert advised([], playbook=done, foreseen=usual)[0].source.ref == "letter"


def test_a_step_is_suggested_again_only_where_that_is_usual_and_nobody_ticked_it() -> None:
    again = foreseen(("block", 8, 9), ("identify", 1, 9))
    said_so = progress(BOOK, [heard(3, "staff", "I blocked the card")])
    [first, *_] = advised([], playbook=said_so, foreseen=again, last_move="block")
    assert first.source.ref == "block"
    assert first.why.startswith("Step 1 of 4, done before. After “Block it. (en)”")
    ticked = advised([], playbook=a_progress("block"), foreseen=again, last_move="block")
    assert ticked[0].source.ref == "identify"
    other = foreseen(("identify", 8, 9), ("block", 1, 9))
    assert "block" not in [a.source.ref for a in advised([], playbook=said_so, foreseen=other)]
