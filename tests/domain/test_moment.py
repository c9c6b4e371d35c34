from dataclasses import replace

from handrail.domain.level import Level
from handrail.domain.moment import KnownCustomer, Said, Turn, alike, assess
from tests.domain.policies import a_policy, read_as


def test_an_unsure_reading_is_the_unknown_kind() -> None:
    moment = assess(Turn("hm"), read_as("hours", 0.2), a_policy())
    assert (moment.kind.name, moment.confidence) == ("unknown", Level.LOW)


def test_no_kind_at_all_is_the_unknown_kind() -> None:
    moment = assess(Turn("hm"), read_as("hours", kinds=()), a_policy())
    assert (moment.kind.name, moment.kind_probability) == ("unknown", 0.0)


def test_a_half_sure_reading_raises_the_tier_where_risk_is_not_low() -> None:
    half_sure = assess(Turn("a loan"), read_as("loan", 0.5), a_policy())
    assert (half_sure.confidence, half_sure.tier) == (Level.MEDIUM, Level.HIGH)
    assert assess(Turn("hours"), read_as("hours", 0.5), a_policy()).tier is Level.LOW


def test_strong_emotion_raises_the_tier_and_says_so() -> None:
    moment = assess(Turn("hours!"), read_as("hours", emotions={"anger": 0.8}), a_policy())
    assert (moment.emotion, moment.tier) == (Level.HIGH, Level.MEDIUM)
    assert "tier medium: low raised by strong emotion" in moment.reasons


def test_emotion_does_not_raise_a_fixed_reply() -> None:
    moment = assess(Turn("hello!!"), read_as("hello", emotions={"anger": 0.8}), a_policy())
    assert moment.tier is Level.LOW


def test_medium_emotion_is_named() -> None:
    moment = assess(Turn("hours"), read_as("hours", emotions={"worry": 0.4}), a_policy())
    assert moment.emotion is Level.MEDIUM


def test_length_and_questions_make_complexity() -> None:
    def complexity(text: str) -> Level:
        return assess(Turn(text), read_as("hours"), a_policy()).complexity

    assert complexity("one two") is Level.LOW
    assert complexity("a? b?") is Level.MEDIUM
    assert complexity("word " * 30) is Level.MEDIUM
    assert complexity("word " * 60) is Level.HIGH
    assert complexity("a? b? c? d?") is Level.HIGH


def test_repetition_unknowns_and_the_trend_come_from_what_was_said() -> None:
    earlier = [
        Said("customer", "where is my new card please", 0.5),
        Said("ai", "I do not know.", did_not_know=True),
        Said("customer", "my card is not here", 0.1),
        Said("ai", "I do not know that.", did_not_know=True),
    ]
    turn = Turn("Where is my new card please", earlier=earlier)
    moment = assess(turn, read_as("hours", sentiment=-0.3), a_policy())
    assert moment.repeated
    assert moment.ai_unknowns == 2
    assert moment.turn == 3
    assert round(moment.sentiment_trend, 2) == -0.6


def test_an_answer_ends_the_row_of_unknowns() -> None:
    earlier = [Said("ai", "no", did_not_know=True), Said("ai", "yes")]
    assert assess(Turn("x", earlier=earlier), read_as("hours"), a_policy()).ai_unknowns == 0


def test_short_messages_are_not_alike() -> None:
    assert not alike("yes please", "yes please")
    assert not alike("where is my card", "how do I pay in cash")


def test_facts_name_the_customer_without_identity() -> None:
    customer = KnownCustomer(True, "private", True)
    facts = assess(Turn("x", customer=customer), read_as("hours"), a_policy()).facts()
    assert facts["customer_known"] is True
    assert facts["customer_segment"] == "private"
    assert facts["customer_vulnerable"] is True
    assert facts["kind"] == "hours"


def test_facts_say_how_the_conversation_goes() -> None:
    signals = replace(read_as("hours"), failing=0.7, repeats=0.9)
    facts = assess(Turn("x"), signals, a_policy()).facts()
    assert (facts["failing"], facts["repeats"]) == (0.7, 0.9)
