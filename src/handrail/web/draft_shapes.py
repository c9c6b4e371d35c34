"""Draft shapes: drafts beside the conversation, what they rest on, and what came of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from handrail.web.desk_shapes import SourceShape
from handrail.web.shapes import Answer, Request

ChoiceName = Literal["send", "amend", "take_over", "refuse"]
ClaimTypeName = Literal["figure", "deadline", "contact", "promise", "condition"]
LongReason = Annotated[str, Meta(max_length=2000, examples=["The fee changed in October."])]


class GroundShape(Answer, frozen=True):
    """Where a claim rests: an article's slug or a conversation's id, and the place in it."""

    type: Literal["article", "conversation"]
    ref: str
    title: str
    quote: str


class ClaimShape(Answer, frozen=True):
    """One sentence of a draft. ``must_open``: a source must be opened before the draft is sent.

    ``house``: the policy's greeting or closing, which needs no source.
    """

    place: int
    text: str
    types: Sequence[ClaimTypeName]
    grounds: Sequence[GroundShape]
    must_open: bool
    opened: bool
    house: bool


class OpenDraft(Answer, frozen=True):
    """The draft of a conversation. ``hidden``: choose first; its words and claims come then."""

    id: str
    purpose: Literal["review", "suggestion"]
    reply_to: int
    text: str
    sources: Sequence[SourceShape]
    claims: Sequence[ClaimShape]
    reason: str
    how: str
    made_at: datetime
    expires_at: datetime
    verify_first: bool
    hidden: bool
    choice: ChoiceName | None = None


class DraftAnswer(msgspec.Struct, frozen=True):
    """The draft, or why there is none; ``language`` is the customer's where one was asked for."""

    draft: OpenDraft | None
    why_none: (
        Literal[
            "nothing_asked", "nothing_written", "no_article_in_language", "nothing_fits", "moved_on"
        ]
        | None
    ) = None
    language: str | None = None


class Suggest(Request, frozen=True):
    """What to make a draft of: articles, or an earlier conversation that staff solved."""

    similar: UUID | None = None


class SolvedShape(Answer, frozen=True):
    """A conversation that staff solved, without the personal data of who asked.

    ``outcome``: the customer said that it is solved, or has not come back to it.
    """

    conversation_id: str
    asked: str
    answer: str
    answered_by: str
    answered_seq: int
    closed_at: datetime
    outcome: Literal["said_solved", "not_reopened"]
    kind: str
    kind_title: str
    likeness: float | None = None


class SimilarShape(msgspec.Struct, frozen=True):
    """Solved conversations like this one, the best first."""

    items: Sequence[SolvedShape]


class ChooseFirst(Request, frozen=True):
    """What I would do about this request, before I see the draft."""

    draft_id: UUID
    choice: ChoiceName
    reason: LongReason = ""


class OpenClaim(Request, frozen=True):
    """That I looked at what a claim rests on, by its place in the draft."""

    draft_id: UUID
    place: Annotated[int, Meta(ge=0, le=10_000)]


class Opened(msgspec.Struct, frozen=True):
    """The places of the claims whose sources I opened."""

    opened: Sequence[int]


class Dismiss(Request, frozen=True):
    """Leave a suggestion."""

    draft_id: UUID


class Refuse(Request, frozen=True):
    """Do not let a draft through; the customer gets a person, who reads the reason."""

    draft_id: UUID
    reason: LongReason


class KindUseShape(msgspec.Struct, frozen=True):
    """What drafts of one kind came to in the last 90 days; shares and medians, never of a person."""

    kind: str
    title: str
    replies: int
    shown: int
    sent: int
    edited: int
    distance: float | None
    kept: float | None
    seconds_with: float | None
    seconds_without: float | None


class DraftRecord(msgspec.Struct, frozen=True):
    """What came of drafts since then: ``deeds`` after a choice, ``changed`` those other than chosen."""

    since: datetime
    kinds: Sequence[KindUseShape]
    deeds: int
    changed: int


class AcceptTimeShape(Answer, frozen=True):
    """How long accepting took for one kind, or for all without ``kind``; in seconds, of nobody in person.

    Quartiles and median are missing where fewer than ``fewest`` were accepted. ``median_before_s`` is
    of the period before, as long as this one.
    """

    accepted: int
    amended: int
    kind: str | None = None
    title: str | None = None
    lower_s: float | None = None
    median_s: float | None = None
    upper_s: float | None = None
    median_before_s: float | None = None


class AcceptTimesRecord(Answer, frozen=True):
    """How long wrap-ups and drafts lay before somebody until they were accepted, in the last ``days``."""

    days: int
    fewest: int
    wrap_ups: Sequence[AcceptTimeShape]
    drafts: Sequence[AcceptTimeShape]
