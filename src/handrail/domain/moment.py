"""Moment: what a customer's turn is about and how much is at stake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handrail.domain.course_calls import Made
from handrail.domain.level import Level
from handrail.domain.policy import UNKNOWN_KIND, Kind, Policy
from handrail.domain.signals import Signals

HEAVY_EMOTIONS = ("anger", "worry", "sadness")  # confusion wants an answer, not a person
ALIKE_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Said:
    """One earlier line of the conversation: who said it, and how it was read (as in Signals)."""

    party: str  # "customer", "ai", "staff" or "system"
    text: str
    sentiment: float = 0.0
    did_not_know: bool = False
    emotions: Mapping[str, float] = field(default_factory=dict[str, float])
    cues: Mapping[str, float] = field(default_factory=dict[str, float])
    repeats: float = 0.0


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """What governance lets a decision know about the customer."""

    known: bool = False
    segment: str = ""
    vulnerable: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A customer's turn, assessed: levels, the tier they make, and the reasons in words."""

    text: str
    locale: str
    channel: str
    kind: Kind
    kind_probability: float
    risk: Level
    value: Level
    emotion: Level
    complexity: Level
    confidence: Level
    tier: Level
    signals: Signals
    customer: KnownCustomer
    turn: int
    ai_unknowns: int
    repeated: bool
    sentiment_trend: float
    reasons: tuple[str, ...]

    def facts(self) -> Mapping[str, object]:
        """The facts that a policy's conditions may name."""
        return {
            "text": self.text,
            "kind": self.kind.name,
            "kind_probability": float(self.kind_probability),
            "risk": self.risk.value,
            "value": self.value.value,
            "emotion": self.emotion.value,
            "complexity": self.complexity.value,
            "confidence": self.confidence.value,
            "tier": self.tier.value,
            "cues": sorted(self.signals.flagged),
            "cue": {name: float(p) for name, p in self.signals.cues.items()},
            "sentiment": float(self.signals.sentiment),
            "sentiment_trend": float(self.sentiment_trend),
            "language": self.signals.language,
            "locale": self.locale,
            "channel": self.channel,
            "turn": self.turn,
            "ai_unknowns": self.ai_unknowns,
            "repeated": self.repeated,
            "repeats": float(self.signals.repeats),
            "failing": float(self.signals.failing),
            "customer_known": self.customer.known,
            "customer_segment": self.customer.segment,
            "customer_vulnerable": self.customer.vulnerable,
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """What is known when a customer's turn is assessed.

    ``calls`` are those of the AI's, each with how many of the ``earlier`` lines had been said before it;
    None where the desk has no tools.
    """

    text: str
    locale: str = "en"
    channel: str = "web"
    earlier: Sequence[Said] = ()
    customer: KnownCustomer = KnownCustomer()
    calls: Sequence[tuple[int, Made]] | None = None


def assess(turn: Turn, signals: Signals, policy: Policy) -> Moment:
    """Assess a turn: the kind it is, five levels, and the tier that they make under this policy."""
    kind, probability, confidence = _kind_of(signals, policy)
    emotion, emotion_reason = _emotion_of(signals, policy)
    complexity, complexity_reason = _complexity_of(turn.text, policy)
    asked = [said for said in turn.earlier if said.party == "customer"]
    repeated = any(alike(turn.text, said.text) for said in asked[-3:])
    tier, tier_reason = _tier_of(policy, kind, emotion, complexity, confidence)
    return Moment(
        text=turn.text,
        locale=turn.locale,
        channel=turn.channel,
        kind=kind,
        kind_probability=probability,
        risk=kind.risk,
        value=kind.value,
        emotion=emotion,
        complexity=complexity,
        confidence=confidence,
        tier=tier,
        signals=signals,
        customer=turn.customer,
        turn=len(asked) + 1,
        ai_unknowns=_unknowns_in_a_row(turn.earlier),
        repeated=repeated,
        sentiment_trend=_trend([said.sentiment for said in asked] + [signals.sentiment]),
        reasons=(
            f"kind: {kind.title.get('en', kind.name)} ({probability:.0%} sure)",
            f"risk {kind.risk}, value {kind.value} for this kind",
            emotion_reason,
            complexity_reason,
            tier_reason,
        ),
    )


def _kind_of(signals: Signals, policy: Policy) -> tuple[Kind, float, Level]:
    best = signals.best_kind
    if best is None or best.probability < policy.thresholds.kind_maybe:
        return policy.unknown, best.probability if best else 0.0, Level.LOW
    sure = best.probability >= policy.thresholds.kind_sure
    return policy.kind(best.name), best.probability, Level.HIGH if sure else Level.MEDIUM


def _emotion_of(signals: Signals, policy: Policy) -> tuple[Level, str]:
    felt = {name: signals.emotions.get(name, 0.0) for name in HEAVY_EMOTIONS}
    name, strength = max(felt.items(), key=lambda pair: pair[1])
    if strength >= policy.thresholds.emotion_high:
        return Level.HIGH, f"emotion high: {name} ({strength:.0%})"
    if strength >= policy.thresholds.emotion_medium:
        return Level.MEDIUM, f"emotion medium: {name} ({strength:.0%})"
    return Level.LOW, "emotion low: nothing strong was read"


def _complexity_of(text: str, policy: Policy) -> tuple[Level, str]:
    words, questions = len(text.split()), text.count("?")
    if words >= policy.thresholds.complex_words or questions >= 4:
        return Level.HIGH, f"complexity high: {words} words, {questions} questions"
    if words >= policy.thresholds.complex_words // 2 or questions >= 2:
        return Level.MEDIUM, f"complexity medium: {words} words, {questions} questions"
    return Level.LOW, "complexity low: one short request"


def _tier_of(
    policy: Policy, kind: Kind, emotion: Level, complexity: Level, confidence: Level
) -> tuple[Level, str]:
    tier = policy.tiers[kind.risk, kind.value]
    if kind.reply is not None:
        return tier, f"tier {tier} from risk and value"
    raises = [
        reason
        for holds, reason in (
            (emotion is Level.HIGH, "strong emotion"),
            (complexity is Level.HIGH, "a complex request"),
            (
                confidence is Level.MEDIUM and kind.name != UNKNOWN_KIND and kind.risk > Level.LOW,
                "an unsure reading where risk is not low",
            ),
        )
        if holds
    ]
    if not raises:
        return tier, f"tier {tier} from risk and value"
    return tier.raised(), f"tier {tier.raised()}: {tier} raised by {' and '.join(raises)}"


def alike(text: str, other: str) -> bool:
    """Whether two messages say nearly the same: Jaccard share of their words, four words at least."""
    words, others = set(text.lower().split()), set(other.lower().split())
    if min(len(words), len(others)) < 4:
        return False
    return len(words & others) / len(words | others) >= ALIKE_SHARE


def _unknowns_in_a_row(earlier: Sequence[Said]) -> int:
    count = 0
    for said in reversed([said for said in earlier if said.party == "ai"]):
        if not said.did_not_know:
            break
        count += 1
    return count


def _trend(sentiments: Sequence[float]) -> float:
    """Latest sentiment less the mean of those before it; 0 with nothing before."""
    if len(sentiments) < 2:
        return 0.0
    before = sentiments[:-1]
    return sentiments[-1] - sum(before) / len(before)
