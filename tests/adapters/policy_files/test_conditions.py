from dataclasses import replace

import pytest

from handrail.adapters.policy_files import BUNDLED, CEL_FACTS, load_policy, read_policy
from handrail.adapters.policy_files.conditions import ConditionError, compile_condition
from handrail.domain.autonomy import who_leads
from handrail.domain.moment import Turn, assess
from handrail.domain.policy import Facts, Lead
from handrail.domain.signals import CUES, Signals
from handrail.domain.staffing import Staffing
from tests.domain.policies import CERTIFIED

from .text import SMALL

KINDS = frozenset({"balance", "unknown"})


def holds(when: str, facts: Facts) -> bool:
    return compile_condition(when, Lead.PERSON, KINDS)({**CEL_FACTS, **facts})


@pytest.mark.parametrize(
    ("when", "facts"),
    [
        ("emotion == 'high' && value != 'low'", {"emotion": "high", "value": "medium"}),
        ("ai_unknowns >= 2", {"ai_unknowns": 2}),
        ("repeated || turn > 10", {"repeated": True}),
        (
            "sentiment <= -0.4 && sentiment_trend < 0.0",
            {"sentiment": -0.5, "sentiment_trend": -1.0},
        ),
        ("kind in ['balance', 'unknown'] && kind_probability < 0.6", {"kind": "balance"}),
        ("'self_harm' in cues", {"cues": ["self_harm"]}),
        ("'asks_if_ai' in cue && cue['asks_if_ai'] > 0.3", {"cue": {"asks_if_ai": 0.4}}),
        ("cues.exists(c, c.startsWith('asks'))", {"cues": ["asks_if_ai"]}),
        ("text.matches('(?i)urgent')", {"text": "this is URGENT"}),
        ("size(text) > 20 && language == 'en'", {"text": "x" * 21}),
        (
            "customer_segment == 'private' && !in_hours",
            {"customer_segment": "private", "in_hours": False},
        ),
        ("customer_known && staff_free == 0", {"customer_known": True, "staff_free": 0}),
        ("emotion == 'high' ? true : risk == 'high'", {"risk": "high"}),
    ],
)
def test_a_condition_holds_on_the_facts_it_names(when: str, facts: dict[str, object]) -> None:
    assert holds(when, facts)
    if not when.startswith("cues.exists"):
        assert not holds(f"!({when})", facts)


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("mood == 'low'", "'mood' is not a fact"),
        ("emotion == 'low' || mood == 'low'", "'mood' is not a fact"),
        ("nonsense(text)", "'nonsense' is not a function here"),
        ("timestamp('2026-01-01T00:00:00Z') > timestamp('2026-01-01T00:00:00Z')", "'timestamp'"),
        ("sentiment", "gives float, not true or false"),
        ("emotion == 'low' ? 1 : 2", "gives int"),
        ("turn > 'many'", "fails when evaluated"),
        ("emotion == 'high' && turn > 'many'", "fails when evaluated"),
        ("repeated && turn > 'many'", "fails when evaluated"),
        ("cue['self_harm'] > 0.5 && turn / 0 == 1", "fails when evaluated"),
        ("emotion = 'low'", "not valid CEL"),
        ("(", "not valid CEL"),
        ("emotion == 'hihg'", "'hihg' is no emotion"),
        ("kind == 'blance'", "'blance' is no kind"),
        ("kind in ['balance', 'blance']", "'blance' is no kind"),
        ("'self_hram' in cues", "'self_hram' is no cue"),
        ("cue['self_hram'] > 0.5", "'self_hram' is no cue"),
        ("cue.self_hram > 0.5", "'self_hram' is no cue"),
    ],
)
def test_a_bad_condition_is_refused_when_it_is_read(when: str, reason: str) -> None:
    with pytest.raises(ConditionError) as refused:
        compile_condition(when, Lead.PERSON, KINDS)

    assert reason in refused.value.reason
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("lead", "expected"), [(Lead.PERSON, True), (Lead.REVIEW, True), (Lead.AI, False)]
)
def test_a_condition_that_fails_on_real_facts_hands_to_people(lead: Lead, expected: bool) -> None:
    condition = compile_condition("cue['self_harm'] > 0.5", lead, KINDS)

    assert condition({**CEL_FACTS, "cue": {}}) is expected
    assert condition({}) is expected


def test_customer_text_is_data_and_never_part_of_a_condition() -> None:
    condition = compile_condition("text == 'x'", Lead.AI, KINDS)

    assert not condition({**CEL_FACTS, "text": "x' || true || text == '"})


def test_the_facts_a_turn_gives_are_the_facts_a_condition_may_name() -> None:
    seen: dict[str, object] = {}

    def spy(facts: Facts) -> bool:
        seen.update(facts)
        return True

    policy = load_policy(SMALL, "small.toml")
    policy = replace(policy, rules=(replace(policy.rules[0], holds=spy),))
    signals = Signals("1", "en", 1.0, cues=dict.fromkeys(CUES, 0.0))
    who_leads(assess(Turn("hello"), signals, policy), policy, Staffing(in_hours=True), CERTIFIED)

    assert set(seen) == set(CEL_FACTS)
    assert {name: type(value) for name, value in seen.items()} == {
        name: type(value) for name, value in CEL_FACTS.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My wife just had a Seizure", True),
        ("I can\u2019t catch my breath", True),
        ("should I call 112?", True),
        ("I'd like to book a check-up", False),
        ("my phone is 555 0112 and my patient number 91120", False),
    ],
)
def test_the_health_centre_hears_words_of_an_emergency(text: str, expected: bool) -> None:
    rules = read_policy(BUNDLED / "health.toml").rules
    (rule,) = [rule for rule in rules if rule.name == "words-of-an-emergency"]

    assert rule.holds({**CEL_FACTS, "text": text}) is expected


@pytest.mark.parametrize("name", ["banking", "default", "health", "retail"])
def test_no_rule_of_a_bundled_policy_holds_on_a_plain_greeting(name: str) -> None:
    calm: Facts = {**CEL_FACTS, "text": "hello", "kind": "greeting", "cues": [], "cue": {}}

    rules = read_policy(BUNDLED / f"{name}.toml").rules
    assert [rule.name for rule in rules if rule.holds(calm)] == []
