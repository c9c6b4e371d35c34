"""Transaction: the desk's rows inside one PostgreSQL transaction."""

from collections.abc import Sequence
from datetime import datetime

from handrail.actions.ports import AiSwitch, Job, StaffMember
from handrail.adapters.postgres.drafts import PostgresDrafts
from handrail.adapters.postgres.evidence import PostgresEvidence
from handrail.adapters.postgres.gaps import PostgresGaps
from handrail.adapters.postgres.imports import PostgresImports
from handrail.adapters.postgres.models import PostgresModels
from handrail.adapters.postgres.playbook import PostgresPlaybook
from handrail.adapters.postgres.pool import Borrowed
from handrail.adapters.postgres.practice import PostgresPractice
from handrail.adapters.postgres.rows import SEEN_LATELY, read, read_event
from handrail.adapters.postgres.shelf import PostgresShelfRows
from handrail.adapters.postgres.solved import PostgresSolved
from handrail.adapters.postgres.sql import load
from handrail.adapters.postgres.tools import PostgresTools
from handrail.adapters.postgres.webhooks import PostgresWebhooks
from handrail.adapters.postgres.wrap_up import PostgresWrapUps
from handrail.domain.conversation import Conversation, Event, EventDraft, Speaker
from handrail.domain.customer import Contact, Customer
from handrail.domain.draft import Draft, Note
from handrail.domain.handoff import Handoff
from handrail.domain.record import Decision
from handrail.domain.staffing import OnDuty

CONVERSATIONS = load("conversations.sql")
CUSTOMERS = load("customers.sql")
HANDOFFS = load("handoffs.sql")
WORK = load("work.sql")


class PostgresTransaction(
    PostgresEvidence,
    PostgresImports,
    PostgresGaps,
    PostgresTools,
    PostgresWebhooks,
    PostgresModels,
    PostgresWrapUps,
    PostgresPlaybook,
    PostgresPractice,
    PostgresDrafts,
    PostgresSolved,
    PostgresShelfRows,
):
    """Remembers whom its commit concerns: ``touched`` conversations, the desk, the workers.

    Locks are taken in one order: the queue, then a conversation, then what belongs to it.
    """

    def __init__(self, connection: Borrowed) -> None:
        super().__init__(connection)
        self.touched: set[str] = set()
        self.work_deferred = False

    async def open_conversation(self, conversation: Conversation, token_hash: bytes) -> None:
        """Keep a new conversation under the hash of its token."""
        await self._keep(
            CONVERSATIONS["open_conversation"], conversation.id, conversation, token_hash
        )

    async def conversation(self, conversation_id: str) -> Conversation | None:
        """The conversation, locked until the transaction ends."""
        row = await self._connection.fetchrow(CONVERSATIONS["conversation"], conversation_id)
        return read(Conversation, row) if row else None

    async def save_conversation(self, conversation: Conversation) -> None:
        """Keep everything but ``last_seq`` and ``asked_seq``, which only events move."""
        await self._keep(CONVERSATIONS["save_conversation"], conversation.id, conversation)

    async def append(self, conversation_id: str, drafts: Sequence[EventDraft]) -> list[Event]:
        """Give the events their places (seq without gaps, time of the transaction) and keep them.

        Raises LookupError for an unknown conversation, ValueError for a customer's message.
        """
        if not drafts:
            return []
        if any(draft.speaker is Speaker.CUSTOMER and draft.kind == "message" for draft in drafts):
            raise ValueError("a customer's message enters by post_message alone")
        rows = await self._connection.fetch(CONVERSATIONS["append"], conversation_id, drafts)
        if not rows:
            raise LookupError(f"no conversation {conversation_id}")
        self.touched.add(conversation_id)
        return [read_event(row) for row in rows]

    async def events(self, conversation_id: str, after: int = 0, limit: int = 1000) -> list[Event]:
        """Events with ``seq > after``, oldest first."""
        rows = await self._connection.fetch(CONVERSATIONS["events"], conversation_id, after, limit)
        return [read_event(row) for row in rows]

    async def message_by_client_id(self, conversation_id: str, client_id: str) -> Event | None:
        """The message that was sent under this client-made id, if it is kept."""
        row = await self._connection.fetchrow(
            CONVERSATIONS["message_by_client_id"], conversation_id, client_id
        )
        return read_event(row) if row else None

    async def upsert_customer(self, customer: Customer) -> Customer:
        """Keep the customer; one with a known ``external_id`` keeps its id and gains what is new."""
        row = await self._connection.fetchrow(CUSTOMERS["change_customer"], customer)
        if row is None:
            row = await self._connection.fetchrow(CUSTOMERS["keep_customer"], customer)
        if row is None:
            raise LookupError(f"customer {customer.id} was neither changed nor kept")
        return read(Customer, row)

    async def customer(self, customer_id: str) -> Customer | None:
        """The customer of that id."""
        row = await self._connection.fetchrow(CUSTOMERS["customer"], customer_id)
        return read(Customer, row) if row else None

    async def contacts(self, customer_id: str, limit: int = 10) -> list[Contact]:
        """Earlier contacts, latest first."""
        rows = await self._connection.fetch(CUSTOMERS["contacts"], customer_id, limit)
        return [read(Contact, row) for row in rows]

    async def add_contact(self, customer_id: str, contact: Contact) -> None:
        """Keep one contact of a customer."""
        await self._connection.execute(CUSTOMERS["add_contact"], customer_id, contact)

    async def add_decision(self, decision: Decision) -> None:
        """Keep a decision."""
        await self._keep(CONVERSATIONS["add_decision"], decision.conversation_id, decision)

    async def decisions(self, conversation_id: str) -> list[Decision]:
        """Decisions of a conversation, oldest first."""
        rows = await self._connection.fetch(CONVERSATIONS["decisions"], conversation_id)
        return [read(Decision, row) for row in rows]

    async def add_draft(self, draft: Draft) -> None:
        """Keep a draft that waits for review; a conversation has one at most."""
        await self._keep(CONVERSATIONS["add_draft"], draft.conversation_id, draft)

    async def open_draft(self, conversation_id: str) -> Draft | None:
        """The draft that waits for review, if one does."""
        row = await self._connection.fetchrow(CONVERSATIONS["open_draft"], conversation_id)
        return read(Draft, row) if row else None

    async def end_draft(self, draft: Draft) -> None:
        """Keep how the draft ended."""
        await self._keep(CONVERSATIONS["end_draft"], draft.conversation_id, draft)

    async def add_note(self, note: Note) -> None:
        """Keep a note among staff."""
        await self._keep(CONVERSATIONS["add_note"], note.conversation_id, note)

    async def notes(self, conversation_id: str) -> list[Note]:
        """Notes of a conversation, oldest first."""
        rows = await self._connection.fetch(CONVERSATIONS["notes"], conversation_id)
        return [read(Note, row) for row in rows]

    async def add_handoff(self, handoff: Handoff) -> None:
        """Keep a hand-off; a conversation has one at most that has not ended."""
        await self._keep(HANDOFFS["add_handoff"], handoff.conversation_id, handoff)

    async def save_handoff(self, handoff: Handoff) -> None:
        """Keep where the hand-off stands."""
        await self._keep(HANDOFFS["save_handoff"], handoff.conversation_id, handoff)

    async def current_handoff(self, conversation_id: str) -> Handoff | None:
        """The hand-off that has not ended, if there is one (waiting, callback or accepted)."""
        row = await self._connection.fetchrow(HANDOFFS["current_handoff"], conversation_id)
        return read(Handoff, row) if row else None

    async def queue(self) -> list[Handoff]:
        """All that wait (queued or offered), first served first; locks the queue.

        Call it before any conversation is locked, or two transactions may wait for each other.
        """
        await self._connection.execute(HANDOFFS["lock_queue"])
        return [read(Handoff, row) for row in await self._connection.fetch(HANDOFFS["queue"])]

    async def place_in_line(self, handoff_id: str) -> int:
        """The place of a waiting hand-off, from 1. Raises LookupError when it is unknown."""
        place = await self._connection.fetchval(HANDOFFS["place_in_line"], handoff_id)
        if place is None:
            raise LookupError(f"no hand-off {handoff_id}")
        return place

    async def recent_waits(self, since: datetime, limit: int = 50) -> list[float]:
        """Seconds from asked to accepted of the latest accepted hand-offs that wanted a person now."""
        rows = await self._connection.fetch(HANDOFFS["recent_waits"], since, limit)
        return [row[0] for row in rows]

    async def on_duty(self) -> list[OnDuty]:
        """Available staff, seen within 90 s, with their loads (offers to them included)."""
        rows = await self._connection.fetch(HANDOFFS["on_duty"], SEEN_LATELY)
        return [read(OnDuty, row) for row in rows]

    async def staff(self, staff_id: str) -> StaffMember | None:
        """The member of staff, unless their account is disabled."""
        row = await self._connection.fetchrow(HANDOFFS["staff"], staff_id)
        return read(StaffMember, row) if row else None

    async def set_available(self, staff_id: str, available: bool) -> None:
        """Whether they take conversations now; counts as being seen."""
        await self._connection.execute(HANDOFFS["set_available"], staff_id, available)
        self.desk_changed = True

    async def ai_switch(self) -> AiSwitch:
        """Whether a person stopped the AI everywhere."""
        row = await self._connection.fetchrow(HANDOFFS["ai_switch"])
        return read(AiSwitch, row) if row else AiSwitch()

    async def set_ai_switch(self, switch: AiSwitch) -> None:
        """Stop or start the AI everywhere."""
        await self._connection.execute(HANDOFFS["set_ai_switch"], switch)
        self.desk_changed = True

    async def defer(self, job: Job) -> None:
        """Queue work that exists if and only if this transaction commits."""
        what = (job.kind.value, job.conversation_id, job.about, job.due)
        await self._connection.execute(WORK["defer_job"], *what)
        self.work_deferred |= job.due is None

    async def defer_next(self, job: Job) -> None:
        """The same for work that goes on for ever, unless a later job of its kind waits already."""
        await self._connection.execute(WORK["defer_next"], job.kind.value, job.due)

    async def _keep(self, query: str, conversation_id: str, *arguments: object) -> None:
        """Run a change that must find its row."""
        if (await self._connection.execute(query, *arguments)).endswith(" 0"):
            raise LookupError(f"nothing was there to change in conversation {conversation_id}")
        self.touched.add(conversation_id)
