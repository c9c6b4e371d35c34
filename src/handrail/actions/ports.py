"""Ports: everything the actions need from outside, and nothing more."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from handrail.actions.draft_rows import DraftRows
from handrail.actions.evidence import EvidenceRows
from handrail.actions.gap_rows import GapRows
from handrail.actions.import_rows import ImportRows
from handrail.actions.job import Job as Job
from handrail.actions.job import JobKind as JobKind
from handrail.actions.knowledge_shelf import KnowledgeShelf
from handrail.actions.knowledge_versions import KnowledgeVersions
from handrail.actions.model_rows import ModelRows
from handrail.actions.phraser import Phraser as Phraser
from handrail.actions.phraser import PhrasingFailed as PhrasingFailed
from handrail.actions.playbook_rows import PlaybookRows
from handrail.actions.practice_rows import PracticeRows
from handrail.actions.shelf_rows import ShelfRows
from handrail.actions.signal_reader import KindHead as KindHead
from handrail.actions.signal_reader import SignalReader as SignalReader
from handrail.actions.solved_rows import SolvedRows
from handrail.actions.tool_pins import ToolPinRows
from handrail.actions.tool_rows import ToolRows
from handrail.actions.webhook_rows import WebhookRows
from handrail.actions.wrap_up_rows import WrapUpRows
from handrail.domain.conversation import Conversation, Event, EventDraft
from handrail.domain.customer import Contact, Customer
from handrail.domain.draft import Draft, Note
from handrail.domain.handoff import Handoff
from handrail.domain.knowledge import Article, Passage
from handrail.domain.personal_data import Span
from handrail.domain.policy import Policy
from handrail.domain.record import Decision
from handrail.domain.staffing import OnDuty


class NotReady(Exception):
    """The desk cannot serve now; says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A customer's message on its way in; ``token_hash`` is the SHA-256 of the bearer token."""

    conversation_id: str
    token_hash: bytes
    client_id: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that is kept: its sequence number, and whether this call brought it."""

    seq: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class AiSwitch:
    """Whether a person stopped the AI everywhere: when, who and why."""

    stopped_at: datetime | None = None
    stopped_by: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One of the company's people."""

    id: str
    email: str
    name: str
    roles: tuple[str, ...]
    skills: tuple[str, ...] = ()
    capacity: int = 4
    locale: str = "en"
    available: bool = False


class Transaction(
    EvidenceRows,
    ImportRows,
    GapRows,
    ToolRows,
    WebhookRows,
    ToolPinRows,
    ModelRows,
    WrapUpRows,
    PlaybookRows,
    PracticeRows,
    DraftRows,
    SolvedRows,
    ShelfRows,
    Protocol,
):
    """One transaction over the desk's rows. All of it happens, or none.

    After the commit, whoever watches a touched conversation is told, and workers are woken for new jobs.
    """

    async def open_conversation(self, conversation: Conversation, token_hash: bytes) -> None: ...

    async def conversation(self, conversation_id: str) -> Conversation | None:
        """The conversation, locked until the transaction ends."""
        ...

    async def save_conversation(self, conversation: Conversation) -> None:
        """Keep everything but ``last_seq`` and ``asked_seq``, which only events move."""
        ...

    async def append(self, conversation_id: str, drafts: Sequence[EventDraft]) -> list[Event]:
        """Give the events their places (seq without gaps, time of the transaction) and keep them.

        A customer's message cannot come in here; it enters by ``Store.post_message`` alone.
        """
        ...

    async def events(self, conversation_id: str, after: int = 0, limit: int = 1000) -> list[Event]:
        """Events with ``seq > after``, oldest first."""
        ...

    async def message_by_client_id(self, conversation_id: str, client_id: str) -> Event | None:
        """The message that was sent under this client-made id, if it is kept."""
        ...

    async def upsert_customer(self, customer: Customer) -> Customer:
        """Keep the customer; one with a known ``external_id`` keeps its id and gains what is new."""
        ...

    async def customer(self, customer_id: str) -> Customer | None: ...

    async def contacts(self, customer_id: str, limit: int = 10) -> list[Contact]:
        """Earlier contacts, latest first."""
        ...

    async def add_contact(self, customer_id: str, contact: Contact) -> None:
        """Keep a contact; the same id again changes nothing."""
        ...

    async def add_decision(self, decision: Decision) -> None: ...

    async def decisions(self, conversation_id: str) -> list[Decision]:
        """Decisions of a conversation, oldest first."""
        ...

    async def add_draft(self, draft: Draft) -> None: ...

    async def open_draft(self, conversation_id: str) -> Draft | None:
        """The draft that waits for review, if one does."""
        ...

    async def end_draft(self, draft: Draft) -> None:
        """Keep how the draft ended."""
        ...

    async def add_note(self, note: Note) -> None: ...

    async def notes(self, conversation_id: str) -> list[Note]: ...

    async def add_handoff(self, handoff: Handoff) -> None: ...

    async def save_handoff(self, handoff: Handoff) -> None: ...

    async def current_handoff(self, conversation_id: str) -> Handoff | None:
        """The hand-off that has not ended, if there is one (waiting, callback or accepted)."""
        ...

    async def queue(self) -> list[Handoff]:
        """All that wait (queued or offered), first served first: urgency down, then time asked.

        Locks the queue: one transaction routes at a time.
        """
        ...

    async def place_in_line(self, handoff_id: str) -> int:
        """The place of a waiting hand-off, from 1."""
        ...

    async def recent_waits(self, since: datetime, limit: int = 50) -> list[float]:
        """Seconds from asked to accepted of the latest accepted hand-offs that wanted a person now."""
        ...

    async def on_duty(self) -> list[OnDuty]:
        """Available staff with their loads (conversations they lead, offers to them included)."""
        ...

    async def staff(self, staff_id: str) -> StaffMember | None: ...

    async def set_available(self, staff_id: str, available: bool) -> None: ...

    async def ai_switch(self) -> AiSwitch: ...

    async def set_ai_switch(self, switch: AiSwitch) -> None: ...

    async def defer(self, job: Job) -> None:
        """Queue work that exists if and only if this transaction commits."""
        ...

    async def defer_next(self, job: Job) -> None:
        """The same for work that goes on for ever, unless a later job of its kind waits already."""
        ...


class Store(Protocol):
    """The system of record."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]: ...

    async def post_message(self, posting: Posting) -> Posted | None:
        """Keep a customer's message, its number and its turn's job in one statement.

        The same ``client_id`` again gives the same number and changes nothing. None: no such
        conversation for this token. The conversation moves as ``Conversation.customer_wrote`` says.
        """
        ...

    async def active_policy(self) -> str:
        """The version of the policy that decides now. Raises NotReady when none is active."""
        ...

    async def add_policy(self, policy: Policy, toml: str, at: datetime, by: str) -> None:
        """Keep a loaded version; the same version again changes nothing."""
        ...

    async def activate_policy(self, version: str, at: datetime, by: str) -> None:
        """Let this version decide from now on. Raises LookupError when it is unknown."""
        ...

    async def policy_text(self, version: str) -> str:
        """The TOML of a loaded version. Raises LookupError when it is unknown."""
        ...


class PolicyReader(Protocol):
    """Reads a policy file; raises PolicyError with file, key and reason."""

    def __call__(self, text: str, source: str) -> Policy: ...


class Knowledge(KnowledgeShelf, KnowledgeVersions, Protocol):
    """What the company has written down."""

    async def load(self, articles: Sequence[Article], embeddings: Sequence[Sequence[float]]) -> int:
        """Make these the policy's articles, touching only what changed; gives how many changed."""
        ...

    async def search(
        self,
        question: str,
        embedding: Sequence[float],
        locale: str,
        audience: str,
        limit: int = 3,
        *,
        on: date | None = None,
    ) -> list[Passage]:
        """The best passages, by words and by meaning, best first.

        Only of articles in that language that ``audience`` may read and that are valid ``on`` that day
        (None: today).
        """
        ...

    async def by_kind(self, kind: str, audience: str) -> list[Article]:
        """Articles written for a kind of moment, valid today; audience "staff" may read all."""
        ...


class PersonalData(Protocol):
    """Finds personal data, on this machine alone. Pure computation: call it from a thread."""

    def find(self, text: str, language: str) -> list[Span]:
        """Spans without overlaps, in order of place; ``language`` such as "en" or "de-AT"."""
        ...


class Notices(Protocol):
    """What passes between processes without being kept."""

    async def preview(self, conversation_id: str, event: str, data: Mapping[str, object]) -> None:
        """Show watchers of a conversation something that will not be kept (a sentence on its way)."""
        ...
