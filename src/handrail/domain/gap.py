"""Gap: questions that no article answers, drawn together into an article to write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import sqrt

from handrail.domain.grounding import stems
from handrail.domain.personal_data import Span, without_overlaps
from handrail.domain.sentences import split_sentences

ALIKE = 0.5  # likeness (cosine) from which questions ask the same; see bench/gaps.py
LONGEST_TITLE = 120
MOST_SENTENCES = 8
SAME_SENTENCE = 0.5  # share of content words in common
FEWEST_WORDS = 3  # content words of a sentence that says something
BLANK = "…"  # stands for personal data

Vector = tuple[float, ...]


class GapState(StrEnum):
    """What became of a gap."""

    OPEN = "open"
    PUBLISHED = "published"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that found nothing, and what it cost the customer.

    ``sentiment`` is -1 to 1; ``repeated``: the customer had said it before;
    ``handed_off``: a person had to come.
    """

    decision_id: str
    conversation_id: str
    turn_seq: int
    at: datetime
    kind: str
    locale: str
    text: str
    sentiment: float = 0.0
    repeated: bool = False
    handed_off: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """An article to write. ``draft`` is Markdown, ``centre`` the mean of its questions' vectors.

    ``model`` names what read the vectors. ``edited_by`` is the last person who changed title or draft:
    from then on the machine leaves both alone. ``slug`` is the article that it became. ``told_at`` is
    when stewards were told that many ask for it.
    """

    id: str
    locale: str
    kind: str
    title: str
    draft: str
    centre: Vector
    model: str
    opened_at: datetime
    state: GapState = GapState.OPEN
    edited_by: str | None = None
    edited_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    because: str = ""
    slug: str | None = None
    told_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state is GapState.OPEN


@dataclass(frozen=True, slots=True)
class Toll:
    """How often a gap was fallen into, and how much it hurt: counts of questions.

    ``unhappy`` adds up how far below nought their sentiment was.
    """

    questions: int
    unhappy: float
    repeated: int
    handed_off: int

    @property
    def weight(self) -> float:
        """What gaps are ranked by: each question counts one, and up to one more for its pain.

        Pain is the mean of three: how unhappy it sounds, that it was repeated, that a person had to come.
        """
        return self.questions + (self.unhappy + self.repeated + self.handed_off) / 3


def likeness(one: Sequence[float], other: Sequence[float]) -> float:
    """Cosine of two vectors of any length but nought."""
    dot = sum(a * b for a, b in zip(one, other, strict=True))
    return dot / (_length(one) * _length(other))


def centre_of(vectors: Sequence[Sequence[float]]) -> Vector:
    """The mean of vectors."""
    return tuple(sum(each) / len(vectors) for each in zip(*vectors, strict=True))


def nearest(vector: Sequence[float], locale: str, gaps: Sequence[Gap]) -> Gap | None:
    """The gap of that language which a question belongs to, None where none is alike enough."""
    found = [(likeness(vector, gap.centre), gap) for gap in gaps if gap.locale == locale]
    best = max(found, key=lambda pair: (pair[0], pair[1].id), default=None)
    return best[1] if best is not None and best[0] >= ALIKE else None


def blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with each piece of personal data as an ellipsis."""
    pieces, at = list[str](), 0
    for span in without_overlaps(spans):
        pieces += [text[at : span.start], BLANK]
        at = span.end
    return "".join([*pieces, text[at:]])


def title_of(questions: Sequence[str], vectors: Sequence[Sequence[float]]) -> str:
    """The question nearest the middle of all, on one line, cut to the length of a title."""
    centre = centre_of(vectors)
    place = max(range(len(questions)), key=lambda at: (likeness(vectors[at], centre), -at))
    line = " ".join(questions[place].split())
    if len(line) <= LONGEST_TITLE:
        return line
    return line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def draft_of(answers: Sequence[Sequence[str]]) -> str:
    """How staff solved it, as a draft: what most of them told customers, in the order they said it.

    ``answers`` are the messages of staff, conversation by conversation. Questions, courtesies and what
    was said before are left out. Empty where staff said nothing that answers.
    """
    kept: list[_Told] = []
    for number, messages in enumerate(answers):
        told = [s for m in messages for s in split_sentences(m) if _says_something(s)]
        for place, sentence in enumerate(told):
            _add(kept, sentence, number, place / max(len(told) - 1, 1))
    best = sorted(kept, key=lambda one: (-len(one.told_in), one.where))[:MOST_SENTENCES]
    return " ".join(one.sentence for one in sorted(best, key=lambda one: one.where))


@dataclass(slots=True)
class _Told:
    """A sentence of staff, and the conversations in which it was said."""

    sentence: str
    content: set[str]
    told_in: set[int]
    where: float  # 0 for the first sentence of its conversation, 1 for the last


def _says_something(sentence: str) -> bool:
    return not sentence.rstrip().endswith("?") and len(stems(sentence)) >= FEWEST_WORDS


def _add(kept: list[_Told], sentence: str, number: int, where: float) -> None:
    content = stems(sentence)
    for one in kept:
        if len(one.content & content) / len(one.content | content) >= SAME_SENTENCE:
            one.told_in.add(number)
            return
    kept.append(_Told(sentence.strip(), content, {number}, where))


def _length(vector: Sequence[float]) -> float:
    return sqrt(sum(number * number for number in vector)) or 1.0
