"""Briefing: what a person needs to know before the next word, each line with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handrail.domain import brief_policy, brief_talk
from handrail.domain.brief_line import Known, Line, LineSource, Precedent, Section, SourceType
from handrail.domain.brief_told import told
from handrail.domain.mood import MoodPoint, mood_curve
from handrail.domain.next_action import NextAction, next_actions
from handrail.domain.playbook import Playbook, Progress, playbook_for
from handrail.domain.policy import Kind, Policy
from handrail.domain.record import Decision

__all__ = [
    "Briefing",
    "Known",
    "Line",
    "LineSource",
    "Precedent",
    "Section",
    "SourceType",
    "brief",
    "playbook_of",
    "weightiest_kind",
]


@dataclass(frozen=True, slots=True)
class Briefing:
    """What is known up to event ``up_to_seq``; ``actions`` are the best three next, best first."""

    made_at: datetime
    up_to_seq: int
    lines: tuple[Line, ...]
    mood: tuple[MoodPoint, ...] = ()
    actions: tuple[NextAction, ...] = ()
    playbook: Progress | None = None
    kind: str | None = None  # what it is about; None while that is unknown


def brief(known: Known, at: datetime) -> Briefing:
    """A briefing made without a language model: chosen lines, quoted words, named sources."""
    kind = weightiest_kind(known.decisions, known.policy)
    need = brief_talk.need(known, kind)
    lines = [
        *need,
        *told(known, need),
        *brief_talk.passed_on(known),
        *brief_talk.tried(known),
        *brief_talk.promised(known),
        *brief_talk.sentiment(known),
        *brief_policy.pain_points(known, kind),
        *brief_talk.repeats(known),
        *brief_policy.guidance(known, kind),
        *brief_policy.first_step(known, kind),
        *brief_talk.history(known),
    ]
    return Briefing(
        made_at=at,
        up_to_seq=known.events[-1].seq if known.events else 0,
        lines=tuple(lines),
        mood=mood_curve(known.decisions, known.felt),
        actions=next_actions(known, kind, at),
        playbook=known.playbook,
        kind=kind.name if kind != known.policy.unknown else None,
    )


def weightiest_kind(decisions: Sequence[Decision], policy: Policy) -> Kind:
    """What a conversation is about: of the kinds met, the one of highest risk, the latest of equals."""
    kinds = [policy.kind(decision.kind) for decision in reversed(decisions)]
    substantial = [kind for kind in kinds if kind.reply is None and kind != policy.unknown]
    return max(substantial, key=lambda kind: kind.risk.rank, default=policy.unknown)


def playbook_of(decisions: Sequence[Decision], policy: Policy) -> Playbook | None:
    """The playbook of the weightiest kind, or of the latest kind that has one."""
    weightiest = weightiest_kind(decisions, policy).name
    kinds = [weightiest, *(decision.kind for decision in reversed(decisions))]
    return playbook_for(policy.playbooks, kinds)
