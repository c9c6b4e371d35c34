"""Model shapes: what language models may take, translations, and a briefing in short."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from handrail.web.shapes import Answer, Request

Seq = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Words = Annotated[str, Meta(max_length=8000, examples=["It is on its way."])]


class SpentShape(msgspec.Struct, frozen=True):
    """Tokens, money in the currency's unit, and minutes of models' time."""

    tokens: int
    money: float
    minutes: float


class AllowedShape(Answer, frozen=True):
    """The same as limits; what is missing has none."""

    tokens: int | None = None
    money: float | None = None
    minutes: float | None = None


class ModelShareShape(msgspec.Struct, frozen=True):
    """What one model took for one purpose; ``failed`` calls gave nothing usable."""

    model: str
    purpose: str
    calls: int
    failed: int
    tokens: int
    money: float
    minutes: float
    estimated: int


class ModelBudgetShape(Answer, frozen=True):
    """What language models took today (UTC) and may take; ``model`` is missing where none is set up."""

    day: date
    currency: str
    spent: SpentShape
    allowed: AllowedShape
    per_conversation: AllowedShape
    by_model: Sequence[ModelShareShape]
    model: str | None = None


class QualityShape(msgspec.Struct, frozen=True):
    """What is known of a translator for the pair: chr-F, 0 to 1, on a test set.

    ``measured_on`` is empty for what its makers publish, else the day on which we measured it;
    ``rough`` says to expect wrong words.
    """

    chr_f: float
    test_set: str
    source: str
    measured_on: str
    rough: bool


class OfferShape(Answer, frozen=True):
    """What would translate, and how well as far as it is known."""

    by: str
    quality: QualityShape | None = None


class ForeignShape(Answer, frozen=True):
    """A customer's message in another language than mine; without ``offer`` nothing has the pair."""

    seq: int
    language: str
    offer: OfferShape | None = None


class TranslationShape(Answer, frozen=True):
    """A translation that no person has checked, beside its original."""

    id: str
    original: str
    source: str
    target: str
    text: str
    by: str
    made_at: datetime
    seq: int | None = None
    quality: QualityShape | None = None


class TranslationsShape(Answer, frozen=True):
    """What is foreign to me and what is translated; ``translator`` is missing where none is installed.

    ``reply`` is what would translate my words into the customer's language.
    """

    mine: str
    theirs: str
    foreign: Sequence[ForeignShape]
    made: Sequence[TranslationShape]
    translator: str | None = None
    reply: OfferShape | None = None


class TranslateMessage(Request, frozen=True):
    """Which of the customer's messages to translate for me."""

    seq: Seq


class TranslateReply(Request, frozen=True):
    """My words, to be seen in the customer's language."""

    text: Words


class SendTranslated(Request, frozen=True):
    """Send a translation that I have seen; sent once per ``client_id``."""

    client_id: UUID
    translation_id: UUID


class SentenceShape(msgspec.Struct, frozen=True):
    """A sentence, and the lines of the briefing it rests on, from 1."""

    text: str
    lines: Sequence[int]


class SummaryShape(Answer, frozen=True):
    """The briefing in short; ``because`` says why there is nothing of it."""

    up_to_seq: int
    sentences: Sequence[SentenceShape]
    dropped: int
    by: str | None = None
    because: str | None = None
