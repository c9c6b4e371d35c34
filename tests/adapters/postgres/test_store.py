"""What only PostgreSQL can go wrong with: restarts, cut connections, locks."""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace

import asyncpg
import pytest

from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import Pool, is_connection_lost, open_pool
from handrail.adapters.postgres.sql import load
from handrail.adapters.postgres.store import PostgresStore
from handrail.domain.conversation import Conversation
from handrail.domain.customer import Customer
from handrail.domain.handoff import HandoffState
from tests.contracts.examples import NOW, SAID, TOKEN, asked, posting

CUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@dataclass
class Desk:
    url: str
    pool: Pool
    store: PostgresStore

    async def opened(self) -> Conversation:
        async with self.store.transaction() as tx:
            customer = await tx.upsert_customer(Customer(str(uuid.uuid4())))
            conversation = Conversation(str(uuid.uuid4()), "web", "en", customer.id, NOW)
            await tx.open_conversation(conversation, TOKEN)
        return conversation

    async def cut_connections(self) -> None:
        connection = await asyncpg.connect(self.url)
        await connection.execute(CUT)
        await connection.close()


@pytest.fixture
async def desk(database_url: str) -> AsyncGenerator[Desk]:
    pool = await open_pool(database_url, 8)
    yield Desk(database_url, pool, PostgresStore(pool, PostgresNotices(database_url)))
    await pool.close()


async def test_posts_are_kept_once_while_connections_are_cut(desk: Desk) -> None:
    conversation = await desk.opened()
    posts = [posting(conversation, str(n)) for n in range(200)]
    acknowledged: list[int] = []

    async def post_each(mine: int) -> None:
        for sent in posts[mine::8]:
            posted = await desk.store.post_message(sent)
            assert posted is not None
            acknowledged.append(posted.seq)

    async def cut() -> None:
        for _ in range(5):
            await asyncio.sleep(0.05)
            await desk.cut_connections()

    await asyncio.gather(cut(), *(post_each(n) for n in range(8)))
    async with desk.store.transaction() as tx:
        events = await tx.events(conversation.id)
    assert sorted(acknowledged) == [event.seq for event in events] == list(range(1, 201))
    assert sorted(event.text or "" for event in events) == sorted(sent.text for sent in posts)
    assert await desk.pool.fetchval("SELECT count(*) FROM jobs") == 200


async def test_a_transaction_that_lost_its_connection_raises_and_keeps_nothing(
    desk: Desk,
) -> None:
    conversation = await desk.opened()

    async def interrupted() -> None:
        async with desk.store.transaction() as tx:
            await tx.append(conversation.id, [SAID])
            await desk.cut_connections()

    with pytest.raises(Exception) as caught:  # noqa: PT011 - one of many
        await interrupted()
    assert is_connection_lost(caught.value)
    async with desk.store.transaction() as tx:
        assert await tx.events(conversation.id) == []


async def test_a_swallowed_error_does_not_pass_for_a_commit(desk: Desk) -> None:
    conversation = await desk.opened()

    async def swallow() -> None:
        async with desk.store.transaction() as tx:
            await tx.append(conversation.id, [SAID])
            with pytest.raises(asyncpg.UniqueViolationError):
                await tx.open_conversation(conversation, TOKEN)

    with pytest.raises(RuntimeError, match="nothing was kept"):
        await swallow()
    async with desk.store.transaction() as tx:
        assert await tx.events(conversation.id) == []


async def test_a_cancelled_transaction_leaves_a_clean_connection(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    conversation = await desk.opened()
    inside = asyncio.Event()

    async def hang() -> None:
        async with desk.store.transaction() as tx:
            await tx.append(conversation.id, [SAID])
            inside.set()
            await asyncio.sleep(3600)

    for _ in range(10):
        inside.clear()
        task = asyncio.create_task(hang())
        await inside.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with desk.store.transaction() as tx:
        assert await tx.events(conversation.id) == []
    assert not [entry for entry in caplog.records if entry.name == "asyncio"]


async def test_a_conversation_is_changed_by_one_at_a_time(desk: Desk) -> None:
    conversation = await desk.opened()
    async with desk.store.transaction() as tx:
        await tx.conversation(conversation.id)
        post = asyncio.create_task(desk.store.post_message(posting(conversation)))
        await asyncio.sleep(0.2)
        assert not post.done()
        await tx.append(conversation.id, [SAID])
    posted = await post
    assert posted is not None
    assert posted.seq == 2


async def test_one_transaction_routes_at_a_time(desk: Desk) -> None:
    conversation = await desk.opened()
    async with desk.store.transaction() as tx:
        await tx.add_handoff(asked(conversation).queued())
    accepted: list[str] = []

    async def route() -> None:
        async with desk.store.transaction() as tx:
            for handoff in await tx.queue():
                await asyncio.sleep(0.05)
                accepted.append(handoff.id)
                await tx.save_handoff(handoff.ended(HandoffState.WITHDRAWN, NOW))

    await asyncio.gather(*(route() for _ in range(5)))
    assert len(accepted) == 1


async def test_a_customers_words_cannot_become_sql_or_break_json(desk: Desk) -> None:
    conversation = await desk.opened()
    words = "'; DROP TABLE events; -- \\ \" {} \u2028 \U0001f600 %s $1"
    async with desk.store.transaction() as tx:
        data = {"note": words, "nested": [{"x": words}]}
        [event] = await tx.append(conversation.id, [replace(SAID, text=words, data=data)])
        assert (event.text, event.data) == (words, data)
        assert await tx.events(conversation.id) == [event]


def test_every_query_has_a_name_of_its_own() -> None:
    for file in ("accounts", "board", "conversations", "customers", "handoffs", "policies", "work"):
        assert all(query.strip() for query in load(f"{file}.sql").values())
