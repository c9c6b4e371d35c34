"""Shapes: what customers' programs send and get; also the events that everybody reads."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from handrail.domain.conversation import Event, EventKind, MadeBy, Speaker
from handrail.domain.handoff import Prefer

Line = Annotated[str, Meta(min_length=1, max_length=200)]
Email = Annotated[str, Meta(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
Locale = Annotated[
    str,
    Meta(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", examples=["en", "de-AT"]),
]
NoteText = Annotated[
    str, Meta(max_length=2000, examples=["Please call after six, I work until then."])
]
Aware = Annotated[datetime, Meta(tz=True)]


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something sent: a field that is not known is refused, never ignored."""


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something answered: what is not there is left out."""


class NewCustomer(Request, frozen=True):
    """Who writes, as far as the company's page knows.

    `proof` is the HMAC-SHA256 of `external_id` under HANDRAIL_IDENTITY_SECRET, in hexadecimal, made by the
    company's own server: with it the customer is known for sure, and tools may act on their account.
    """

    external_id: Line | None = None
    name: Line | None = None
    email: Email | None = None
    proof: Annotated[str, Meta(pattern="^[0-9a-fA-F]{64}$")] | None = None


class NewConversation(Request, frozen=True):
    """A conversation to open."""

    channel: Annotated[str, Meta(pattern="^[a-z][a-z0-9_-]{0,31}$", examples=["web"])] = "web"
    locale: Locale = "en"
    customer: NewCustomer | None = None


class OpenedConversation(Answer, frozen=True):
    """A new conversation. The token opens it and is shown only here."""

    id: str
    token: str
    disclosure: str


class NewMessage(Request, frozen=True):
    """A customer's message: 1 to 8,000 characters after trimming."""

    client_id: Annotated[UUID, Meta(examples=["0d6f2b54-6a3e-4d0e-9f0c-3f6f1c0f8a11"])]
    text: Annotated[str, Meta(examples=["My new card has not arrived yet."])]


class Place(Answer, frozen=True):
    """The place of a message in its conversation."""

    seq: int


class Name(Answer, frozen=True):
    """A person by name."""

    name: str


class Provenance(Answer, frozen=True):
    """Who made the words, and the person who answers for them."""

    made_by: MadeBy
    staff: Name | None = None


class ConversationEvent(Answer, frozen=True):
    """One thing that happened, in its place."""

    seq: int
    at: datetime
    kind: EventKind
    speaker: Speaker = msgspec.field(name="from")
    provenance: Provenance | None = None
    text: str | None = None
    data: Mapping[str, object] | None = None


class Events(Answer, frozen=True):
    """Events in order."""

    events: Sequence[ConversationEvent]


class HandoffWish(Request, frozen=True):
    """A wish for a person, and how the customer wants them."""

    note: NoteText | None = None
    prefer: Prefer = Prefer.NOW
    callback_at: Aware | None = None


class HandoffNote(Request, frozen=True):
    """What the customer wants passed on."""

    note: NoteText


class HandoffCard(msgspec.Struct, frozen=True):
    """Where the wish for a person stands, in full."""

    state: str
    note: str
    in_hours: bool
    callback_slots: Sequence[datetime]
    text: str
    position: int | None = None
    low_min: int | None = None
    high_min: int | None = None
    staff: Name | None = None
    opens_at: datetime | None = None
    callback_at: datetime | None = None


class PublicArticle(Answer, frozen=True):
    """An article that customers may read."""

    slug: str
    title: str
    text: str
    updated: str


class DemoCustomerName(msgspec.Struct, frozen=True):
    """An invented customer to write as."""

    external_id: str
    name: str
    segment: str
    contacts: int


def event_shape(event: Event) -> ConversationEvent:
    """An event as it is sent."""
    said = event.provenance
    staff = Name(said.staff_name) if said is not None and said.staff_name else None
    return ConversationEvent(
        seq=event.seq,
        at=event.at,
        kind=event.kind,
        speaker=event.speaker,
        provenance=Provenance(said.made_by, staff) if said is not None else None,
        text=event.text,
        data=event.data or None,
    )
