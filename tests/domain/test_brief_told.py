from handrail.domain.brief_line import Known, Section
from handrail.domain.brief_told import A_LINE_FOR, MOST_OF_LONG, MOST_TOLD, told
from handrail.domain.briefing import brief
from handrail.domain.conversation import Event, Speaker
from tests.domain.policies import a_policy
from tests.domain.test_briefing import NOW, said


def lines(events: list[Event]) -> list[tuple[str, str]]:
    return [(line.source.ref, line.text) for line in told(Known(events, [], a_policy()), [])]


def test_what_adds_most_is_told_in_the_order_it_was_said() -> None:
    events = [
        said(1, Speaker.CUSTOMER, "Hello there. My account is 8573 and my rent is late."),
        said(2, Speaker.STAFF, "I see."),
        said(3, Speaker.CUSTOMER, "The landlord called twice. My rent is late."),
    ]
    assert lines(events) == [
        ("1", "“My account is 8573 and my rent is late.”"),
        ("3", "“The landlord called twice.”"),
    ]


def test_a_short_answer_stands_with_its_question() -> None:
    events = [
        said(1, Speaker.STAFF, "Thank you. Do you have fever or a cough?"),
        said(2, Speaker.CUSTOMER, "No."),
        said(3, Speaker.CUSTOMER, "Ok."),
    ]
    assert lines(events) == [("2", "“Do you have fever or a cough?” “No.”")]


def test_no_more_than_the_most_and_nothing_that_is_shown_already() -> None:
    events = [
        said(seq, Speaker.CUSTOMER, f"Number {seq}00{seq} belongs here.") for seq in range(1, 12)
    ]
    one_message = [said(1, Speaker.CUSTOMER, " ".join(event.text or "" for event in events))]
    assert len(lines(one_message)) == MOST_TOLD
    assert len(lines(events)) == MOST_TOLD + len(events) // A_LINE_FOR
    many = [said(n, Speaker.CUSTOMER, f"Number {n}00{n} belongs here.") for n in range(1, 90)]
    assert len(lines(many)) == MOST_OF_LONG
    [once] = [
        line
        for line in brief(Known(events[:1], [], a_policy()), NOW).lines
        if line.section in (Section.NEED, Section.TOLD)
    ]
    assert once.section is Section.NEED


def test_a_name_says_more_than_another_word() -> None:
    others = [
        said(n, Speaker.CUSTOMER, f"and there xa{n}q then xb{n}q then xc{n}q.")
        for n in range(2, 60)
    ]

    def is_told(text: str) -> bool:
        return ("1", f"“{text}”") in lines([said(1, Speaker.CUSTOMER, text), *others])

    assert is_told("It was at Grand Station.")
    assert not is_told("It was at grand station.")
