import math

import pytest

from handrail.domain.course import Line, course_of


def test_nothing_said_is_a_course_of_noughts() -> None:
    assert set(course_of([]).features().values()) == {0.0}


def test_features_have_the_same_names_in_the_same_order() -> None:
    one = course_of([Line("customer", "Hi")]).features()
    two = course_of([Line("ai", "Hello, how can I help?"), Line("customer", "I want a refund")])
    assert list(one) == list(two.features())


def test_only_customer_and_ai_count() -> None:
    lines = [
        Line("system", "You write with an AI."),
        Line("customer", "Hi"),
        Line("staff", "Hello"),
    ]
    course = course_of(lines)
    assert (course.customer.lines, course.ai.lines) == (1, 0)


def test_sides_know_length_questions_and_acts() -> None:
    course = course_of(
        [
            Line("customer", "Why was I charged twice?"),
            Line("ai", "Sorry. Could you provide your order number?"),
            Line("customer", "no"),
        ]
    )
    assert (course.customer.words, course.customer.last_words) == (3.0, 1)
    assert course.customer.questions == 0.5
    assert course.customer.acts["objects"] == (0.5, 0.0)
    assert course.customer.acts["denies"] == (0.5, 1.0)
    assert course.ai.acts["apologises"] == (1.0, 1.0)
    assert course.features()["customer_lines"] == math.log1p(2)


def test_mood_is_the_customers() -> None:
    mood = course_of(
        [
            Line("customer", "hello", 0.4, {"anger": 0.1}),
            Line("ai", "no", -0.9),
            Line("customer", "really?", -0.2, {"anger": 0.7}, {"asks_for_person": 0.3}),
        ]
    ).mood
    assert mood.sentiment == pytest.approx(0.1)
    assert (mood.last_sentiment, mood.lowest_sentiment) == (-0.2, -0.2)
    assert mood.trend == pytest.approx(-0.6)
    assert (mood.heaviest, mood.last_heavy, mood.wants_person) == (0.7, 0.7, 0.3)


def test_contradictions_are_seen_in_their_order() -> None:
    refusal, deed = Line("ai", "That is not possible."), Line("ai", "It has been cancelled.")
    there, back = course_of([refusal, deed]).knots, course_of([deed, refusal]).knots
    assert (there.refused_then_did, there.did_then_refused) == (1.0, 0.0)
    assert (back.refused_then_did, back.did_then_refused) == (0.0, 1.0)
    assert course_of([refusal]).knots.refused_only == 1.0


def test_a_promise_is_unkept_until_something_is_done() -> None:
    promise = Line("ai", "I will cancel it for you.")
    kept = course_of([promise, Line("customer", "ok"), Line("ai", "It has been cancelled.")])
    unkept = course_of([promise, Line("customer", "ok"), Line("ai", "Please tell me why.")])
    assert (kept.knots.unkept, unkept.knots.unkept) == (0.0, 1.0)


def test_a_question_met_by_a_question_for_details() -> None:
    lines = [
        Line("customer", "Can I have it back?"),
        Line("ai", "Could you provide the date?"),
        Line("customer", "What for?"),
        Line("ai", "For the records."),
    ]
    assert course_of(lines).knots.asks_back == 0.5


def test_an_ai_that_says_the_same_echoes() -> None:
    lines = [
        Line("ai", "please wait a moment"),
        Line("ai", "please wait a moment"),
        Line("ai", "done"),
    ]
    knots = course_of(lines).knots
    assert (knots.echo, knots.last_echo) == (1.0, 0.0)
    assert knots.ai_twice == pytest.approx(2 / 3)


def test_silence_makes_the_customer_write_twice() -> None:
    assert (
        course_of([Line("customer", "hi"), Line("customer", "hello?")]).knots.customer_twice == 0.5
    )


def test_amounts_unknowns_and_repetition() -> None:
    lines = [
        Line("customer", "how much", likeness=0.0),
        Line("ai", "It is $12.50, or $30", did_not_know=False),
        Line("customer", "how much is it", likeness=0.8),
        Line("ai", "I do not know that.", did_not_know=True),
    ]
    knots = course_of(lines).knots
    assert knots.amounts == math.log1p(2)
    assert knots.unknowns == 0.5
    assert (knots.repeated, knots.last_repeated, knots.most_repeated) == (0.4, 0.8, 0.8)
