"""Gap shapes: articles to write, and what a person decides on them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from handrail.web.shapes import Answer, Request

GapStateName = Literal["open", "published", "dismissed"]
Title = Annotated[str, Meta(min_length=1, max_length=200, examples=["Opening hours at Easter"])]
Markdown = Annotated[str, Meta(min_length=1, max_length=20_000, examples=["We are closed."])]


class GapShape(Answer, frozen=True):
    """An article to write: how many questions ask for it, and what they cost.

    ``weight`` is what open ones are ranked by: one for each question, and up to one more for its pain.
    ``unhappy`` adds up how far below nought the sentiment of the questions was.
    """

    id: str
    title: str
    kind: str
    locale: str
    state: GapStateName
    opened_at: datetime
    questions: int
    unhappy: float
    repeated: int
    handed_off: int
    weight: float
    has_draft: bool
    edited_by: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    because: str | None = None
    slug: str | None = None


class Gaps(Answer, frozen=True):
    """Articles to write: open ones heaviest first, decided ones latest first."""

    gaps: Sequence[GapShape]


class GapQuestion(Answer, frozen=True):
    """A question that found nothing, personal data left out."""

    conversation_id: str
    at: datetime
    text: str
    sentiment: float
    repeated: bool
    handed_off: bool


class GapDetail(Answer, frozen=True):
    """One article to write: its draft (Markdown) and its latest questions."""

    id: str
    title: str
    draft: str
    locale: str
    state: GapStateName
    questions: Sequence[GapQuestion]
    edited_by: str | None = None
    edited_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    because: str | None = None
    slug: str | None = None


class GapSearch(Answer, frozen=True):
    """How many questions a search sorted in."""

    sorted_in: int


class LatestSearch(Answer, frozen=True):
    """When the desk last looked for gaps. ``waiting`` questions are in none yet.

    While it ``runs``, ``sorted_in`` of the ``of`` that waited at its begin are in one. ``started_by`` is
    empty where it ran by itself; without ``started_at`` there was no search yet, without ``ended_at`` and
    not running it broke off.
    """

    waiting: int
    started_at: datetime | None = None
    ended_at: datetime | None = None
    started_by: str = ""
    runs: bool = False
    of: int = 0
    sorted_in: int = 0


class WriteDraft(Request, frozen=True):
    """A person's words in place of the draft; from now on the machine leaves them alone."""

    title: Title
    draft: Annotated[str, Meta(max_length=20_000)]


class PublishGap(Request, frozen=True):
    """The article as it shall be read; its first paragraph answers the question directly."""

    title: Title
    text: Markdown
    audience: Literal["customer", "staff"] = "customer"


class DismissGap(Request, frozen=True):
    """Why no article is wanted."""

    because: Annotated[str, Meta(min_length=1, max_length=500, examples=["We do not sell these."])]
