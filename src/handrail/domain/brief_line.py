"""Brief line: one line of a briefing, its source, and what all lines are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from handrail.domain.brief_words import frame
from handrail.domain.conversation import Event, EventKind, Speaker
from handrail.domain.customer import Contact
from handrail.domain.handoff import Handoff
from handrail.domain.knowledge import Article
from handrail.domain.move import FIRST
from handrail.domain.playbook import Progress
from handrail.domain.policy import Policy
from handrail.domain.practice import Foreseen
from handrail.domain.record import Decision

QUOTE_LENGTH = 220


class Section(StrEnum):
    """The parts of a briefing, in reading order."""

    NEED = "need"
    TOLD = "told"
    PASSED_ON = "passed_on"
    TRIED = "tried"
    PROMISED = "promised"
    SENTIMENT = "sentiment"
    PAIN_POINTS = "pain_points"
    GUIDANCE = "guidance"
    FIRST_STEP = "first_step"
    HISTORY = "history"


class SourceType(StrEnum):
    """Where a line comes from."""

    EVENT = "event"  # ref: the event's seq
    ARTICLE = "article"  # ref: slug
    HISTORY = "history"  # ref: the contact's id
    POLICY = "policy"  # ref: clause, or the kind's name
    CUSTOMER = "customer"
    SIGNALS = "signals"  # ref: the turn's seq
    PLAYBOOK = "playbook"  # ref: the step's name
    CONVERSATION = "conversation"  # ref: the id of another conversation


@dataclass(frozen=True, slots=True)
class LineSource:
    """The source of one line, and how to name it to a reader."""

    type: SourceType
    ref: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a briefing; its words are its source's and those of a fixed frame, and no others."""

    section: Section
    text: str
    source: LineSource


@dataclass(frozen=True, slots=True)
class Precedent:
    """What staff said next in a similar, solved conversation, and how to name that one to a reader."""

    text: str
    conversation_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a briefing is made from.

    ``contacts`` are from before this conversation, latest first. ``felt`` is the sentiment of messages
    that no decision was taken on (by seq), ``repeats`` are messages that said an earlier one again.
    ``similar`` is best first. ``foreseen`` is what colleagues usually do next, likeliest first, after the
    step ``last_move``. ``locale`` is the reader's.
    """

    events: Sequence[Event]
    decisions: Sequence[Decision]
    policy: Policy
    contacts: Sequence[Contact] = ()
    handoff: Handoff | None = None
    articles: Sequence[Article] = ()
    felt: Mapping[int, float] = field(default_factory=dict[int, float])
    repeats: frozenset[int] = frozenset()
    playbook: Progress | None = None
    similar: Sequence[Precedent] = ()
    foreseen: Sequence[Foreseen] = ()
    last_move: str = FIRST
    locale: str = "en"

    def said_by(self, *speakers: Speaker) -> list[Event]:
        """The messages of these speakers, in order."""
        return [e for e in self.events if e.kind is EventKind.MESSAGE and e.speaker in speakers]

    def title(self, titles: Mapping[str, str]) -> str:
        """A text of the policy in the reader's language, or in the policy's first."""
        return titles.get(self.policy.locale(self.locale)) or next(iter(titles.values()))

    def words(self, key: str, **filled: str) -> str:
        """A frame in the reader's language, filled."""
        return frame(self.locale, key, **filled)

    def event(self, event: Event) -> LineSource:
        """A message as a source."""
        who = self.words(f"who.{event.speaker}")
        label = self.words("source.message_of", who=who, seq=str(event.seq))
        return LineSource(SourceType.EVENT, str(event.seq), label)

    def message(self, seq: int, kind: SourceType = SourceType.EVENT) -> LineSource:
        """A message, or the decision on it, as a source."""
        return LineSource(kind, str(seq), self.words("source.message", seq=str(seq)))

    def contact(self, contact: Contact) -> LineSource:
        """An earlier contact as a source."""
        return LineSource(
            SourceType.HISTORY, contact.id, f"{contact.channel}, {contact.at:%d %b %Y}"
        )


def quoted(text: str) -> str:
    """A text in quotation marks, on one line, shortened when it is long."""
    return f"“{shortened(text)}”"


def shortened(text: str) -> str:
    """A text on one line, cut with an ellipsis when it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE_LENGTH else flat[: QUOTE_LENGTH - 1].rstrip() + "…"
