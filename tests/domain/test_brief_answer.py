import pytest

from handrail.domain.brief_answer import questions_before
from handrail.domain.brief_line import Known, Section
from handrail.domain.briefing import brief
from handrail.domain.conversation import Event, Speaker
from tests.domain.policies import a_policy
from tests.domain.test_briefing import NOW, said


def known(*events: Event) -> Known:
    return Known(events, [], a_policy())


@pytest.mark.parametrize(
    ("question", "answer", "kept"),
    [
        ("Do you smoke?", "No, I do not any more since last year.", "Do you smoke?"),
        (
            "Hatten Sie Fieber?",
            "Nein, aber es war mir sehr kalt in der Nacht.",
            "Hatten Sie Fieber?",
        ),
        ("Is it still there?", "It went away by itself some days ago.", "Is it still there?"),
        ("Wie heißen Sie?", "Eva Adam.", "Wie heißen Sie?"),
        ("When did it begin?", "It began some days ago after lunch.", None),
        ("¿Cuándo empezó?", "Hace unos días, después de comer algo.", None),
        ("I see. Did it help? Did it hurt?", "No.", "Did it help? Did it hurt?"),
        ("One? Two? Three?", "Yes.", "Two? Three?"),
        ("I look at it.", "Yes please.", None),
    ],
)
def test_a_question_is_kept_where_the_fact_stands_in_it(
    question: str, answer: str, kept: str | None
) -> None:
    events = [said(1, Speaker.STAFF, question), said(2, Speaker.CUSTOMER, answer)]
    assert questions_before(known(*events)).get(2) == kept


def test_only_the_next_message_answers_and_an_empty_one_does_not() -> None:
    asked = said(1, Speaker.AI, "Do you smoke?")
    later = said(3, Speaker.CUSTOMER, "No.")
    assert questions_before(known(asked, said(2, Speaker.CUSTOMER, "Yes."), later)) == {
        2: "Do you smoke?"
    }
    assert questions_before(known(asked, said(2, Speaker.CUSTOMER, ""), later)) == {}


def test_the_latest_words_of_the_need_stand_with_their_question() -> None:
    events = [
        said(1, Speaker.CUSTOMER, "My chest feels tight since Monday."),
        said(2, Speaker.STAFF, "Do you have fever or a cough?"),
        said(3, Speaker.CUSTOMER, "No, nothing like that."),
    ]
    need = [line.text for line in brief(known(*events), NOW).lines if line.section is Section.NEED]
    assert need == [
        "“My chest feels tight since Monday.”",
        "“Do you have fever or a cough?” “No, nothing like that.”",
    ]


def test_a_bare_question_was_not_tried_unless_it_still_waits() -> None:
    answer = said(1, Speaker.STAFF, "I looked: the card came on Monday. Is it there?")
    asked = said(3, Speaker.STAFF, "Thank you. Do you have it with you?")
    yes = said(4, Speaker.CUSTOMER, "Yes")

    def tried(*events: Event) -> list[str]:
        lines = brief(known(*events), NOW).lines
        return [line.source.ref for line in lines if line.section is Section.TRIED]

    assert tried(answer, asked, yes) == ["1"]
    assert tried(answer, asked) == ["1", "3"]
