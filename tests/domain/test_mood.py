from dataclasses import replace

from handrail.domain.mood import Turning, mood_curve
from tests.domain.policies import read_as
from tests.domain.test_briefing import decided


def test_the_curve_is_in_order_and_decisions_go_before_readings() -> None:
    decisions = [decided(5, read_as("loan", sentiment=-0.5)), decided(2, read_as("loan"))]
    curve = mood_curve(decisions, {2: 0.9, 8: 0.0})
    assert [(p.seq, p.sentiment, p.turning) for p in curve] == [
        (2, 0.0, None),
        (5, -0.5, Turning.DROP),
        (8, 0.0, Turning.RISE),
    ]


def test_a_small_change_is_no_turn() -> None:
    assert [p.turning for p in mood_curve([], {1: 0.2, 2: -0.1, 3: 0.2})] == [None, None, None]


def test_sentiments_have_words() -> None:
    words = [p.word for p in mood_curve([], dict(enumerate((-0.6, -0.2, 0.0, 0.3, 0.5))))]
    assert words == ["very_negative", "negative", "neutral", "positive", "very_positive"]


def test_a_decision_without_a_sentiment_is_neutral() -> None:
    [point] = mood_curve([replace(decided(2, read_as("loan")), scores={})], {})
    assert point.sentiment == 0.0
