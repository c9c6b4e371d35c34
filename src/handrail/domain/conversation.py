"""Conversation: its states, and the one party that owns the next word in each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from handrail.domain.policy import Lead


class WrongState(Exception):
    """The conversation is not in a state in which this can be done; says what can."""


class State(StrEnum):
    """Where a conversation stands."""

    AI = "ai"  # AI answers, or the customer thinks
    REVIEW = "review"  # an AI draft waits for a person's check
    QUEUED = "queued"  # handed off, no person has it yet
    PERSON = "person"  # a named person leads
    CALLBACK = "callback"  # a call is booked
    CLOSED = "closed"


class Party(StrEnum):
    """Who owns the next word."""

    AI = "ai"
    REVIEWER = "reviewer"
    DESK = "desk"
    PERSON = "person"
    CUSTOMER = "customer"


class AiMay(StrEnum):
    """What the AI may do after a person hands back."""

    ANSWER = "answer"
    HOW_TO_ONLY = "how_to_only"  # quote articles; everything else goes to a person


@dataclass(frozen=True, slots=True)
class Owner:
    """The party that owns the next word, by name where it is a person."""

    party: Party
    staff_id: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation. Every transition gives a new value or raises WrongState."""

    id: str
    channel: str
    locale: str
    customer_id: str
    opened_at: datetime
    state: State = State.AI
    lead: Lead = Lead.AI
    staff_id: str | None = None
    ai_may: AiMay = AiMay.ANSWER
    last_seq: int = 0
    asked_seq: int = 0  # the customer's latest message
    answered_seq: int = (
        0  # up to here the customer has had an answer, or been told who will give it
    )

    @property
    def unanswered(self) -> bool:
        """Whether a customer's message waits for an answer."""
        return self.asked_seq > self.answered_seq

    @property
    def owner(self) -> Owner:
        """The one party that owns the next word."""
        match self.state:
            case State.AI:
                return Owner(Party.AI if self.unanswered else Party.CUSTOMER)
            case State.REVIEW:
                return Owner(Party.REVIEWER)
            case State.QUEUED | State.CALLBACK:
                return Owner(Party.DESK)
            case State.PERSON if self.unanswered:
                return Owner(Party.PERSON, self.staff_id)
            case _:
                return Owner(Party.CUSTOMER)

    @property
    def turn_is_open(self) -> bool:
        """Whether the software owes the customer a reaction; a person who leads owes it otherwise."""
        return self.unanswered and self.state is not State.PERSON

    def customer_wrote(self, seq: int) -> "Conversation":
        """The customer wrote message ``seq``; a closed conversation opens again with the AI."""
        state = State.AI if self.state is State.CLOSED else self.state
        lead = Lead.AI if self.state is State.CLOSED else self.lead
        return replace(self, state=state, lead=lead, asked_seq=seq, last_seq=seq)

    def answered(self, up_to: int) -> "Conversation":
        """Everything the customer wrote up to ``up_to`` has had its answer."""
        return replace(self, answered_seq=max(self.answered_seq, up_to))

    def ai_leads(self) -> "Conversation":
        """The AI leads this turn."""
        self._must_be(State.AI, State.REVIEW)
        return replace(self, state=State.AI, lead=Lead.AI)

    def review_requested(self) -> "Conversation":
        """The AI wrote a draft, and a person checks it."""
        self._must_be(State.AI, State.REVIEW)
        return replace(self, state=State.REVIEW, lead=Lead.REVIEW)

    def reviewed(self) -> "Conversation":
        """The draft was sent; the AI has the conversation again."""
        self._must_be(State.REVIEW)
        return replace(self, state=State.AI)

    def queued(self) -> "Conversation":
        """Handed off: a person is wanted, none has it yet."""
        self._must_be(State.AI, State.REVIEW, State.QUEUED, State.CALLBACK, State.CLOSED)
        return replace(self, state=State.QUEUED, lead=Lead.PERSON, staff_id=None)

    def callback_booked(self) -> "Conversation":
        """The customer is called back at a booked time."""
        self._must_be(State.AI, State.REVIEW, State.QUEUED, State.CALLBACK, State.CLOSED)
        return replace(self, state=State.CALLBACK, lead=Lead.PERSON, staff_id=None)

    def stays_with_ai(self) -> "Conversation":
        """The customer withdrew the wish for a person, is told so, and has the next word."""
        self._must_be(State.QUEUED, State.CALLBACK)
        return replace(self, state=State.AI, lead=Lead.AI, answered_seq=self.asked_seq)

    def accepted(self, staff_id: str) -> "Conversation":
        """A named person has it; the AI is silent from here until it is handed back.

        What was waiting for a person is theirs to answer, although the customer has been told of it.
        """
        owed = self.state in (State.QUEUED, State.CALLBACK, State.REVIEW)
        answered = min(self.answered_seq, max(self.asked_seq - 1, 0)) if owed else self.answered_seq
        return replace(
            self, state=State.PERSON, lead=Lead.PERSON, staff_id=staff_id, answered_seq=answered
        )

    def handed_back(self, ai_may: AiMay) -> "Conversation":
        """The person leaves it to the AI, and says what the AI may do."""
        self._must_be(State.PERSON)
        return replace(
            self,
            state=State.AI,
            lead=Lead.AI,
            staff_id=None,
            ai_may=ai_may,
            answered_seq=self.asked_seq,
        )

    def closed(self) -> "Conversation":
        """It is over until the customer writes again."""
        if self.state is State.CLOSED:
            raise WrongState(
                "The conversation is closed already; it opens when the customer writes."
            )
        return replace(
            self,
            state=State.CLOSED,
            staff_id=None,
            answered_seq=max(self.answered_seq, self.asked_seq),
        )

    def _must_be(self, *states: State) -> None:
        if self.state not in states:
            wanted = ", ".join(states)
            raise WrongState(
                f"The conversation is in state '{self.state}'; this needs one of: {wanted}."
            )


class EventKind(StrEnum):
    """What can happen that a customer may read."""

    MESSAGE = "message"
    DISCLOSURE = "disclosure"
    LEAD_CHANGED = "lead_changed"
    HANDOFF_REQUESTED = "handoff_requested"
    QUEUE_UPDATE = "queue_update"
    ACCEPTED = "accepted"
    HANDED_BACK = "handed_back"
    CLOSED = "closed"


class Speaker(StrEnum):
    """From whom an event comes."""

    CUSTOMER = "customer"
    AI = "ai"
    STAFF = "staff"
    SYSTEM = "system"


class MadeBy(StrEnum):
    """Who made a message's words."""

    AI = "ai"
    AI_DRAFT = "ai_draft"  # AI-drafted, checked and sent by a named person
    PERSON = "person"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who made a message's words, and the person who answers for them."""

    made_by: MadeBy
    staff_name: str | None = None


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event before it has its place in the conversation."""

    kind: EventKind
    speaker: Speaker
    text: str | None = None
    provenance: Provenance | None = None
    data: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, in its place: ``seq`` counts from 1 without gaps per conversation."""

    seq: int
    at: datetime
    kind: EventKind
    speaker: Speaker
    text: str | None = None
    provenance: Provenance | None = None
    data: Mapping[str, object] = field(default_factory=dict[str, object])
