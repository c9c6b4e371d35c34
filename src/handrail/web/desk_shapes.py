"""Desk shapes: what the screens of staff send and get."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from handrail.domain.conversation import AiMay, Party, Speaker, State
from handrail.domain.handoff import Prefer
from handrail.domain.policy import Lead
from handrail.web.briefing_shapes import BriefingShape
from handrail.web.shapes import Answer, Name, Request

Reason = Annotated[str, Meta(max_length=500, examples=["Customer is in a hurry."])]
Presence = Literal["available", "away"]
Sla = Literal["ok", "soon", "late", "none"]


class StaffRef(Answer, frozen=True):
    """A member of staff by id and name."""

    id: str
    name: str


class Me(msgspec.Struct, frozen=True):
    """Who is signed in."""

    id: str
    name: str
    email: str
    roles: Sequence[str]
    skills: Sequence[str]
    locale: str
    presence: Presence
    capacity: int


class AiSwitchShape(Answer, frozen=True):
    """Whether a person stopped the AI everywhere: when, who and why."""

    stopped_at: datetime | None = None
    stopped_by: str | None = None
    reason: str | None = None


class SwitchAi(Request, frozen=True):
    """Stop the AI everywhere, or let it lead again."""

    stopped: bool
    reason: Reason = ""


class SetPresence(Request, frozen=True):
    """Whether offers come to me."""

    presence: Presence


class CountsShape(msgspec.Struct, frozen=True):
    """How much there is of each thing that I may turn to."""

    queued: int
    offered_to_me: int
    mine: int
    reviews: int
    ai: int
    callbacks: int
    samples: int
    notices: int = 0  # that I have not read
    promises: int = 0  # of mine that are late
    approvals: int = 0  # calls of tools that wait for anybody's approval


class SuspensionShape(msgspec.Struct, frozen=True):
    """A kind that the AI no longer leads alone, because its certificate was suspended."""

    kind: str
    title: str
    at: datetime
    because: str


class DeskShape(msgspec.Struct, frozen=True):
    """The desk as one person finds it; ``suspensions`` are shown to supervisors and stewards."""

    me: Me
    ai: AiSwitchShape
    now: datetime
    counts: CountsShape
    suspensions: Sequence[SuspensionShape]


class Owner(Answer, frozen=True):
    """The one party that owns the next word."""

    party: Party
    staff: StaffRef | None = None


class RowCustomer(Answer, frozen=True):
    """Who writes, in a list."""

    name: str | None = None
    segment: str | None = None


class RowHandoff(Answer, frozen=True):
    """Where the wish for a person stands, in a list."""

    state: str
    prefer: Prefer
    reason: str
    offered_to: StaffRef | None = None
    offer_expires_at: datetime | None = None
    position: int | None = None
    callback_at: datetime | None = None
    note: str | None = None


class RowShape(Answer, frozen=True):
    """One conversation in a list."""

    id: str
    state: State
    owner: Owner
    lead: Lead
    customer: RowCustomer
    channel: str
    locale: str
    last_text: str
    last_from: Speaker
    last_at: datetime
    sla: Sla
    tier: str | None = None
    kind: str | None = None
    kind_title: str | None = None
    waiting_since: datetime | None = None
    due_at: datetime | None = None
    handoff: RowHandoff | None = None
    sentiment: float | None = None


class RowPageShape(Answer, frozen=True):
    """One page of conversations, and how many there are in all."""

    items: Sequence[RowShape]
    total: int
    next_cursor: str | None = None


class ContactShape(Answer, frozen=True):
    """One earlier contact."""

    id: str
    at: datetime
    channel: str
    summary: str
    outcome: str
    sentiment: float
    promised: str | None = None


class CustomerShape(msgspec.Struct, frozen=True):
    """The customer as the desk knows them."""

    id: str
    name: str | None
    email: str | None
    external_id: str | None
    segment: str
    vulnerable: bool
    history: Sequence[ContactShape]


class SourceShape(Answer, frozen=True):
    """An article that an answer rests on."""

    slug: str
    title: str


class DraftShape(Answer, frozen=True):
    """An answer that the AI wrote and a person checks."""

    id: str
    reply_to: int
    text: str
    sources: Sequence[SourceShape]
    made_at: datetime
    expires_at: datetime
    reason: str


class NoteShape(Answer, frozen=True):
    """A note among staff."""

    id: str
    at: datetime
    staff: Name
    text: str


class Detail(Answer, frozen=True):
    """Everything about one conversation that whoever takes it needs."""

    conversation: RowShape
    customer: CustomerShape
    notes: Sequence[NoteShape]
    ai_may: AiMay
    briefing: BriefingShape | None = None
    draft: DraftShape | None = None
    handoff: RowHandoff | None = None


class WithReason(Request, frozen=True):
    """An act, and why."""

    reason: Reason = ""


class HandBack(Request, frozen=True):
    """Leave it to the AI, and say what the AI may do."""

    ai_may: AiMay = AiMay.ANSWER
    note: Annotated[str, Meta(max_length=2000)] = ""


class StaffMessage(Request, frozen=True):
    """A person's words; with ``draft_id``, a draft of the AI's that they send in their name."""

    client_id: UUID
    text: str
    draft_id: UUID | None = None
    sources: Annotated[Sequence[str], Meta(max_length=8)] = ()  # slugs of the articles it quotes


class NewNote(Request, frozen=True):
    """A note to keep among staff; ``mentions`` are the ids of colleagues who are told of it."""

    text: str
    mentions: Annotated[Sequence[UUID], Meta(max_length=20)] = ()


class Review(Request, frozen=True):
    """Send the draft, with ``text`` in place of the AI's words, or take the conversation instead.

    An edited draft counts as a wrong answer of the AI's, unless ``tone_only`` says that the draft was
    right and only its tone was changed.
    """

    draft_id: UUID
    verdict: Literal["send", "take_over"]
    text: str | None = None
    tone_only: bool = False
