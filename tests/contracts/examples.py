"""Examples to keep in a store."""

import uuid
from datetime import UTC, datetime, timedelta

from handrail.actions.ports import Posting, StaffMember
from handrail.domain.conversation import (
    Conversation,
    EventDraft,
    EventKind,
    MadeBy,
    Provenance,
    Speaker,
)
from handrail.domain.customer import Customer
from handrail.domain.handoff import AskedBy, Handoff
from tests.contracts.conftest import UnderContract

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TOKEN = b"t" * 32
SAID = EventDraft(
    EventKind.MESSAGE,
    Speaker.AI,
    "Hello",
    Provenance(MadeBy.AI_DRAFT, "Ana"),
    {"sources": [{"slug": "a", "title": "A"}], "offers_person": True},
)


def new_id() -> str:
    return str(uuid.uuid4())


def token() -> bytes:
    return uuid.uuid4().bytes * 2


async def opened(desk: UnderContract, token_hash: bytes = TOKEN) -> Conversation:
    async with desk.store.transaction() as tx:
        customer = await tx.upsert_customer(Customer(new_id()))
        conversation = Conversation(new_id(), "web", "en", customer.id, NOW)
        await tx.open_conversation(conversation, token_hash)
    return conversation


def posting(conversation: Conversation, text: str = "Hi", client_id: str | None = None) -> Posting:
    return Posting(conversation.id, TOKEN, client_id or new_id(), text, NOW)


def asked(conversation: Conversation, minute: int = 0, urgency: int = 0) -> Handoff:
    at = NOW + timedelta(minutes=minute)
    return Handoff(
        new_id(), conversation.id, AskedBy.CUSTOMER, "asks", "Asked.", at, urgency=urgency
    )


async def hired(
    desk: UnderContract, name: str = "Ana", roles: tuple[str, ...] = ("staff",)
) -> StaffMember:
    member = StaffMember(new_id(), f"{new_id()}@example.com", name, roles, ("cards",), 3)
    await desk.hire(member)
    return member
