from dataclasses import replace
from datetime import UTC, datetime

from handrail.domain.autonomy import who_leads
from handrail.domain.certificate import Standing
from handrail.domain.moment import Turn, assess
from handrail.domain.policy import Lead, Rule
from handrail.domain.record import Case, Outcome, record
from handrail.domain.replay import decide_again
from handrail.domain.staffing import Staffing
from tests.domain.policies import CERTIFIED, a_policy, read_as

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_case(text: str = "loan?") -> Case:
    policy = a_policy()
    signals = read_as("loan", 0.5, emotions={"anger": 0.7}, cues={"self_harm": 0.1})
    moment = assess(Turn(text, "de"), signals, policy)
    staffing = Staffing(in_hours=True, on_duty=1)
    return Case(
        "c", 2, moment, who_leads(moment, policy, staffing, CERTIFIED), policy, staffing, CERTIFIED
    )


def test_a_record_names_rule_evidence_and_versions() -> None:
    kept = record(a_case(), "d", NOW, Outcome.HANDED_OFF)
    assert (kept.lead, kept.rule, kept.policy_version, kept.signals_version) == (
        "PERSON",
        "tier-high",
        "v1",
        "s1",
    )
    assert kept.reason_customer.startswith("Hier steht viel")
    assert kept.evidence["staffing"] == {
        "in_hours": True,
        "on_duty": 1,
        "free": 0,
        "ai_stopped": False,
    }


def test_a_decision_can_be_taken_again_from_its_record() -> None:
    case = a_case()
    kept = record(case, "d", NOW, Outcome.HANDED_OFF)
    assert decide_again(kept, "loan?", case.policy) == case.leading


def test_a_decision_by_its_certificate_is_taken_again_alike() -> None:
    policy = a_policy()
    moment = assess(Turn("hours?"), read_as("hours"), policy)
    staffing = Staffing(in_hours=True)
    for standing in (CERTIFIED, Standing("c", 0.95, "certified"), Standing(None, None, "none")):
        leading = who_leads(moment, policy, staffing, standing)
        case = Case("c", 2, moment, leading, policy, staffing, standing)
        kept = record(case, "d", NOW, Outcome.ANSWERED)
        assert decide_again(kept, "hours?", policy) == leading
        assert kept.confidence == 0.9


def test_a_decision_from_before_there_were_certificates_needs_none() -> None:
    policy = a_policy()
    moment = assess(Turn("hours?"), read_as("hours"), policy)
    staffing = Staffing(in_hours=True)
    leading = who_leads(moment, policy, staffing, CERTIFIED)
    kept = record(
        Case("c", 2, moment, leading, policy, staffing, CERTIFIED), "d", NOW, Outcome.ANSWERED
    )
    evidence = {key: value for key, value in kept.evidence.items() if key != "standing"}
    assert decide_again(replace(kept, evidence=evidence), "hours?", policy).lead is Lead.AI


def test_how_the_conversation_goes_is_kept_and_read_again() -> None:
    case = a_case()
    signals = replace(case.moment.signals, failing=0.7, repeats=0.9)
    kept = record(
        replace(case, moment=replace(case.moment, signals=signals)), "d", NOW, Outcome.HANDED_OFF
    )
    assert (kept.scores["failing"], kept.scores["repeats"]) == (0.7, 0.9)
    policy = replace(case.policy, rules=(failing_rule(),))
    assert decide_again(kept, "loan?", policy).rule == "failing"


def failing_rule() -> Rule:
    because = {"en": "This is not going well.", "de": "Das läuft nicht gut."}
    return Rule(
        "failing", "failing == 0.7", Lead.PERSON, because, lambda facts: facts["failing"] == 0.7
    )
