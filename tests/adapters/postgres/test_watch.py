import asyncio
import uuid
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass

import asyncpg
import pytest

from handrail.adapters.postgres import watch as tower
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import Connection, open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.adapters.postgres.watch import Preview, Watch, Watchtower
from tests.contracts.examples import NOW, SAID, TOKEN, Conversation, Customer, posting

PATIENCE_S = 60  # never waited for where all is well


class Lookout(Watchtower):
    """A watchtower that says when it has begun: it listens, and has swept for the first time."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        self.begun = asyncio.Event()

    async def _sweep(self, connection: Connection) -> None:
        await super()._sweep(connection)
        self.begun.set()

    async def has_swept(self, conversation_id: str) -> None:
        while conversation_id not in self._swept:
            self.begun.clear()
            await self.begun.wait()


@dataclass
class Desk:
    url: str
    store: PostgresStore
    notices: PostgresNotices
    watchtower: Lookout

    async def opened(self) -> Conversation:
        async with self.store.transaction() as tx:
            customer = await tx.upsert_customer(Customer(str(uuid.uuid4())))
            conversation = Conversation(str(uuid.uuid4()), "web", "en", customer.id, NOW)
            await tx.open_conversation(conversation, TOKEN)
        return conversation

    async def settle(self, *watches: Watch) -> None:
        """Until all that was told so far is heard, for notices come in order; and forget it."""
        mark = str(uuid.uuid4())
        with self.watchtower.watch(mark) as marked:
            self.notices.publish({mark})
            assert await woken(marked) is None
        for watch in watches:
            with suppress(TimeoutError):
                while True:
                    async with asyncio.timeout(0):
                        await anext(watch)


@pytest.fixture
def sweep_s() -> float:
    """Seconds between sweeps: so many that none wakes anybody by chance."""
    return 3600


@pytest.fixture
async def desk(
    database_url: str, sweep_s: float, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Desk]:
    monkeypatch.setattr(tower, "SWEEP_S", sweep_s)
    async with PostgresNotices(database_url) as notices, Lookout(database_url) as watchtower:
        pool = await open_pool(database_url, 4)
        async with asyncio.timeout(PATIENCE_S):
            await watchtower.begun.wait()
        yield Desk(database_url, PostgresStore(pool, notices), notices, watchtower)
        await pool.close()


async def woken(watch: Watch) -> Preview | None:
    async with asyncio.timeout(PATIENCE_S):
        return await anext(watch)


async def test_every_watcher_of_a_conversation_wakes_and_no_other(desk: Desk) -> None:
    conversation, other = str(uuid.uuid4()), str(uuid.uuid4())
    with (
        desk.watchtower.watch(conversation) as one,
        desk.watchtower.watch(conversation) as two,
        desk.watchtower.watch(other) as quiet,
    ):
        await desk.settle(one, two, quiet)
        desk.notices.publish({conversation})
        assert [await woken(one), await woken(two)] == [None, None]
        await desk.settle()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(quiet), 0.05)


async def test_posts_and_transactions_wake_watchers_after_their_commit(desk: Desk) -> None:
    conversation = await desk.opened()
    with desk.watchtower.watch(conversation.id) as watch:
        await desk.settle(watch)
        await desk.store.post_message(posting(conversation))
        assert await woken(watch) is None
        await desk.settle(watch)
        async with desk.store.transaction() as tx:
            await tx.append(conversation.id, [SAID])
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(anext(watch), 0.3)
        assert await woken(watch) is None


async def test_previews_come_in_order_and_are_not_kept(desk: Desk) -> None:
    conversation = str(uuid.uuid4())
    with desk.watchtower.watch(conversation) as watch:
        await desk.settle(watch)
        for number in range(20):
            await desk.notices.preview(conversation, "partial", {"index": number, "text": "ü"})
        shown = [await woken(watch) for _ in range(20)]
    assert shown == [Preview("partial", {"index": n, "text": "ü"}) for n in range(20)]


async def test_a_preview_too_long_for_a_notice_is_left_out(desk: Desk) -> None:
    conversation = str(uuid.uuid4())
    with desk.watchtower.watch(conversation) as watch:
        await desk.settle(watch)
        await desk.notices.preview(conversation, "partial", {"text": "x" * 9000})
        await desk.notices.preview(conversation, "partial", {"text": "y"})
        assert await woken(watch) == Preview("partial", {"text": "y"})


async def test_the_desk_hears_of_every_change(desk: Desk) -> None:
    changed = {str(uuid.uuid4()) for _ in range(500)}
    heard: set[str] = set()
    with desk.watchtower.watch_desk() as watch:
        async with asyncio.timeout(PATIENCE_S):
            desk.notices.publish(changed, desk=True)
            while not changed <= heard:
                heard |= await anext(watch)
    assert heard == changed


async def test_the_desk_hears_of_what_is_no_conversation(desk: Desk) -> None:
    with desk.watchtower.watch_desk() as watch:
        desk.notices.publish(set(), desk=True)
        async with asyncio.timeout(PATIENCE_S):
            assert await anext(watch) == frozenset()


@pytest.mark.parametrize("sweep_s", [0.1])
async def test_a_change_whose_notice_was_lost_is_swept_up(desk: Desk) -> None:
    conversation = await desk.opened()
    with desk.watchtower.watch(conversation.id) as watch:
        await desk.watchtower.has_swept(conversation.id)
        await desk.settle(watch)
        connection = await asyncpg.connect(desk.url)
        await connection.execute("UPDATE conversations SET changed_at = clock_timestamp()")
        await connection.close()
        assert await woken(watch) is None


@pytest.mark.parametrize("sweep_s", [0.1])
async def test_hears_again_after_its_connections_were_cut(desk: Desk) -> None:
    conversation = str(uuid.uuid4())
    with desk.watchtower.watch(conversation) as watch:
        await desk.settle(watch)
        connection = await asyncpg.connect(desk.url)
        await connection.execute(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()"""
        )
        await connection.close()
        assert await woken(watch) is None  # whatever was missed meanwhile
        await desk.settle(watch)
        await desk.notices.preview(conversation, "preparing", {"lead": "AI"})
        async with asyncio.timeout(PATIENCE_S):
            while await anext(watch) != Preview("preparing", {"lead": "AI"}):
                pass


async def test_who_left_is_forgotten(desk: Desk) -> None:
    with desk.watchtower.watch("c"), desk.watchtower.watch("c"), desk.watchtower.watch_desk():
        pass
    assert desk.watchtower._watches == {}  # pyright: ignore[reportPrivateUsage]
    assert desk.watchtower._desks == set()  # pyright: ignore[reportPrivateUsage]


def test_a_watcher_is_small() -> None:
    assert not hasattr(Watch(), "__dict__")
    assert tower.LONGEST_PREVIEWS < 1000
