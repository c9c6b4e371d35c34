"""Replay: take a recorded decision again from what was stored, and see that it comes out the same."""

from collections.abc import Mapping, Sequence
from typing import cast

from handrail.domain.autonomy import Leading, who_leads
from handrail.domain.certificate import Standing, Status
from handrail.domain.level import Level
from handrail.domain.moment import KnownCustomer, Moment
from handrail.domain.policy import Policy
from handrail.domain.record import Decision
from handrail.domain.signals import KindScore, Signals
from handrail.domain.staffing import Staffing
from handrail.domain.standing import NOT_NEEDED

Plain = Mapping[str, object]


def decide_again(decision: Decision, text: str, policy: Policy) -> Leading:
    """Who leads by the recorded moment, evidence and signals under the recorded policy version."""
    evidence = decision.evidence
    staffing = cast(Mapping[str, int], evidence["staffing"])
    moment = moment_again(decision, text, policy)
    return who_leads(
        moment,
        policy,
        Staffing(
            in_hours=bool(staffing["in_hours"]),
            on_duty=staffing["on_duty"],
            free=staffing["free"],
            ai_stopped=bool(staffing["ai_stopped"]),
        ),
        _standing(evidence),
    )


def _standing(evidence: Plain) -> Standing:
    """What the certificate said then; decisions from before there were certificates needed none."""
    kept = cast(Mapping[str, object] | None, evidence.get("standing"))
    if kept is None:
        return NOT_NEEDED
    threshold = kept["threshold"]
    return Standing(
        certificate_id=cast(str | None, kept["certificate_id"]),
        threshold=None if threshold is None else float(str(threshold)),
        status=cast(Status, kept["status"]),
    )


def moment_again(decision: Decision, text: str, policy: Policy) -> Moment:
    """The recorded moment; a kind that this policy has not is the unknown one."""
    evidence, levels = decision.evidence, cast(Mapping[str, str], decision.moment)
    customer = cast(Plain, evidence["customer"])
    signals = _signals(decision)
    return Moment(
        text=text,
        locale=str(evidence["locale"]),
        channel=str(evidence["channel"]),
        kind=policy.kind(decision.kind),
        kind_probability=signals.kinds[0].probability if signals.kinds else 0.0,
        risk=Level(levels["risk"]),
        value=Level(levels["value"]),
        emotion=Level(levels["emotion"]),
        complexity=Level(levels["complexity"]),
        confidence=Level(levels["confidence"]),
        tier=Level(decision.tier),
        signals=signals,
        customer=KnownCustomer(
            bool(customer["known"]), str(customer["segment"]), bool(customer["vulnerable"])
        ),
        turn=int(str(evidence["turn"])),
        ai_unknowns=int(str(evidence["ai_unknowns"])),
        repeated=bool(evidence["repeated"]),
        sentiment_trend=float(str(evidence["sentiment_trend"])),
        reasons=tuple(cast(Sequence[str], decision.moment["reasons"])),
    )


def _signals(decision: Decision) -> Signals:
    scores = decision.scores
    kinds = cast(Sequence[Mapping[str, object]], scores["kinds"])
    return Signals(
        version=decision.signals_version,
        language=str(scores["language"]),
        language_probability=float(str(scores["language_probability"])),
        kinds=tuple(KindScore(str(k["name"]), float(str(k["probability"]))) for k in kinds),
        emotions=cast(Mapping[str, float], scores["emotions"]),
        sentiment=float(str(scores["sentiment"])),
        cues=cast(Mapping[str, float], scores["cues"]),
        flagged=frozenset(cast(Sequence[str], scores["flagged"])),
        failing=float(str(scores.get("failing", 0.0))),  # decisions kept before it was read
        repeats=float(str(scores.get("repeats", 0.0))),
    )
