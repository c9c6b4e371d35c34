"""Issue certificates: what the judged answers of the window carry, kind by kind, or why they do not."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from handrail.actions.desk import Desk
from handrail.actions.evidence import KindEvidence
from handrail.actions.ports import Job, JobKind
from handrail.domain.basis import basis
from handrail.domain.certificate import Bound, Certificate, Certified, Refusal
from handrail.domain.look import look_at
from handrail.domain.policy import Kind, Policy
from handrail.domain.risk_curve import RiskCurve
from handrail.domain.standing import never_alone

WATCH_EVERY = timedelta(minutes=15)


class NotCertifiable(ValueError):
    """This cannot be certified; ``field`` says which part of the wish is at fault."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True, slots=True)
class CertificateWish:
    """Who wants which kind certified (None: all), over which threshold at least."""

    by: str
    kind: str | None = None
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """The certificates that were issued, and by kind why others were not."""

    certificates: tuple[Certificate, ...]
    refusals: Mapping[str, Refusal]


async def issue_certificates(desk: Desk, wish: CertificateWish, policy: Policy) -> Issued:
    """Certify one kind or all under a policy version.

    A threshold may only be more careful than the evidence allows. Raises NotCertifiable for an
    unknown kind, one that needs no certificate, or a threshold that is too low or without a kind.
    """
    kinds = _wanted(wish, policy)
    now = desk.now()
    since = now - timedelta(days=policy.trust.window_days)
    bases = {kind.name: basis(policy, kind, desk.model_version) for kind in kinds}
    async with desk.store.transaction() as tx:
        evidence = await tx.evidence(bases, since)
    found = await asyncio.to_thread(_certify_all, kinds, policy, evidence, wish.threshold or 0.0)
    passed = {name: result for name, result in found.items() if isinstance(result, Certified)}
    certificates = tuple(
        _certificate(desk, policy, policy.kind(name), result, wish.by)
        for name, result in passed.items()
    )
    async with desk.store.transaction() as tx:
        for certificate in certificates:
            await tx.add_certificate(certificate)
            due = now + WATCH_EVERY
            await tx.defer(Job(JobKind.WATCH_DRIFT, about=certificate.id, due=due))
    refused = {name: result for name, result in found.items() if isinstance(result, Refusal)}
    return Issued(certificates, refused)


def _wanted(wish: CertificateWish, policy: Policy) -> list[Kind]:
    if wish.kind is None:
        if wish.threshold is not None:
            raise NotCertifiable("kind", "Name the kind whose threshold this is.")
        every = [*policy.kinds.values(), policy.unknown]
        return [kind for kind in every if kind.reply is None]
    kind = policy.kind(wish.kind)
    if kind.name != wish.kind:
        raise NotCertifiable("kind", "The policy that decides has no kind of this name.")
    if kind.reply is not None:
        raise NotCertifiable("kind", "This kind has a fixed reply and needs no certificate.")
    return [kind]


def _certificate(desk: Desk, policy: Policy, kind: Kind, result: Certified, by: str) -> Certificate:
    bound, now = bound_of(kind, policy), desk.now()
    assert bound is not None  # or it would have been refused as never
    return Certificate(
        id=desk.new_id(),
        kind=kind.name,
        alpha=bound.alpha,
        delta=bound.delta,
        threshold=result.threshold,
        judged=result.judged,
        errors=result.errors,
        upper=result.upper,
        coverage=result.coverage,
        window_from=now - timedelta(days=policy.trust.window_days),
        window_to=now,
        signals_version=desk.model_version,
        policy_version=policy.version,
        basis=basis(policy, kind, desk.model_version),
        issued_by=by,
        issued_at=now,
        valid_until=now + timedelta(days=policy.trust.valid_days),
    )


def _certify_all(
    kinds: list[Kind], policy: Policy, evidence: Mapping[str, KindEvidence], careful: float
) -> Mapping[str, Certified | Refusal]:
    return {kind.name: certify_kind(kind, policy, evidence[kind.name], careful) for kind in kinds}


def certify_kind(
    kind: Kind, policy: Policy, evidence: KindEvidence, careful: float = 0.0
) -> Certified | Refusal:
    """What one kind's evidence carries, at the last planned look at it; ``careful`` is a wished threshold.

    Raises NotCertifiable for a wish that is less careful than the evidence allows.
    """
    asked = bound_of(kind, policy)
    if asked is None:
        return Refusal("never", None, len(evidence.judged), sum(j.wrong for j in evidence.judged))
    look = look_at(evidence.judged, asked)
    curve = RiskCurve(look.judged, evidence.confidences, look.bound)
    result = curve.certify(careful)
    if isinstance(result, Certified):
        lowest = curve.certify() if careful else result
        if isinstance(lowest, Certified) and careful and careful < lowest.threshold:
            raise NotCertifiable(
                "threshold",
                f"The evidence carries a threshold of {lowest.threshold:.2f} or more.",
            )
    return result


def bound_of(kind: Kind, policy: Policy) -> Bound | None:
    """The bound that the AI must keep on a kind; None where it never leads alone, or needs none."""
    demanded = policy.bound(kind)
    fixed = kind.reply is not None
    if fixed or never_alone(kind, policy) or demanded.alpha is None or demanded.delta is None:
        return None
    return Bound(demanded.alpha, demanded.delta)
