"""A desk with rows to show."""

import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from handrail.actions.ports import StaffMember
from handrail.actions.views import (
    RowQuery,
    View,
)
from handrail.adapters.postgres.accounts import PostgresAccounts
from handrail.adapters.postgres.board import PostgresBoard
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import Pool, open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.domain.conversation import Conversation
from handrail.domain.customer import Customer
from handrail.domain.handoff import Handoff
from handrail.domain.record import Decision, Outcome
from tests.contracts.examples import NOW, asked, posting, token

NOBODY = str(uuid.uuid4())


@dataclass
class Desk:
    pool: Pool
    store: PostgresStore
    board: PostgresBoard
    accounts: PostgresAccounts

    async def hired(self, name: str) -> StaffMember:
        member = StaffMember(str(uuid.uuid4()), f"{name}@example.com", name, ("staff",))
        await self.accounts.add_staff(member, "hash")
        return member

    async def opened(self, name: str | None = None, text: str = "Hi") -> Conversation:
        token_hash = token()
        async with self.store.transaction() as tx:
            customer = await tx.upsert_customer(
                Customer(str(uuid.uuid4()), None, name, None, "gold")
            )
            conversation = Conversation(str(uuid.uuid4()), "web", "en", customer.id, NOW)
            await tx.open_conversation(conversation, token_hash)
        sent = replace(posting(conversation, text), token_hash=token_hash)
        await self.store.post_message(sent)
        async with self.store.transaction() as tx:
            kept = await tx.conversation(conversation.id)
        assert kept is not None
        return kept

    async def waits(self, conversation: Conversation, minute: int = 0, urgency: int = 0) -> Handoff:
        handoff = asked(conversation, minute, urgency).queued()
        async with self.store.transaction() as tx:
            await tx.add_handoff(handoff)
            await tx.save_conversation(conversation.queued())
        return handoff

    async def is_led_by(self, conversation: Conversation, staff: StaffMember) -> None:
        async with self.store.transaction() as tx:
            await tx.save_conversation(conversation.accepted(staff.id))

    async def ids(self, view: View, staff_id: str = NOBODY, q: str = "") -> list[str]:
        page = await self.board.rows(RowQuery(view, staff_id, q))
        assert page.total == len(page.items)
        return [row.conversation.id for row in page.items]


@asynccontextmanager
async def a_desk(database_url: str) -> AsyncGenerator[Desk]:
    pool = await open_pool(database_url, 4)
    store = PostgresStore(pool, PostgresNotices(database_url))
    yield Desk(pool, store, PostgresBoard(pool), PostgresAccounts(pool))
    await pool.close()


def decided(conversation: Conversation, number: int = 0) -> Decision:
    return Decision(
        id=str(uuid.uuid4()),
        conversation_id=conversation.id,
        turn_seq=1,
        at=NOW + timedelta(seconds=number),
        lead="PERSON",
        tier="high",
        kind="fraud",
        rule="suspected_fraud",
        rule_kind="hard",
        reason="A person answers.",
        reason_customer="A person answers.",
        moment={"reasons": []},
        scores={"sentiment": -0.5},
        evidence={},
        policy_name="banking",
        policy_version="1",
        signals_version="s",
        outcome=Outcome.HANDED_OFF,
    )
