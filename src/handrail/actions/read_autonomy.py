"""Read autonomy: what the AI may do alone, kind by kind, with the evidence and what is missing."""

import asyncio
import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from handrail.actions.desk import Desk
from handrail.actions.evidence import KindEvidence
from handrail.actions.gather_turn import kinds_of
from handrail.actions.issue_certificates import bound_of
from handrail.domain.basis import basis
from handrail.domain.certificate import (
    Bound,
    Certificate,
    Certified,
    Refusal,
    Standing,
)
from handrail.domain.day_one import ReviewsNeeded, reviews_until_first
from handrail.domain.judgement import Agreement, agreement
from handrail.domain.level import Level
from handrail.domain.look import Look, look_at
from handrail.domain.policy import Kind, Policy
from handrail.domain.risk_curve import CurvePoint, RiskCurve
from handrail.domain.standing import standing_for

ERRORS = (0.01, 0.03, 0.05)  # true errors at which day one is simulated
TRIALS = 400
SEED = 20_261_124
KEPT = 256  # kinds, or versions of them


@dataclass(frozen=True, slots=True)
class KindRecord:
    """One kind: where it stands, and what the evidence of the window would carry now.

    ``refusal`` is why nothing would be issued, else ``lowest`` the threshold that would be.
    A certificate may stand at any of the ``allowed`` thresholds of the curve.
    ``next_look`` is how many judged answers bring the next look at the evidence.
    """

    kind: Kind
    bound: Bound | None
    standing: Standing
    certificate: Certificate | None
    judged: int
    errors: int
    turns: int
    turns_per_day: float
    curve: tuple[CurvePoint, ...] = ()
    allowed: frozenset[float] = frozenset()
    lowest: float | None = None
    next_look: int | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class AutonomyRecord:
    """What the AI may do alone under one policy version."""

    policy: Policy
    model_version: str
    kinds: tuple[KindRecord, ...]
    start: tuple[ReviewsNeeded, ...]
    agreement: Agreement
    minutes_per_person: float | None


async def read_autonomy(desk: Desk, names: Sequence[str] = ()) -> AutonomyRecord:
    """The record of all kinds, or of those named, under the policy that decides."""
    policy = await desk.policies.active()
    kinds = [policy.kind(name) for name in names or kinds_of(policy)]
    now = desk.now()
    since = now - timedelta(days=policy.trust.window_days)
    async with desk.store.transaction() as tx:
        certificates = await tx.certificates([kind.name for kind in kinds])
        bases = {kind.name: basis(policy, kind, desk.model_version) for kind in kinds}
        evidence = await tx.evidence(bases, since)
        pairs = await tx.double_judged(since)
        minutes = await tx.handling_minutes(since)

    def record(kind: Kind) -> KindRecord:
        certificate = certificates.get(kind.name)
        standing = standing_for(kind, policy, certificate, now, desk.model_version)
        return kind_record(kind, policy, evidence[kind.name], now, standing, certificate)

    return AutonomyRecord(
        policy=policy,
        model_version=desk.model_version,
        kinds=tuple(await asyncio.to_thread(lambda: [record(kind) for kind in kinds])),
        start=await asyncio.to_thread(day_one, bounds_in(policy)),
        agreement=agreement(pairs),
        minutes_per_person=minutes,
    )


def kind_record(
    kind: Kind,
    policy: Policy,
    evidence: KindEvidence,
    now: datetime,
    standing: Standing,
    certificate: Certificate | None,
) -> KindRecord:
    """One kind as its evidence shows it now."""
    bound = bound_of(kind, policy)
    since = evidence.start or now - timedelta(days=policy.trust.window_days)
    seen = KindRecord(
        kind=kind,
        bound=bound,
        standing=standing,
        certificate=certificate,
        judged=len(evidence.judged),
        errors=sum(one.wrong for one in evidence.judged),
        turns=evidence.turns,
        turns_per_day=evidence.turns / max(1.0, (now - since) / timedelta(days=1)),
    )
    if bound is None:
        return seen
    look = look_at(evidence.judged, bound)
    figures = figures_of(look, evidence.confidences)
    result = figures.result
    return replace(
        seen,
        curve=figures.points,
        allowed=figures.allowed,
        lowest=result.threshold if isinstance(result, Certified) else None,
        next_look=look.next,
        refusal=result if isinstance(result, Refusal) else None,
    )


def forget_figures() -> None:
    """Work everything out again; for measuring what the first reader waits for."""
    _worked_out.clear()


@dataclass(frozen=True, slots=True)
class Figures:
    """What the judged answers of one look come to."""

    points: tuple[CurvePoint, ...]
    allowed: frozenset[float]
    result: Certified | Refusal


_worked_out: dict[bytes, Figures] = {}


def figures_of(look: Look, confidences: Sequence[float]) -> Figures:
    """What a look comes to; worked out once per process while nothing of it changes.

    A verdict changes one kind at most, and every open page asks for all of them again.
    """
    numbers = array("d", (look.bound.alpha, look.bound.delta, len(look.judged)))
    for one in look.judged:
        numbers.extend((one.confidence, one.wrong, one.probability))
    numbers.extend(confidences)
    key = sha256(numbers.tobytes()).digest()
    figures = _worked_out.pop(key, None)
    if figures is None:
        curve = RiskCurve(look.judged, confidences, look.bound)
        figures = Figures(curve.points, curve.allowed, curve.certify())
    _worked_out[key] = figures  # the last to be forgotten
    while len(_worked_out) > KEPT:
        _worked_out.pop(next(iter(_worked_out)), None)
    return figures


def bounds_in(policy: Policy) -> tuple[Bound, ...]:
    """The different bounds of the policy's tiers, low first."""
    named = [policy.trust.tiers[tier] for tier in Level]
    bounds = [Bound(b.alpha, b.delta) for b in named if b.alpha is not None and b.delta is not None]
    return tuple(dict.fromkeys(bounds))


@lru_cache(16)
def day_one(bounds: tuple[Bound, ...]) -> tuple[ReviewsNeeded, ...]:
    """How many reviews bring the first certificate, simulated once per process, always alike."""
    source = random.Random(SEED)  # noqa: S311 - a simulation, nothing secret
    return tuple(
        reviews_until_first(error, bound, source.random, TRIALS)
        for bound in bounds
        for error in ERRORS
        if error < bound.alpha
    )
