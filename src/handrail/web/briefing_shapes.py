"""Briefing shapes: a briefing, its suggestions and its playbook as screens get them."""

from collections.abc import Sequence
from datetime import datetime

from handrail.domain.briefing import Section, SourceType
from handrail.domain.mood import Turning
from handrail.domain.next_action import Advice
from handrail.domain.playbook import Doing
from handrail.web.shapes import Answer, Request


class LineSourceShape(Answer, frozen=True):
    """Where a line comes from."""

    type: SourceType
    ref: str
    label: str


class LineShape(Answer, frozen=True):
    """One line of a briefing."""

    section: Section
    text: str
    source: LineSourceShape


class MoodShape(Answer, frozen=True):
    """How one message of the customer's sounded, -1 to 1, and whether the mood turned there."""

    seq: int
    sentiment: float
    word: str
    turning: Turning | None = None


class NextActionShape(Answer, frozen=True):
    """One suggestion: what to do, why, and what that rests on."""

    advice: Advice
    text: str
    why: str
    source: LineSourceShape


class StepShape(Answer, frozen=True):
    """One step; done by what was said in message ``seq``, or by the hand of ``marked_by``."""

    name: str
    doing: Doing
    text: str
    required: bool
    done: bool
    seq: int | None = None
    clause: str | None = None
    marked_by: str | None = None
    marked_at: datetime | None = None


class PlaybookShape(Answer, frozen=True):
    """A playbook's steps that apply here, in order."""

    name: str
    title: str
    steps: Sequence[StepShape]


class BriefingShape(Answer, frozen=True):
    """What is known up to an event; ``actions`` are the best three next, best first."""

    made_at: datetime
    up_to_seq: int
    lines: Sequence[LineShape]
    mood: Sequence[MoodShape]
    actions: Sequence[NextActionShape]
    kind: str | None = None
    playbook: PlaybookShape | None = None


class TickStep(Request, frozen=True):
    """Mark a step as done, or take the mark away."""

    done: bool
