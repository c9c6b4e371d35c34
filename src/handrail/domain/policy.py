"""Policy: what a company has decided about its moments, as typed data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from handrail.domain.drafting import DRAFTING, Drafting
from handrail.domain.level import Level
from handrail.domain.playbook import Playbook
from handrail.domain.tool import ToolSpec
from handrail.domain.tool_words import Speech
from handrail.domain.wrap_up_rules import WRAP_UP, WrapUpRules

UNKNOWN_KIND = "unknown"
LOCALES = ("en", "de", "es")

Facts = Mapping[str, object]
Texts = Mapping[str, str]  # by locale


class PolicyError(ValueError):
    """A policy or article file was refused: where, why, and what to do about it.

    ``line`` (from 1) is where the key stands, None where that is not known.
    """

    def __init__(
        self, source: str, key: str, reason: str, remedy: str, line: int | None = None
    ) -> None:
        where = f"line {line}, {key}" if line is not None else key
        self.sentence = f"{where}: {reason}. {remedy}."
        super().__init__(f"{source}: {self.sentence}")
        self.source = source
        self.key = key
        self.reason = reason
        self.remedy = remedy

    def on_line(self, line: int | None) -> "PolicyError":
        """The same with the line on which its key stands."""
        return PolicyError(self.source, self.key, self.reason, self.remedy, line)


class Lead(StrEnum):
    """Who leads a turn."""

    AI = "AI"
    REVIEW = "REVIEW"
    PERSON = "PERSON"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of moment: what customers come with, how much is at stake, and who may help."""

    name: str
    title: Texts
    risk: Level
    value: Level
    examples: tuple[str, ...]
    ai_may_answer: bool = False
    hard_rule: str | None = None
    skills: tuple[str, ...] = ()
    guidance: str = ""
    clause: str = ""
    first_step: str = ""
    pain_points: tuple[str, ...] = ()
    reply: Texts | None = None
    tool: str | None = None  # what the AI may do about it


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition written by the company; the first that holds decides."""

    name: str
    when: str
    lead: Lead
    because: Texts
    holds: Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a score becomes a word; probabilities 0 to 1."""

    kind_sure: float
    kind_maybe: float
    retrieval: float
    emotion_medium: float
    emotion_high: float
    complex_words: int


@dataclass(frozen=True, slots=True)
class Promises:
    """What the company promises about time."""

    accept_offer_s: int
    review_s: int
    wait_update_s: int
    first_reply_target_s: int
    callback_slot_min: int
    follow_up_h: int


class Requirement(StrEnum):
    """What a certificate is to this company."""

    REQUIRED = "required"  # the AI leads a kind alone only under a certificate that holds
    ADVISED = "advised"  # evidence is gathered and shown; the tier matrix leads without it


@dataclass(frozen=True, slots=True)
class TierBound:
    """What a tier demands of the AI: its error at most ``alpha``, except with probability ``delta``.

    ``sample`` is the share of the AI's own answers that is drawn for review. ``never``: nothing lets
    the AI lead this tier alone, and there is no bound.
    """

    sample: float
    alpha: float | None = None
    delta: float | None = None
    never: bool = False


@dataclass(frozen=True, slots=True)
class Trust:
    """When the AI may lead alone: the bound of each tier, and how long evidence and certificates last."""

    certificate: Requirement
    window_days: int
    valid_days: int
    drift_false_alarm: float  # probability that drift is ever announced though nothing moved
    tiers: Mapping[Level, TierBound]


TRUST = Trust(
    certificate=Requirement.REQUIRED,
    window_days=90,
    valid_days=90,
    drift_false_alarm=0.05,
    tiers={
        Level.LOW: TierBound(sample=0.10, alpha=0.10, delta=0.10),
        Level.MEDIUM: TierBound(sample=0.25, alpha=0.05, delta=0.05),
        Level.HIGH: TierBound(sample=1.0, never=True),
    },
)
"""What holds where a policy says nothing of it."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When people are there: per weekday (Monday first) the spans, in the desk's time zone."""

    time_zone: str
    days: tuple[tuple[tuple[time, time], ...], ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """One loaded version of a policy file."""

    name: str
    version: str
    title: str
    company: str
    locales: tuple[str, ...]
    ai_languages: tuple[str, ...]
    hours: OpeningHours
    promises: Promises
    thresholds: Thresholds
    tiers: Mapping[tuple[Level, Level], Level]  # (risk, value) -> tier
    leads: Mapping[Level, Lead]
    unknown: Kind
    kinds: Mapping[str, Kind]
    rules: tuple[Rule, ...]
    disclosure: Mapping[str, Texts]  # locale -> key -> text
    trust: Trust = TRUST
    tools: Mapping[str, ToolSpec] = field(default_factory=dict[str, ToolSpec])
    wrap_up: WrapUpRules = WRAP_UP
    jargon: Mapping[str, str] = field(default_factory=dict[str, str])  # term -> plain words
    playbooks: tuple[Playbook, ...] = ()
    drafting: Drafting = DRAFTING

    def tier(self, kind: Kind) -> Level:
        """The tier of a kind by its own risk and value, before a moment raises it."""
        return self.tiers[kind.risk, kind.value]

    def bound(self, kind: Kind) -> TierBound:
        """What the kind's tier demands of the AI."""
        return self.trust.tiers[self.tier(kind)]

    def kind(self, name: str) -> Kind:
        """The kind of that name; the unknown kind when the policy has none of it."""
        return self.kinds.get(name, self.unknown)

    def locale(self, wanted: str) -> str:
        """The closest locale the policy has texts for: ``de-AT`` gives ``de``, else its first."""
        language = wanted.lower().split("-")[0]
        return language if language in self.locales else self.locales[0]

    def speech(self, wanted: str) -> Speech:
        """How values of tools are said to a customer of that locale."""
        return Speech(self.locale(wanted), self.hours.time_zone)
