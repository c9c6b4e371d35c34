import pytest

from handrail.domain import acts
from handrail.domain.acts import AI_ACTS, CUSTOMER_ACTS, acts_in


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("I apologize for the wait.", acts.APOLOGISES),
        ("Unfortunately we can't change that.", acts.REFUSES),
        ("This fare is not eligible for a refund.", acts.REFUSES),
        ("I will transfer you to a human colleague.", acts.PASSES_ON),
        ("Let me look that up.", acts.PROMISES),
        ("Your booking has been cancelled.", acts.REPORTS_DONE),
        ("Shall I go on?", acts.ASKS_CONSENT),
        ("Could you provide your order number?", acts.ASKS_DETAILS),
        ("I could not find that order.", acts.REPORTS_TROUBLE),
        ("Our policy is strict.", acts.CITES_RULES),
        ("You could also choose a later date.", acts.OFFERS_CHOICE),
        ("Is there anything else?", acts.CLOSES),
    ],
)
def test_what_an_ai_line_does(text: str, act: str) -> None:
    assert act in acts_in(text, AI_ACTS)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Thanks a lot", acts.THANKS),
        ("No, that\u2019s all.", acts.TAKES_LEAVE),
        ("That is wrong, why would I pay?", acts.OBJECTS),
        ("No. Not that one", acts.DENIES),
        ("Yes, go ahead", acts.AGREES),
        ("I\u2019d like a refund", acts.REQUESTS),
        ("Another thing: the bag", acts.ADDS),
        ("Get me a supervisor", acts.SEEKS_PERSON),
        ("I don't remember it", acts.IS_UNSURE),
    ],
)
def test_what_a_customers_line_does(text: str, act: str) -> None:
    assert act in acts_in(text, CUSTOMER_ACTS)


def test_a_plain_line_does_nothing() -> None:
    assert acts_in("The blue one, size 42.", AI_ACTS) == frozenset()
    assert acts_in("The blue one, size 42.", CUSTOMER_ACTS) == frozenset()
