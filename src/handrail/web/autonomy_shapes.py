"""Autonomy shapes: what the AI may do alone, on what evidence, and judging its answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from handrail.domain.level import Level
from handrail.web.desk_shapes import SourceShape
from handrail.web.shapes import Answer, Request

Verdict = Literal["right", "wrong", "harmful", "unclear"]
JudgedBy = Literal["staff", "customer", "case"]
Status = Literal["certified", "none", "suspended", "expired", "void", "never", "not_needed"]
KindName = Annotated[str, Meta(min_length=1, max_length=100)]
Share = Annotated[float, Meta(ge=0.0, le=1.0)]
JudgementNote = Annotated[str, Meta(max_length=2000, examples=["The fee changed in October."])]


class CertificateShape(Answer, frozen=True):
    """That the AI's error on a kind is at most alpha over the threshold, except with probability delta."""

    id: str
    kind: str
    title: str
    sentence: str
    threshold: float
    judged: int
    errors: int
    upper: float
    coverage: float
    alpha: float
    delta: float
    window_from: datetime
    window_to: datetime
    signals_version: str
    policy_version: str
    issued_by: str
    issued_at: datetime
    valid_until: datetime
    suspended_at: datetime | None = None
    suspended_because: str | None = None


class CurvePointShape(Answer, frozen=True):
    """One confidence threshold: what the AI would lead over it, and how often it was wrong there.

    ``allowed``: a certificate may be issued at it.
    """

    threshold: float
    coverage: float
    judged: int
    errors: int
    risk: float
    upper: float
    allowed: bool


class KindAutonomy(Answer, frozen=True):
    """One kind of moment: whether the AI may lead it, why, and the evidence of the window.

    ``curve`` is that of the last planned look at the evidence, ``lowest`` the threshold at which a
    certificate would be issued now, ``next_look`` the judged answers that bring the next look.
    """

    kind: str
    title: str
    tier: Level
    risk: Level
    value: Level
    status: Status
    sentence: str
    judged: int
    errors: int
    turns: int
    turns_per_day: float
    curve: Sequence[CurvePointShape]
    alpha: float | None = None
    delta: float | None = None
    why_not: str | None = None
    needed: int | None = None
    lowest: float | None = None
    next_look: int | None = None
    certificate: CertificateShape | None = None


class ReviewsUntilFirst(Answer, frozen=True):
    """How many reviews a kind needs until its first certificate, by simulation, at a true error.

    ``got_one`` is the share that had one within ``within`` reviews; a quantile beyond is left out.
    """

    error: float
    alpha: float
    delta: float
    got_one: float
    within: int
    p50: int | None = None
    p90: int | None = None


class StartOfLife(Answer, frozen=True):
    """What to expect from day one on."""

    reviews_until_first: Sequence[ReviewsUntilFirst]


class AgreementShape(Answer, frozen=True):
    """How far two people who judged the same answer agree (Cohen's kappa)."""

    pairs: int
    agreed: int
    kappa: float | None = None


class AutonomyShape(Answer, frozen=True):
    """What the AI may do alone under the policy that decides, kind by kind.

    ``minutes_per_person`` is the median time that a conversation takes a person; left out while
    none was measured.
    """

    policy: str
    policy_version: str
    certificate: Literal["required", "advised"]
    signals_version: str
    kinds: Sequence[KindAutonomy]
    start: StartOfLife
    agreement: AgreementShape
    minutes_per_person: float | None = None


class IssueCertificates(Request, frozen=True):
    """Which kind to certify (none: all), and a threshold more careful than the bound allows."""

    kind: KindName | None = None
    threshold: Share | None = None


class RefusalShape(Answer, frozen=True):
    """A kind that gets no certificate, and what it would take."""

    kind: str
    title: str
    reason: Literal["too_few", "too_many_errors", "never"]
    sentence: str
    needed: int | None = None


class IssuedCertificates(Answer, frozen=True):
    """What was issued, and what was refused."""

    issued: Sequence[CertificateShape]
    refused: Sequence[RefusalShape]


class SuspendCertificate(Request, frozen=True):
    """Why the AI must not lead this kind by itself any more."""

    reason: Annotated[str, Meta(min_length=1, max_length=500, examples=["The fees changed today."])]


class JudgementShape(Answer, frozen=True):
    """Somebody's verdict on an answer of the AI's; ``name`` says who to a reader."""

    who: str
    name: str
    by: JudgedBy
    verdict: Verdict
    at: datetime
    note: str | None = None


class SampleShape(Answer, frozen=True):
    """An answer of the AI's that was drawn for review.

    Who is wanted as the second reviewer sees no verdict before giving theirs.
    """

    decision_id: str
    conversation_id: str
    turn_seq: int
    kind: str
    title: str
    confidence: float
    probability: float
    drawn_at: datetime
    question: str
    answer: str
    citations: Sequence[SourceShape]
    judgements: Sequence[JudgementShape]
    second_wanted: bool


class Samples(Answer, frozen=True):
    """One page of samples, and how many wait for my verdict."""

    samples: Sequence[SampleShape]
    open: int
    next_cursor: str | None = None


class JudgeSample(Request, frozen=True):
    """A verdict on a drawn answer; given once."""

    verdict: Verdict
    note: JudgementNote = ""


class JudgeDecision(Request, frozen=True):
    """A verdict that a case came to; ``case`` is its number in the company's own records."""

    verdict: Verdict
    case: Annotated[str, Meta(min_length=1, max_length=200, examples=["C-2026-0412"])]
    note: JudgementNote = ""


class SayResolved(Request, frozen=True):
    """Whether the AI's last answer settled the matter."""

    resolved: bool
