"""Cross-check: what follows from what a model found of a claim."""

import pytest

from handrail.domain.cross_check import Finding, claims_in, refused

CLAIM = "We are open from 8 to 20."


def test_a_claim_that_a_shown_passage_states_is_not_refused() -> None:
    assert refused(CLAIM, 2, Finding(1, "stated")) is None
    assert refused(CLAIM, 2, Finding(2, "stated")) is None


@pytest.mark.parametrize(
    ("finding", "name"),
    [
        (Finding(1, "contradicted"), "cross-check: the articles say otherwise"),
        (Finding(0, "absent"), "cross-check: not in the articles"),
        (Finding(1, "absent"), "cross-check: not in the articles"),
        (Finding(0, "stated"), "cross-check: stated in no passage"),
        (Finding(3, "stated"), "cross-check: stated in no passage"),
        (Finding(-1, "stated"), "cross-check: stated in no passage"),
    ],
)
def test_anything_else_refuses_and_shows_the_claim(finding: Finding, name: str) -> None:
    problem = refused(CLAIM, 2, finding)
    assert problem is not None
    assert (problem.name, problem.shown_by) == (name, CLAIM)


def test_courtesy_is_no_claim() -> None:
    assert claims_in(["Thank you for your question!", CLAIM]) == (CLAIM,)
