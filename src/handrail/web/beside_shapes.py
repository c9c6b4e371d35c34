"""Shapes beside the conversation: promises, wrap-ups, snippets, notices, articles found and clarity."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from handrail.domain.clarity import RemarkKind
from handrail.domain.notice import NoticeKind
from handrail.domain.promise import PromiseState
from handrail.domain.readability import Ease
from handrail.domain.wrap_up_rules import FieldFrom, FieldType
from handrail.web.desk_shapes import StaffRef
from handrail.web.shapes import Answer, Aware, Line, Locale, Request

FieldValue = Annotated[str, Meta(max_length=500)]
EntryName = Annotated[str, Meta(max_length=100, examples=["solved"])]


class PromiseShape(Answer, frozen=True):
    """A promise; without ``staff`` it is the AI's and nobody has confirmed it."""

    id: str
    conversation_id: str
    seq: int
    text: str
    made_by: Literal["staff", "ai"]
    made_at: datetime
    state: PromiseState
    due_words: str
    staff: StaffRef | None = None
    customer: str | None = None
    due_at: datetime | None = None
    confirmed_at: datetime | None = None
    late_at: datetime | None = None
    ended_at: datetime | None = None
    because: str = ""
    moved_from: Sequence[datetime] = ()


class Promises(Answer, frozen=True):
    """One page of promises, and how many of those that stand are late."""

    promises: Sequence[PromiseShape]
    late: int
    next_cursor: str | None = None


class ConfirmPromise(Request, frozen=True):
    """Say that it is a promise, and when it is due."""

    due_at: Aware | None = None


class MovePromise(Request, frozen=True):
    """Another time, and what the customer is told of it; sent once per ``client_id``."""

    due_at: Aware
    text: str
    client_id: UUID


class WithdrawPromise(Request, frozen=True):
    """Why it will not be kept."""

    reason: Annotated[str, Meta(max_length=500)]


class FoundShape(Answer, frozen=True):
    """One thing read from the conversation: why, and the number of the event that shows it."""

    value: str
    why: str
    seq: int | None = None


class ReasonShape(FoundShape, frozen=True):
    """A reason with its title, and its name in the CRM where a steward gave one."""

    title: str = ""
    crm: str = ""


class OutcomeShape(FoundShape, frozen=True):
    """How it came out with its title, and its name in the CRM where a steward gave one."""

    title: str = ""
    crm: str = ""


class FieldShape(FoundShape, frozen=True):
    """A field for the CRM."""

    name: str = ""
    title: str = ""
    type: FieldType = FieldType.TEXT
    source: FieldFrom = FieldFrom.STAFF
    crm: str = ""


class FeelingShape(Answer, frozen=True):
    """The customer's sentiment, -1 to 1, with the events that show it."""

    start: FoundShape
    end: FoundShape
    lowest: FoundShape


class WrapUpShape(Answer, frozen=True):
    """What a conversation came to, up to event ``up_to_seq``."""

    id: str
    up_to_seq: int
    made_at: datetime
    reasons: Sequence[ReasonShape]
    outcome: OutcomeShape
    fields: Sequence[FieldShape]
    promises: Sequence[PromiseShape]
    feeling: FeelingShape | None = None
    accepted_at: datetime | None = None
    amended: Sequence[str] = ()


class WrapUpAnswer(Answer, frozen=True):
    """The wrap-up; none while the customer has written nothing."""

    wrap_up: WrapUpShape | None = None


class AcceptWrapUp(Request, frozen=True):
    """Accept a wrap-up; what is named here is said instead. ``no_promises``: promises that are none."""

    id: UUID
    outcome: EntryName | None = None
    reasons: Sequence[EntryName] = ()
    fields: Mapping[str, FieldValue] = {}
    no_promises: Sequence[UUID] = ()


class AcceptTimesShape(Answer, frozen=True):
    """How long it took to accept a wrap-up from first seeing it, in seconds, over the last ``days``."""

    days: int
    accepted: int
    amended: int
    p50_s: float | None = None
    p90_s: float | None = None


class SnippetShape(Answer, frozen=True):
    """A snippet; ``variables`` are those that its text names."""

    id: str
    name: str
    text: str
    locale: str
    shared: bool
    changed_at: datetime
    changed_by: str
    variables: Sequence[str] = ()


class Snippets(Answer, frozen=True):
    """The shared snippets and mine, and the variables that a snippet may name."""

    snippets: Sequence[SnippetShape]
    variables: Sequence[str]


class SaveSnippet(Request, frozen=True):
    """A snippet to keep."""

    name: Line
    text: str
    locale: Locale
    shared: bool = False


class FillSnippet(Request, frozen=True):
    """Which snippet to fill for this conversation."""

    snippet_id: UUID


class FilledShape(Answer, frozen=True):
    """A snippet's words; ``missing`` variables stand in the text as they are, in braces."""

    text: str
    missing: Sequence[str]


class FoundArticleShape(Answer, frozen=True):
    """An article to choose from."""

    slug: str
    title: str
    audience: Literal["customer", "staff"]
    locale: str
    quote: str


class FoundArticles(Answer, frozen=True):
    """Articles that begin with these words, best first."""

    articles: Sequence[FoundArticleShape]


class Colleagues(Answer, frozen=True):
    """Whom a note can name."""

    colleagues: Sequence[StaffRef]


class NoticeShape(Answer, frozen=True):
    """Something I am to know. ``about`` is empty where ``text`` is the number of several."""

    id: str
    kind: NoticeKind
    at: datetime
    text: str
    conversation_id: str | None
    about: str
    from_name: str
    read_at: datetime | None = None


class StaffNotices(Answer, frozen=True):
    """My notices, latest first, and how many I have not read."""

    notices: Sequence[NoticeShape]
    unread: int


class ReadNotices(Request, frozen=True):
    """One notice that I have read; without an id, all of them."""

    id: UUID | None = None


class CoachText(Request, frozen=True):
    """Words to look at; they are not kept."""

    text: Annotated[str, Meta(max_length=8000)]
    locale: Locale


class ReadingShape(Answer, frozen=True):
    """How hard the text is to read, by a published formula."""

    formula: str
    score: float
    ease: Ease


class RemarkShape(Answer, frozen=True):
    """A remark on the text from ``start`` to ``end`` (characters), and how it could be said instead."""

    kind: RemarkKind
    start: int
    end: int
    instead: str


class CoachingShape(Answer, frozen=True):
    """What there is to say about the words; ``reading`` is missing where the text is too short."""

    language: str
    remarks: Sequence[RemarkShape]
    reading: ReadingShape | None = None
