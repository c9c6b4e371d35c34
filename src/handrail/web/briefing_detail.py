"""Briefing detail: a briefing in the shape that screens get."""

from handrail.domain.brief_line import LineSource
from handrail.domain.briefing import Briefing
from handrail.domain.playbook import Progress, StepState
from handrail.domain.policy import Policy
from handrail.web.briefing_shapes import (
    BriefingShape,
    LineShape,
    LineSourceShape,
    MoodShape,
    NextActionShape,
    PlaybookShape,
    StepShape,
)


def briefing_shape(briefing: Briefing, policy: Policy, locale: str) -> BriefingShape:
    """The briefing for a reader of ``locale``."""
    return BriefingShape(
        made_at=briefing.made_at,
        up_to_seq=briefing.up_to_seq,
        lines=[LineShape(one.section, one.text, _source(one.source)) for one in briefing.lines],
        mood=[MoodShape(p.seq, p.sentiment, p.word, p.turning) for p in briefing.mood],
        actions=[
            NextActionShape(action.advice, action.text, action.why, _source(action.source))
            for action in briefing.actions
        ],
        kind=briefing.kind,
        playbook=_playbook(briefing.playbook, policy.locale(locale)) if briefing.playbook else None,
    )


def _source(source: LineSource) -> LineSourceShape:
    return LineSourceShape(source.type, source.ref, source.label)


def _playbook(progress: Progress, locale: str) -> PlaybookShape:
    book = progress.playbook
    return PlaybookShape(
        book.name, book.title[locale], [_step(state, locale) for state in progress.steps]
    )


def _step(state: StepState, locale: str) -> StepShape:
    step, mark = state.step, state.mark
    return StepShape(
        name=step.name,
        doing=step.doing,
        text=step.text[locale],
        required=step.required,
        done=state.done,
        seq=state.seq,
        clause=step.clause or None,
        marked_by=mark.staff_name if mark else None,
        marked_at=mark.at if mark else None,
    )
