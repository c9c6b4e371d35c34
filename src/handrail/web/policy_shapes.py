"""Policy shapes: what the company has decided, the record of decisions, and assessments."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from handrail.domain.level import Level
from handrail.domain.policy import Lead
from handrail.web.problems import PolicyProblem
from handrail.web.shapes import Answer, Locale, Request


class PolicyName(Answer, frozen=True):
    """A policy by name and version."""

    name: str
    version: str


class DecisionShape(Answer, frozen=True):
    """One decision: who led a turn, by which rule, on what evidence."""

    id: str
    turn_seq: int
    at: datetime
    lead: Lead
    tier: Level
    kind: str
    rule: str
    rule_kind: str
    reason: str
    reason_customer: str
    moment: Mapping[str, object]
    scores: Mapping[str, object]
    evidence: Mapping[str, object]
    policy: PolicyName
    signals_version: str
    outcome: str
    kind_title: str | None = None
    conversation_id: str | None = None
    text: str | None = None


class Decisions(Answer, frozen=True):
    """Decisions of one conversation, oldest first."""

    decisions: Sequence[DecisionShape]


class DecisionPageShape(Answer, frozen=True):
    """One page of decisions of all conversations, latest first."""

    items: Sequence[DecisionShape]
    next_cursor: str | None = None


class PolicyVersionShape(Answer, frozen=True):
    """A loaded version; ``active_since`` is set on the one that decides."""

    name: str
    version: str
    loaded_at: datetime
    loaded_by: str
    active_since: datetime | None = None


class Policies(Answer, frozen=True):
    """The policy that decides, and all loaded versions."""

    active: PolicyName
    versions: Sequence[PolicyVersionShape]


class KindShape(Answer, frozen=True):
    """A kind of moment, and who leads it when nothing else is decided."""

    name: str
    title: str
    risk: Level
    value: Level
    tier: Level
    lead: Lead
    ai_may_answer: bool
    examples: int
    hard_rule: str | None = None
    clause: str | None = None
    guidance: str | None = None
    accuracy: float | None = None


class RuleShape(Answer, frozen=True):
    """A rule of the company's."""

    name: str
    when: str
    lead: Lead
    because: str


class HardRuleShape(Answer, frozen=True):
    """A rule that no policy overrides."""

    name: str
    because: str


class PolicyShape(Answer, frozen=True):
    """One version of a policy, in full."""

    name: str
    version: str
    title: str
    toml: str
    kinds: Sequence[KindShape]
    tiers: Mapping[Level, Mapping[Level, Level]]
    leads: Mapping[Level, Lead]
    rules: Sequence[RuleShape]
    hard_rules: Sequence[HardRuleShape]
    problems: Sequence[PolicyProblem] | None = None


class NewPolicy(Request, frozen=True):
    """A policy file to load."""

    toml: Annotated[str, Meta(min_length=1, max_length=900_000)]


class EarlierLine(Request, frozen=True):
    """An earlier line of a conversation."""

    speaker: Literal["customer", "ai", "staff", "system"] = msgspec.field(name="from")
    text: Annotated[str, Meta(max_length=8000)]


class AssessmentWish(Request, frozen=True):
    """A text to assess, as if a customer had written it; ``policy`` is a loaded name or version."""

    text: Annotated[str, Meta(examples=["I do not recognise a payment on my account."])]
    locale: Locale = "en"
    history: Annotated[list[EarlierLine], Meta(max_length=50)] = msgspec.field(
        default_factory=list[EarlierLine]
    )
    policy: Annotated[str, Meta(min_length=1, max_length=100)] | None = None


class AssessmentShape(Answer, frozen=True):
    """The moment, and who would lead it; nothing is kept."""

    lead: Lead
    tier: Level
    kind: str
    moment: Mapping[str, object]
    scores: Mapping[str, object]
    rule: str
    rule_kind: str
    reason: str
    reason_customer: str
    policy: PolicyName
    signals_version: str
    would_answer: bool
    kind_title: str | None = None
