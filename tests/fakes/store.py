"""A store in memory: the same names and the same meaning as the real one, no database."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime

from handrail.actions.ports import AiSwitch, Job, JobKind, NotReady, Posted, Posting, StaffMember
from handrail.domain.conversation import (
    Conversation,
    Event,
    EventDraft,
    EventKind,
    Speaker,
    State,
)
from handrail.domain.customer import Contact, Customer
from handrail.domain.draft import Draft, Note
from handrail.domain.handoff import ENDED, Handoff, HandoffState, Prefer
from handrail.domain.policy import Policy
from handrail.domain.record import Decision
from handrail.domain.staffing import OnDuty
from tests.fakes.drafts import FakeDrafts
from tests.fakes.evidence import FakeEvidence
from tests.fakes.gaps import FakeGaps
from tests.fakes.imports import FakeImports
from tests.fakes.models import FakeModels
from tests.fakes.playbook import FakePlaybook
from tests.fakes.practice import FakePractice
from tests.fakes.rows import Rows
from tests.fakes.shelf_rows import FakeShelfRows
from tests.fakes.solved import FakeSolved
from tests.fakes.tools import FakeTools
from tests.fakes.webhooks import FakeWebhooks
from tests.fakes.wrap_up import FakeWrapUps

IN_LINE = (HandoffState.QUEUED, HandoffState.OFFERED)


class FakeStore:
    """``rows`` is open to tests: what was kept, and the jobs that were deferred."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.rows = Rows()
        self._now = now
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator["FakeTransaction"]:
        async with self._lock:
            before = deepcopy(self.rows)
            try:
                yield FakeTransaction(self.rows, self._now)
            except BaseException:
                self.rows = before
                raise

    async def post_message(self, posting: Posting) -> Posted | None:
        async with self._lock:
            rows, conversation_id = self.rows, posting.conversation_id
            if rows.tokens.get(conversation_id) != posting.token_hash:
                return None
            kept = message(rows, conversation_id, posting.client_id)
            if kept is not None:
                return Posted(kept.seq, fresh=False)
            seq = rows.conversations[conversation_id].last_seq + 1
            moved = rows.conversations[conversation_id].customer_wrote(seq)
            rows.conversations[conversation_id] = moved
            rows.events[conversation_id, seq] = Event(
                seq=seq,
                at=posting.at,
                kind=EventKind.MESSAGE,
                speaker=Speaker.CUSTOMER,
                text=posting.text,
                data={"client_id": posting.client_id},
            )
            led = moved.state is State.PERSON
            work = JobKind.PREPARE_DRAFT if led else JobKind.TAKE_TURN
            rows.jobs.append(Job(work, conversation_id))
            return Posted(seq, fresh=True)

    async def active_policy(self) -> str:
        if not self.rows.activations:
            raise NotReady("no policy is active")
        return self.rows.activations[-1]

    async def add_policy(self, policy: Policy, toml: str, at: datetime, by: str) -> None:
        self.rows.policies.setdefault(policy.version, toml)

    async def activate_policy(self, version: str, at: datetime, by: str) -> None:
        if version not in self.rows.policies:
            raise LookupError(version)
        self.rows.activations.append(version)

    async def policy_text(self, version: str) -> str:
        return self.rows.policies[version]


class FakeTransaction(
    FakeEvidence,
    FakeImports,
    FakeGaps,
    FakeTools,
    FakeWebhooks,
    FakeModels,
    FakeWrapUps,
    FakePlaybook,
    FakePractice,
    FakeDrafts,
    FakeSolved,
    FakeShelfRows,
):
    def __init__(self, rows: Rows, now: Callable[[], datetime]) -> None:
        FakeEvidence.__init__(self, rows)
        FakeImports.__init__(self, rows.imports)
        self._now = now

    async def open_conversation(self, conversation: Conversation, token_hash: bytes) -> None:
        self._rows.conversations[conversation.id] = conversation
        self._rows.tokens[conversation.id] = token_hash

    async def conversation(self, conversation_id: str) -> Conversation | None:
        return self._rows.conversations.get(conversation_id)

    async def save_conversation(self, conversation: Conversation) -> None:
        kept = self._rows.conversations.get(conversation.id)
        if kept is None:
            raise LookupError(conversation.id)
        self._rows.conversations[conversation.id] = replace(
            conversation, last_seq=kept.last_seq, asked_seq=kept.asked_seq
        )

    async def append(self, conversation_id: str, drafts: Sequence[EventDraft]) -> list[Event]:
        if any(d.speaker is Speaker.CUSTOMER and d.kind is EventKind.MESSAGE for d in drafts):
            raise ValueError("a customer's message enters by post_message alone")
        kept = self._rows.conversations.get(conversation_id)
        if kept is None:
            if drafts:
                raise LookupError(conversation_id)
            return []
        now = self._now()
        events = [
            Event(seq, now, d.kind, d.speaker, d.text, d.provenance, d.data)
            for seq, d in enumerate(drafts, kept.last_seq + 1)
        ]
        for event in events:
            self._rows.events[conversation_id, event.seq] = event
        last = kept.last_seq + len(events)
        self._rows.conversations[conversation_id] = replace(kept, last_seq=last)
        return events

    async def events(self, conversation_id: str, after: int = 0, limit: int = 1000) -> list[Event]:
        return of(self._rows, conversation_id, after)[:limit]

    async def message_by_client_id(self, conversation_id: str, client_id: str) -> Event | None:
        return message(self._rows, conversation_id, client_id)

    async def upsert_customer(self, customer: Customer) -> Customer:
        known = self._rows.customers.get(customer.id)
        for other in self._rows.customers.values():
            if customer.external_id is not None and other.external_id == customer.external_id:
                return self._claimed(other, customer)
        if known is not None:
            customer = Customer(
                id=known.id,
                external_id=customer.external_id or known.external_id,
                name=customer.name or known.name,
                email=customer.email or known.email,
                segment=customer.segment or known.segment,
                vulnerable=customer.vulnerable or known.vulnerable,
            )
        self._rows.customers[customer.id] = customer
        return customer

    def _claimed(self, known: Customer, claim: Customer) -> Customer:
        """A claim adds what was unknown and changes nothing that was known."""
        customer = replace(
            known,
            name=known.name or claim.name,
            email=known.email or claim.email,
            segment=known.segment or claim.segment,
            vulnerable=known.vulnerable or claim.vulnerable,
        )
        self._rows.customers[known.id] = customer
        return customer

    async def customer(self, customer_id: str) -> Customer | None:
        return self._rows.customers.get(customer_id)

    async def contacts(self, customer_id: str, limit: int = 10) -> list[Contact]:
        mine = [contact for owner, contact in self._rows.contacts if owner == customer_id]
        return sorted(mine, key=lambda contact: contact.at, reverse=True)[:limit]

    async def add_contact(self, customer_id: str, contact: Contact) -> None:
        if all(kept.id != contact.id for _, kept in self._rows.contacts):
            self._rows.contacts.append((customer_id, contact))

    async def add_decision(self, decision: Decision) -> None:
        self._rows.decisions.append(decision)

    async def decisions(self, conversation_id: str) -> list[Decision]:
        mine = [d for d in self._rows.decisions if d.conversation_id == conversation_id]
        return sorted(mine, key=lambda d: (d.turn_seq, d.at))

    async def add_draft(self, draft: Draft) -> None:
        if await self.open_draft(draft.conversation_id) is not None:
            raise ValueError("a draft waits already")
        self._rows.drafts[draft.id] = draft

    async def open_draft(self, conversation_id: str) -> Draft | None:
        drafts = self._rows.drafts.values()
        open_ones = (d for d in drafts if d.conversation_id == conversation_id and not d.ended)
        return next(open_ones, None)

    async def end_draft(self, draft: Draft) -> None:
        kept = self._rows.drafts[draft.id]
        self._rows.drafts[draft.id] = replace(draft, text=kept.text)

    async def add_note(self, note: Note) -> None:
        self._rows.notes.append(note)

    async def notes(self, conversation_id: str) -> list[Note]:
        mine = [n for n in self._rows.notes if n.conversation_id == conversation_id]
        return sorted(mine, key=lambda n: (n.at, n.id))

    async def add_handoff(self, handoff: Handoff) -> None:
        if await self.current_handoff(handoff.conversation_id) is not None:
            raise ValueError("a hand-off is under way already")
        self._rows.handoffs[handoff.id] = handoff

    async def save_handoff(self, handoff: Handoff) -> None:
        if handoff.id not in self._rows.handoffs:
            raise LookupError(handoff.id)
        self._rows.handoffs[handoff.id] = handoff

    async def current_handoff(self, conversation_id: str) -> Handoff | None:
        handoffs = self._rows.handoffs.values()
        mine = (h for h in handoffs if h.conversation_id == conversation_id)
        return next((h for h in mine if h.state not in ENDED), None)

    async def queue(self) -> list[Handoff]:
        waiting = [h for h in self._rows.handoffs.values() if h.state in IN_LINE]
        return sorted(waiting, key=in_line)

    async def place_in_line(self, handoff_id: str) -> int:
        mine = self._rows.handoffs.get(handoff_id)
        if mine is None:
            raise LookupError(handoff_id)
        return 1 + sum(in_line(other) < in_line(mine) for other in await self.queue())

    async def recent_waits(self, since: datetime, limit: int = 50) -> list[float]:
        accepted = [
            (handoff.accepted_at, (handoff.accepted_at - handoff.requested_at).total_seconds())
            for handoff in self._rows.handoffs.values()
            if handoff.accepted_at and handoff.accepted_at >= since and handoff.prefer is Prefer.NOW
        ]
        return [wait for _, wait in sorted(accepted, reverse=True)[:limit]]

    async def on_duty(self) -> list[OnDuty]:
        return [
            OnDuty(
                staff_id=staff.id,
                name=staff.name,
                skills=frozenset(staff.skills),
                load=self._load(staff.id),
                capacity=staff.capacity,
                idle_since=self._idle_since(staff.id),
            )
            for staff in sorted(self._rows.staff.values(), key=lambda staff: staff.id)
            if staff.id in self._rows.available_since
        ]

    def _load(self, staff_id: str) -> int:
        led = sum(c.staff_id == staff_id for c in self._rows.conversations.values())
        return led + sum(h.offered_to == staff_id for h in self._rows.handoffs.values())

    def _idle_since(self, staff_id: str) -> datetime:
        handoffs = [h for h in self._rows.handoffs.values() if h.accepted_by == staff_id]
        ends = [h.ended_at or h.accepted_at for h in handoffs]
        return max([self._rows.available_since[staff_id], *(at for at in ends if at)])

    async def staff(self, staff_id: str) -> StaffMember | None:
        staff = self._rows.staff.get(staff_id)
        return staff and replace(staff, available=staff_id in self._rows.available_since)

    async def set_available(self, staff_id: str, available: bool) -> None:
        if available:
            self._rows.available_since.setdefault(staff_id, self._now())
        else:
            self._rows.available_since.pop(staff_id, None)

    async def ai_switch(self) -> AiSwitch:
        return self._rows.ai_switch

    async def set_ai_switch(self, switch: AiSwitch) -> None:
        self._rows.ai_switch = switch

    async def defer(self, job: Job) -> None:
        self._rows.jobs.append(job)

    async def defer_next(self, job: Job) -> None:
        later = [one for one in self._rows.jobs if one.kind is job.kind]
        if not any(one.due is not None and one.due > self._now() for one in later):
            self._rows.jobs.append(job)


def of(rows: Rows, conversation_id: str, after: int = 0) -> list[Event]:
    """The events of a conversation after a place, in order."""
    places = sorted(place for place in rows.events if place[0] == conversation_id)
    return [rows.events[place] for place in places if place[1] > after]


def message(rows: Rows, conversation_id: str, client_id: str) -> Event | None:
    """The message under a client-made id."""
    events = of(rows, conversation_id)
    return next((e for e in events if e.data.get("client_id") == client_id), None)


def in_line(handoff: Handoff) -> tuple[int, datetime, str]:
    """What orders those who wait."""
    return -handoff.urgency, handoff.requested_at, handoff.id
