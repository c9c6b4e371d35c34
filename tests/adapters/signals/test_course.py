import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from handrail.adapters.signals.course import CourseReader, Weights
from handrail.adapters.signals.reader import MODEL
from handrail.domain.course import Line, course_of
from handrail.domain.course_calls import Made
from handrail.domain.repetition import repetition

FIGURES = Path(__file__).parents[3] / "training" / "course_figures.json"
NEAR, FAR = [1.0, 0.0], [0.0, 1.0]


@pytest.fixture(scope="module")
def course_reader() -> CourseReader:
    return CourseReader(MODEL)


def test_shipped_weights_are_those_the_figures_describe() -> None:
    digest = hashlib.sha256((MODEL / "course.json").read_bytes()).hexdigest()
    assert json.loads(FIGURES.read_text())["weights_sha256"] == digest


def test_weights_name_the_features_that_are_read() -> None:
    facts = json.loads((MODEL / "course.json").read_text())
    every = list(course_of([]).features())
    assert list(facts["failing_with_calls"]["weights"]) == every
    assert list(facts["failing"]["weights"]) == [n for n in every if not n.startswith("calls_")]
    assert list(facts["repeats"]["weights"]) == list(repetition("", "", 0.0).features())


def test_a_probability_is_one_even_far_out() -> None:
    weights = Weights(0.0, {"a": 1e9})
    assert weights.probability({"a": 0.0}) == 0.5
    assert 0.0 < weights.probability({"a": -1.0}) < 1e-9
    assert 1.0 - 1e-9 < weights.probability({"a": 1.0}) < 1.0


def test_a_conversation_that_goes_round_fails_more_likely_than_one_that_is_settled(
    course_reader: CourseReader,
) -> None:
    settled = [
        Line("customer", "Please cancel my order 55."),
        Line("ai", "Your order 55 has been cancelled. Is there anything else?"),
        Line("customer", "No, that's all. Thank you!", 0.8),
    ]
    round_and_round = [
        Line("customer", "I want to change my booking."),
        Line("ai", "Could you provide your booking number?"),
        Line("customer", "I don't remember it. Can you look it up?"),
        Line("ai", "I am unable to find the booking. Could you provide the number?"),
        Line("customer", "As I said, I don't have it.", -0.5, likeness=0.7),
        Line("ai", "There was an error. Please provide the booking number."),
        Line("customer", "Again: I don't have the number!", -0.8, likeness=0.9),
    ]
    bad, good = (course_reader.failing(course_of(lines)) for lines in (round_and_round, settled))
    assert 0.0 < good < bad < 1.0


def test_what_was_called_counts_only_where_there_are_tools(course_reader: CourseReader) -> None:
    said = [
        Line("customer", "Please cancel my order 55."),
        Line("ai", "Shall I cancel order 55?"),
        Line("customer", "Yes."),
        Line("ai", "There was an error. Let me try again."),
    ]
    failed = tuple(Made("cancel", f"{number}", changes=True, failed=True) for number in range(3))
    called = course_of([*said[:-1], replace(said[-1], calls=failed)])
    silent = course_of(said)
    assert course_reader.failing(called) == course_reader.failing(silent)
    assert course_reader.failing(called, has_tools=True) != course_reader.failing(
        silent, has_tools=True
    )


def test_saying_it_again_is_likelier_than_thanking(course_reader: CourseReader) -> None:
    earlier = [("Where is my parcel?", NEAR)]
    again = course_reader.repeats("where is my parcel??", NEAR, earlier)
    thanks = course_reader.repeats("Thank you, it is here.", FAR, earlier)
    assert 0.0 < thanks < 0.2 < 0.8 < again < 1.0


def test_the_likest_of_the_last_few_counts(course_reader: CourseReader) -> None:
    wanted = ("Where is my parcel?", NEAR)
    others = [(f"My number is {number}", FAR) for number in range(5)]
    near = course_reader.repeats("Where is my parcel?", NEAR, [wanted, *others[:4]])
    gone = course_reader.repeats("Where is my parcel?", NEAR, [wanted, *others])
    assert near > 0.8 > 0.5 > gone


def test_nothing_before_is_no_repetition(course_reader: CourseReader) -> None:
    assert course_reader.repeats("Where is it?", NEAR, []) == 0.0
