"""Record: for each decision the rule, the evidence and the policy version."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from handrail.domain.autonomy import Leading
from handrail.domain.certificate import Standing
from handrail.domain.moment import Moment
from handrail.domain.policy import Policy
from handrail.domain.staffing import Staffing


class Outcome(StrEnum):
    """What came of a decision."""

    ANSWERED = "answered"
    DID_NOT_KNOW = "did_not_know"
    ASKED_BACK = "asked_back"
    REVIEW = "review"
    HANDED_OFF = "handed_off"
    TOOL = (
        "tool"  # a step towards a tool's call: a question, a stated effect, a request for approval
    )


AI_WROTE = (Outcome.ANSWERED, Outcome.REVIEW)  # there is an answer of the AI's to judge


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as it is kept: enough to explain it, and to take it again."""

    id: str
    conversation_id: str
    turn_seq: int
    at: datetime
    lead: str
    tier: str
    kind: str
    rule: str
    rule_kind: str
    reason: str
    reason_customer: str
    moment: Mapping[str, object]
    scores: Mapping[str, object]
    evidence: Mapping[str, object]
    policy_name: str
    policy_version: str
    signals_version: str
    outcome: Outcome
    confidence: float = 0.0  # of the kind, 0 to 1
    first_of_kind: bool = True  # the AI had written nothing on this kind in this conversation


@dataclass(frozen=True, slots=True)
class Case:
    """What a decision was taken on."""

    conversation_id: str
    turn_seq: int
    moment: Moment
    leading: Leading
    policy: Policy
    staffing: Staffing
    standing: Standing
    first_of_kind: bool = True


def record(case: Case, decision_id: str, at: datetime, outcome: Outcome) -> Decision:
    """The decision as a record; plain values throughout, so that any store keeps it."""
    moment, leading = case.moment, case.leading
    return Decision(
        id=decision_id,
        conversation_id=case.conversation_id,
        turn_seq=case.turn_seq,
        at=at,
        lead=leading.lead.value,
        tier=moment.tier.value,
        kind=moment.kind.name,
        rule=leading.rule,
        rule_kind=leading.rule_kind.value,
        reason=leading.reason("en"),
        reason_customer=leading.reason(case.policy.locale(moment.locale)),
        moment=summary(moment),
        scores=scores(moment),
        evidence={
            "locale": moment.locale,
            "channel": moment.channel,
            "turn": moment.turn,
            "repeated": moment.repeated,
            "ai_unknowns": moment.ai_unknowns,
            "sentiment_trend": moment.sentiment_trend,
            "customer": asdict(moment.customer),
            "staffing": asdict(case.staffing),
            "standing": asdict(case.standing),
        },
        policy_name=case.policy.name,
        policy_version=case.policy.version,
        signals_version=moment.signals.version,
        outcome=outcome,
        confidence=moment.kind_probability,
        first_of_kind=case.first_of_kind,
    )


def summary(moment: Moment) -> Mapping[str, object]:
    """The moment's levels and the reasons in words."""
    return {
        "risk": moment.risk.value,
        "value": moment.value.value,
        "emotion": moment.emotion.value,
        "complexity": moment.complexity.value,
        "confidence": moment.confidence.value,
        "reasons": list(moment.reasons),
    }


def scores(moment: Moment) -> Mapping[str, object]:
    """What the models read, as stored for replay."""
    read = moment.signals
    return {
        "kinds": [{"name": kind.name, "probability": kind.probability} for kind in read.kinds],
        "emotions": dict(read.emotions),
        "sentiment": read.sentiment,
        "cues": dict(read.cues),
        "flagged": sorted(read.flagged),
        "language": read.language,
        "language_probability": read.language_probability,
        "failing": read.failing,
        "repeats": read.repeats,
    }
