import pytest

from handrail.domain.step_answer import answered
from tests.domain.playbooks import heard

OFFER = heard(2, "staff", "Shall I send a new card?")


@pytest.mark.parametrize(
    ("answer", "agreed", "declined"),
    [
        ("Yes please, to my new address", ["card"], []),
        ("Sí, por favor", ["card"], []),
        ("No problem", ["card"], []),
        ("Nein danke.", [], ["card"]),
        ("no", [], ["card"]),
        ("What does it cost?", [], []),
        ("Si no llega, ¿qué hago?", [], []),  # "if", not "yes"
    ],
)
def test_the_first_sentence_after_a_step_answers_it(
    answer: str, agreed: list[str], declined: list[str]
) -> None:
    said = [OFFER, heard(3, "customer", answer), heard(3, "customer", "Yes")]
    assert answered([(OFFER, "card")], said) == {"agreed": agreed, "declined": declined}


def test_the_last_answer_counts_and_what_the_customer_did_is_not_asked() -> None:
    again, told = heard(4, "ai", "A new card then?"), heard(5, "customer", "yes")
    said = [OFFER, heard(3, "customer", "no"), again, told]
    assert answered([(OFFER, "card"), (again, "card"), (told, "code")], said) == {
        "agreed": ["card"],
        "declined": [],
    }
    assert answered([(OFFER, "card")], [OFFER]) == {"agreed": [], "declined": []}
