"""From what happens to what another system is sent: the rows, the worker and the sender together."""

import asyncio
from datetime import UTC, datetime
from typing import Any, cast

from handrail.actions.desk import Desk
from handrail.actions.ports import JobKind
from handrail.adapters.postgres.jobs import JobEngine
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.adapters.webhooks.http_sender import HttpWebhookSender
from handrail.worker import when_exhausted, work_at
from tests.adapters.tools.servers import Request, say, serving
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import new_id, opened, token
from tests.contracts.test_store_webhooks import a_subscription

LONG = 120.0  # seconds, never waited for where all is well


async def test_a_worker_tells_what_happened_again_until_it_is_taken(database_url: str) -> None:
    taken = asyncio.Event()
    asked: list[Request] = []

    async def receive(writer: asyncio.StreamWriter, request: Request) -> None:
        asked.append(request)
        await say(writer, 503 if len(asked) == 1 else 204, b"")
        if len(asked) > 1:
            taken.set()

    pool = await open_pool(database_url, 8)
    async with PostgresNotices(database_url) as notices, serving(receive) as receiver:
        store = PostgresStore(pool, notices)
        nothing = cast(Any, None)
        sender = HttpWebhookSender(["127.0.0.1"])
        now = lambda: datetime.now(UTC)  # noqa: E731
        desk = Desk(store, nothing, nothing, notices, nothing, None, now, new_id, webhooks=sender)
        async with store.transaction() as tx:
            await tx.add_subscription(a_subscription(url=f"{receiver.url}/hook"))
        work = {JobKind.SEND_WEBHOOKS: work_at(desk)[JobKind.SEND_WEBHOOKS]}
        engine = asyncio.create_task(
            JobEngine(database_url, work, when_exhausted(desk), 2).run(), name="worker"
        )
        nobody = cast(Any, None)
        conversation = await opened(UnderContract(store, nobody, nobody), token())
        await asyncio.wait_for(taken.wait(), LONG)
        engine.cancel()
        await asyncio.gather(engine, return_exceptions=True)
    await pool.close()
    assert {each.headers["webhook-id"] for each in asked} == {asked[0].headers["webhook-id"]}
    data = cast("dict[str, object]", asked[1].json["data"])
    assert data["conversation_id"] == conversation.id
