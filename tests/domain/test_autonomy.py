from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.autonomy import Leading, RuleKind, nothing_to_go_by, while_waiting, who_leads
from handrail.domain.certificate import Standing, Status
from handrail.domain.hard_rules import HARD_RULES
from handrail.domain.level import Level
from handrail.domain.moment import KnownCustomer, Moment, Turn, assess
from handrail.domain.policy import TRUST, Lead, Policy, Requirement, Rule
from handrail.domain.signals import KindScore, Signals
from handrail.domain.staffing import Staffing
from handrail.domain.standing import NOT_NEEDED
from tests.domain.policies import CERTIFIED, a_policy, read_as, texts

OPEN = Staffing(in_hours=True, on_duty=1, free=1)
CLOSED = Staffing(in_hours=False)


def moment_of(signals: Signals, policy: Policy | None = None, **turn: object) -> Moment:
    return assess(Turn("what about it?", **turn), signals, policy or a_policy())  # type: ignore[arg-type]


def lead(signals: Signals, staffing: Staffing = OPEN, policy: Policy | None = None) -> Lead:
    policy = policy or a_policy()
    return who_leads(moment_of(signals, policy), policy, staffing, CERTIFIED).lead


def test_ai_leads_a_routine_question() -> None:
    leading = who_leads(moment_of(read_as("hours")), a_policy(), OPEN, CERTIFIED)
    assert (leading.lead, leading.rule, leading.rule_kind) == (Lead.AI, "tier-low", RuleKind.MATRIX)
    assert leading.reason("de").startswith("Das ist eine Routinefrage")
    assert leading.reason("fr") == leading.reason("en")


def test_a_person_reviews_the_middle_tier() -> None:
    assert lead(read_as("loan")) is Lead.REVIEW


def test_review_without_anybody_to_review_goes_to_a_person() -> None:
    leading = who_leads(moment_of(read_as("loan")), a_policy(), CLOSED, CERTIFIED)
    assert (leading.lead, leading.rule) == (Lead.PERSON, "nobody-to-review")


def test_somebody_on_duty_reviews_out_of_hours() -> None:
    assert lead(read_as("loan"), Staffing(in_hours=False, on_duty=1)) is Lead.REVIEW


def test_what_the_ai_may_not_answer_goes_to_a_person() -> None:
    leading = who_leads(moment_of(read_as("account")), a_policy(), OPEN, CERTIFIED)
    assert (leading.lead, leading.rule) == (Lead.PERSON, "not-for-ai")


def test_the_switch_comes_before_everything() -> None:
    stopped = Staffing(in_hours=True, on_duty=1, free=1, ai_stopped=True)
    leading = who_leads(moment_of(read_as("hello")), a_policy(), stopped, CERTIFIED)
    assert (leading.lead, leading.rule_kind) == (Lead.PERSON, RuleKind.SWITCH)


@pytest.mark.parametrize("cue", list(HARD_RULES))
def test_every_hard_rule_brings_a_person(cue: str) -> None:
    signals = read_as("hello", flagged=frozenset({cue}))
    leading = who_leads(moment_of(signals), a_policy(), OPEN, CERTIFIED)
    assert (leading.lead, leading.rule, leading.rule_kind) == (Lead.PERSON, cue, RuleKind.HARD)


def test_a_kind_can_carry_a_hard_rule() -> None:
    assert (
        who_leads(moment_of(read_as("card")), a_policy(), OPEN, CERTIFIED).rule == "suspected_fraud"
    )


def test_a_customer_known_as_vulnerable_gets_a_person() -> None:
    moment = moment_of(read_as("hours"), customer=KnownCustomer(True, "", vulnerable=True))
    assert who_leads(moment, a_policy(), OPEN, CERTIFIED).rule == "vulnerable_customer"


def test_the_weightiest_of_two_hard_rules_is_named() -> None:
    signals = read_as("hello", flagged=frozenset({"asks_for_person", "self_harm"}))
    assert who_leads(moment_of(signals), a_policy(), OPEN, CERTIFIED).rule == "self_harm"


def test_a_language_the_ai_does_not_read_goes_to_a_person() -> None:
    assert (
        who_leads(moment_of(read_as("hours", language="fi")), a_policy(), OPEN, CERTIFIED).rule
        == "language"
    )
    assert lead(read_as("hours", language="und")) is Lead.AI


def always(facts: Mapping[str, object]) -> bool:
    return facts["staff_free"] == 1 and facts["in_hours"] is True


def never(facts: Mapping[str, object]) -> bool:
    return facts["turn"] == 99


def test_the_first_company_rule_that_holds_decides() -> None:
    rules = (
        Rule("no", "turn == 99", Lead.PERSON, texts("no"), never),
        Rule("yes", "in_hours", Lead.PERSON, texts("yes"), always),
    )
    leading = who_leads(moment_of(read_as("hours")), a_policy(rules=rules), OPEN, CERTIFIED)
    assert (leading.lead, leading.rule, leading.rule_kind) == (Lead.PERSON, "yes", RuleKind.POLICY)
    assert (
        who_leads(moment_of(read_as("hours")), a_policy(rules=rules), CLOSED, CERTIFIED).rule
        == "tier-low"
    )


def test_a_company_rule_cannot_give_the_ai_what_it_may_not_answer() -> None:
    rules = (Rule("ai", "true", Lead.AI, texts("ai"), always),)
    leading = who_leads(moment_of(read_as("account")), a_policy(rules=rules), OPEN, CERTIFIED)
    assert (leading.lead, leading.rule) == (Lead.PERSON, "not-for-ai")


def test_while_waiting_the_person_leads_and_a_hard_rule_keeps_its_name() -> None:
    waiting = while_waiting(who_leads(moment_of(read_as("hours")), a_policy(), OPEN, CERTIFIED))
    assert (waiting.lead, waiting.rule) == (Lead.PERSON, "waits-for-a-person")
    assert while_waiting(
        who_leads(moment_of(read_as("card")), a_policy(), OPEN, CERTIFIED)
    ).rule == ("suspected_fraud")


def test_without_an_article_a_person_leads() -> None:
    leading = nothing_to_go_by(who_leads(moment_of(read_as("loan")), a_policy(), OPEN, CERTIFIED))
    assert (leading.lead, leading.rule) == (Lead.PERSON, "no-article")


def led(standing: Standing, signals: Signals | None = None, **changes: object) -> Leading:
    policy = a_policy(**changes)
    return who_leads(moment_of(signals or read_as("hours"), policy), policy, OPEN, standing)


@pytest.mark.parametrize("status", ["none", "suspended", "expired", "void", "never"])
def test_without_a_certificate_that_holds_a_person_reviews(status: Status) -> None:
    leading = led(Standing("c", None, status))
    assert (leading.lead, leading.rule, leading.rule_kind) == (
        Lead.REVIEW,
        "no-certificate",
        RuleKind.CERTIFICATE,
    )
    assert len({leading.reason(locale) for locale in ("en", "de", "es")}) == 3


def test_under_the_certified_confidence_a_person_reviews() -> None:
    over, under = Standing("c", 0.9, "certified"), Standing("c", 0.91, "certified")
    assert led(over, read_as("hours", 0.9)).rule == "tier-low"
    assert led(under, read_as("hours", 0.9)).rule == "under-certificate"


def test_without_anybody_to_review_the_uncertified_goes_to_a_person() -> None:
    policy = a_policy()
    leading = who_leads(moment_of(read_as("hours")), policy, CLOSED, Standing(None, None, "none"))
    assert (leading.lead, leading.rule) == (Lead.PERSON, "nobody-to-review")


def test_fixed_words_of_the_company_need_no_certificate() -> None:
    assert led(NOT_NEEDED, read_as("hello")).lead is Lead.AI
    asks = read_as("hours", flagged=frozenset({"asks_if_ai"}))
    assert led(Standing(None, None, "none"), asks).lead is Lead.AI


def test_where_a_certificate_is_advised_the_matrix_leads_without_it() -> None:
    advised = replace(TRUST, certificate=Requirement.ADVISED)
    assert led(Standing(None, None, "none"), trust=advised).lead is Lead.AI


def test_a_certificate_gives_the_ai_nothing_that_others_keep_from_it() -> None:
    for name in ("loan", "card", "account"):
        assert led(CERTIFIED, read_as(name)).lead is not Lead.AI


readings = st.builds(
    Signals,
    version=st.just("s1"),
    language=st.sampled_from(["en", "de", "und"]),
    language_probability=st.floats(0, 1),
    kinds=st.tuples(
        st.builds(
            KindScore,
            st.sampled_from(["hours", "card", "loan", "account", "hello"]),
            st.floats(0, 1),
        )
    ),
    emotions=st.dictionaries(st.sampled_from(["anger", "worry", "joy"]), st.floats(0, 1)),
    sentiment=st.floats(-1, 1),
    flagged=st.frozensets(st.sampled_from(sorted(HARD_RULES)), max_size=2),
)
staffings = st.builds(Staffing, st.booleans(), st.integers(0, 3), st.integers(0, 3), st.booleans())


@given(readings, staffings)
def test_no_reading_lets_the_ai_past_a_hard_rule_the_switch_or_a_high_tier(
    signals: Signals, staffing: Staffing
) -> None:
    policy = a_policy()
    moment = moment_of(signals, policy)
    leading = who_leads(moment, policy, staffing, CERTIFIED)
    if signals.flagged or staffing.ai_stopped or moment.tier is Level.HIGH:
        assert leading.lead is Lead.PERSON
    if leading.lead is Lead.REVIEW:
        assert staffing.people_here
    assert who_leads(moment, policy, staffing, CERTIFIED) == leading
    assert all(leading.reason(locale) for locale in ("en", "de", "es"))
