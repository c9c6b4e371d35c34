"""What every AnswerChecker promises: it refuses or it does not, and says who read."""

from dataclasses import dataclass

import pytest

from handrail.actions.answer_checker import AnswerChecker
from handrail.actions.check_by_model import ModelAnswerChecker
from handrail.actions.model_ports import Asking
from handrail.domain.cross_check import Finding
from handrail.domain.knowledge import Passage
from tests.fakes.answer_checker import FakeAnswerChecker
from tests.fakes.form_filler import FakeFormFiller

PASSAGES = [Passage("hours", "Opening hours", "We are open from 8 to 20.", 0.7)]
SAID = ["We are open from 8 to 20."]


@dataclass(frozen=True)
class Checkers:
    passes: AnswerChecker
    refuses: AnswerChecker


@pytest.fixture(params=["fake", "model"])
def checkers(request: pytest.FixtureRequest) -> Checkers:
    if request.param == "fake":
        return Checkers(FakeAnswerChecker(), FakeAnswerChecker({SAID[0]: "cross-check"}))
    fillers = [
        FakeFormFiller({"cross_check": finding}, version="fake-checker")
        for finding in (Finding(1, "stated"), Finding(1, "contradicted"))
    ]
    return Checkers(*[ModelAnswerChecker(filler, 60.0) for filler in fillers])


async def test_what_is_stated_is_not_refused_and_who_read_it_is_told(checkers: Checkers) -> None:
    asking = Asking()
    assert await checkers.passes.check(SAID, PASSAGES, "en", asking) is None
    assert asking.answered_by == checkers.passes.version == "fake-checker"


async def test_a_refusal_names_a_reason_and_the_words(checkers: Checkers) -> None:
    problem = await checkers.refuses.check(SAID, PASSAGES, "en", Asking())
    assert problem is not None
    assert problem.name.startswith("cross-check")
    assert problem.shown_by == SAID[0]
