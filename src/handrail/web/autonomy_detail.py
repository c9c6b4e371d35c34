"""Autonomy detail: the AI's record as the console shows it."""

from handrail.actions.evidence import NamedJudgement, SampleView
from handrail.actions.issue_certificates import Issued
from handrail.actions.read_autonomy import AutonomyRecord, KindRecord
from handrail.domain import standing
from handrail.domain.certificate import Certificate
from handrail.domain.day_one import ReviewsNeeded
from handrail.domain.judgement import Judgement
from handrail.domain.policy import Policy
from handrail.domain.risk_curve import CurvePoint
from handrail.web.autonomy_shapes import (
    AgreementShape,
    AutonomyShape,
    CertificateShape,
    CurvePointShape,
    IssuedCertificates,
    JudgementShape,
    KindAutonomy,
    RefusalShape,
    ReviewsUntilFirst,
    SampleShape,
    StartOfLife,
)
from handrail.web.desk_shapes import SourceShape
from handrail.web.detail import kind_title


def autonomy_shape(record: AutonomyRecord, locale: str) -> AutonomyShape:
    """What the AI may do alone, for a reader of ``locale``."""
    policy = record.policy
    return AutonomyShape(
        policy=policy.name,
        policy_version=policy.version,
        certificate=policy.trust.certificate.value,
        signals_version=record.model_version,
        kinds=[kind_autonomy(policy, kind, locale) for kind in record.kinds],
        start=StartOfLife([_until_first(needed) for needed in record.start]),
        agreement=AgreementShape(
            record.agreement.pairs, record.agreement.agreed, record.agreement.kappa
        ),
        minutes_per_person=record.minutes_per_person,
    )


def kind_autonomy(policy: Policy, seen: KindRecord, locale: str) -> KindAutonomy:
    """One kind, for a reader of ``locale``."""
    kind, certificate, status = seen.kind, seen.certificate, seen.standing.status
    valid = certificate if status == "certified" else None
    title = kind_title(policy, kind.name, locale) or kind.name
    meaning = standing.in_words(status, locale)
    return KindAutonomy(
        kind=kind.name,
        title=title,
        tier=policy.tier(kind),
        risk=kind.risk,
        value=kind.value,
        status=status,
        sentence=valid.sentence(locale, title) if valid else meaning,
        judged=seen.judged,
        errors=seen.errors,
        turns=seen.turns,
        turns_per_day=round(seen.turns_per_day, 2),
        curve=[_point(point, seen) for point in seen.curve],
        alpha=seen.bound.alpha if seen.bound else None,
        delta=seen.bound.delta if seen.bound else None,
        why_not=None if valid else _why_not(seen, meaning, locale),
        needed=seen.refusal.needed if seen.refusal else None,
        lowest=seen.lowest,
        next_look=seen.next_look,
        certificate=certificate_shape(policy, certificate, locale) if certificate else None,
    )


def _why_not(seen: KindRecord, meaning: str, locale: str) -> str | None:
    """What stands in the way: a suspension's reason, else what the evidence lacks."""
    if seen.standing.status == "not_needed":
        return None
    if seen.standing.status == "suspended" and seen.certificate is not None:
        return seen.certificate.suspended_because
    return seen.refusal.in_words(locale) if seen.refusal is not None else meaning


def _point(point: CurvePoint, seen: KindRecord) -> CurvePointShape:
    return CurvePointShape(
        threshold=point.threshold,
        coverage=point.coverage,
        judged=point.judged,
        errors=point.errors,
        risk=point.risk,
        upper=point.upper,
        allowed=point.threshold in seen.allowed,
    )


def _until_first(needed: ReviewsNeeded) -> ReviewsUntilFirst:
    return ReviewsUntilFirst(
        error=needed.error,
        alpha=needed.alpha,
        delta=needed.delta,
        got_one=needed.got_one,
        within=needed.most,
        p50=needed.p50,
        p90=needed.p90,
    )


def certificate_shape(policy: Policy, certificate: Certificate, locale: str) -> CertificateShape:
    """A certificate, for a reader of ``locale``."""
    title = kind_title(policy, certificate.kind, locale) or certificate.kind
    return CertificateShape(
        id=certificate.id,
        kind=certificate.kind,
        title=title,
        sentence=certificate.sentence(locale, title),
        threshold=certificate.threshold,
        judged=certificate.judged,
        errors=certificate.errors,
        upper=certificate.upper,
        coverage=certificate.coverage,
        alpha=certificate.alpha,
        delta=certificate.delta,
        window_from=certificate.window_from,
        window_to=certificate.window_to,
        signals_version=certificate.signals_version,
        policy_version=certificate.policy_version,
        issued_by=certificate.issued_by,
        issued_at=certificate.issued_at,
        valid_until=certificate.valid_until,
        suspended_at=certificate.suspended_at,
        suspended_because=certificate.suspended_because or None,
    )


def issued_shape(policy: Policy, issued: Issued, locale: str) -> IssuedCertificates:
    """What came of a wish for certificates."""
    return IssuedCertificates(
        issued=[certificate_shape(policy, each, locale) for each in issued.certificates],
        refused=[
            RefusalShape(
                kind=name,
                title=kind_title(policy, name, locale) or name,
                reason=refusal.reason,
                sentence=refusal.in_words(locale),
                needed=refusal.needed,
            )
            for name, refusal in issued.refusals.items()
        ],
    )


def sample_shape(policy: Policy, view: SampleView, locale: str) -> SampleShape:
    """A drawn answer, for a reviewer."""
    sample = view.sample
    return SampleShape(
        decision_id=sample.decision_id,
        conversation_id=sample.conversation_id,
        turn_seq=sample.turn_seq,
        kind=sample.kind,
        title=kind_title(policy, sample.kind, locale) or sample.kind,
        confidence=sample.confidence,
        probability=sample.probability,
        drawn_at=sample.drawn_at,
        question=view.question,
        answer=view.answer,
        citations=[SourceShape(source.slug, source.title) for source in view.sources],
        judgements=[_named(each) for each in view.judgements],
        second_wanted=view.second_wanted,
    )


def _named(named: NamedJudgement) -> JudgementShape:
    return judgement_shape(named.judgement, named.name)


def judgement_shape(judgement: Judgement, name: str) -> JudgementShape:
    """A verdict and who gave it."""
    return JudgementShape(
        who=judgement.who,
        name=name,
        by=judgement.by.value,
        verdict=judgement.verdict.value,
        at=judgement.at,
        note=judgement.note or None,
    )
