"""Signals: what the bundled models read in one customer message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ASKS_FOR_PERSON = "asks_for_person"
ASKS_IF_AI = "asks_if_ai"
SELF_HARM = "self_harm"
SUSPECTED_FRAUD = "suspected_fraud"
BEREAVEMENT = "bereavement"
REGULATOR_COMPLAINT = "regulator_complaint"
CLINICAL_QUESTION = "clinical_question"
VULNERABLE_CUSTOMER = "vulnerable_customer"
COMPLAINT = "complaint"
SEVERE_COMPLAINT = "severe_complaint"
THREAT_TO_LEAVE = "threat_to_leave"
ABUSE = "abuse"
PROMPT_INJECTION = "prompt_injection"
SEVERAL_REQUESTS = "several_requests"
URGENCY = "urgency"
MONEY_TROUBLE = "money_trouble"
ILLNESS_OR_DISABILITY = "illness_or_disability"
LANGUAGE_BARRIER = "language_barrier"
OLD_OR_FRAIL = "old_or_frail"

CUES = (
    ASKS_FOR_PERSON,
    ASKS_IF_AI,
    SELF_HARM,
    SUSPECTED_FRAUD,
    BEREAVEMENT,
    REGULATOR_COMPLAINT,
    CLINICAL_QUESTION,
    VULNERABLE_CUSTOMER,
    COMPLAINT,
    SEVERE_COMPLAINT,
    THREAT_TO_LEAVE,
    ABUSE,
    PROMPT_INJECTION,
    SEVERAL_REQUESTS,
    URGENCY,
    MONEY_TROUBLE,
    ILLNESS_OR_DISABILITY,
    LANGUAGE_BARRIER,
    OLD_OR_FRAIL,
)
EMOTIONS = ("anger", "worry", "sadness", "confusion", "joy", "gratitude")


@dataclass(frozen=True, slots=True)
class KindScore:
    """One kind of moment and its calibrated probability, 0 to 1."""

    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Signals:
    """One message as the models read it; stored with the turn so that a decision can be replayed.

    Probabilities are 0 to 1 and calibrated, ``sentiment`` is -1 to 1. ``flagged`` holds the cues whose
    probability passed the threshold that belongs to the cue and to ``version``. ``failing`` and
    ``repeats`` need what was said before: the probability that the conversation ends badly, and that
    the customer says the same again.
    """

    version: str
    language: str
    language_probability: float
    kinds: tuple[KindScore, ...] = ()
    emotions: Mapping[str, float] = field(default_factory=dict[str, float])
    sentiment: float = 0.0
    cues: Mapping[str, float] = field(default_factory=dict[str, float])
    flagged: frozenset[str] = frozenset()
    failing: float = 0.0
    repeats: float = 0.0

    @property
    def best_kind(self) -> KindScore | None:
        """The most probable kind of moment, or None when no kind was scored."""
        return self.kinds[0] if self.kinds else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one call of the models gives for a message: its signals and its sentence embedding.

    ``embedding`` has unit length; knowledge is searched with it.
    """

    signals: Signals
    embedding: Sequence[float]
