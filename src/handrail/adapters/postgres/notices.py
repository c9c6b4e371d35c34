"""Notices: what passes between processes without being kept, by NOTIFY on a connection of its own.

Published after the commit, never inside the writing transaction, where it would make all commits
wait for one another. A lost notice is harmless: watchers sweep, workers poll.
"""

import asyncio
import logging
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field

import asyncpg
import msgspec

from handrail.adapters.postgres.pool import Connection, is_connection_lost

CHANGES = "handrail_changes"
PREVIEWS = "handrail_previews"
WORK = "handrail_work"
LONGEST_PAYLOAD = 7999  # bytes; NOTIFY refuses 8000
IDS_A_PAYLOAD = LONGEST_PAYLOAD // 37
DESK = "desk"
MOST_PREVIEWS = 1000  # kept while the database is away
GATHER_S = 0.003
RETRY_S = 0.5
SEND = (
    "SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS n(channel, payload)"
)

logger = logging.getLogger(__name__)


@dataclass
class Batch:
    """What is to be told."""

    changed: set[str] = field(default_factory=set[str])
    previews: list[str] = field(default_factory=list[str])
    wake_workers: bool = False

    def add(self, later: "Batch") -> "Batch":
        """This and what came after it."""
        self.changed |= later.changed
        self.previews = (self.previews + later.previews)[-MOST_PREVIEWS:]
        self.wake_workers |= later.wake_workers
        return self

    def notices(self) -> list[tuple[str, str]]:
        """Channels and payloads, ids in as few payloads as fit."""
        ids = list(self.changed)
        starts = range(0, len(ids), IDS_A_PAYLOAD)
        notices = [(PREVIEWS, preview) for preview in self.previews]
        notices += [(CHANGES, ",".join(ids[start : start + IDS_A_PAYLOAD])) for start in starts]
        return notices + ([(WORK, "")] if self.wake_workers else [])


class PostgresNotices:
    """The sending side: gathers for 3 ms, then tells the other processes in one statement."""

    def __init__(self, database_url: str) -> None:
        """``database_url`` must reach PostgreSQL itself, or pgbouncer in session mode."""
        self._database_url = database_url
        self._batch = Batch()
        self._waiting = asyncio.Event()
        self._sender: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "PostgresNotices":
        self._sender = asyncio.create_task(self._send(), name="notices")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._sender is not None:
            self._sender.cancel()
            with suppress(asyncio.CancelledError):
                await self._sender

    def publish(
        self, conversations: AbstractSet[str], desk: bool = False, wake_workers: bool = False
    ) -> None:
        """Tell watchers that conversations (or the desk) changed, and workers that there is work."""
        changed = {*conversations, DESK} if desk else set(conversations)
        if changed or wake_workers:
            self._batch.add(Batch(changed, wake_workers=wake_workers))
            self._waiting.set()

    async def preview(self, conversation_id: str, event: str, data: Mapping[str, object]) -> None:
        """Show watchers of a conversation something that will not be kept.

        One too long for a notice (8 kB) is left out: the kept message that follows says it all.
        """
        payload = msgspec.json.encode([conversation_id, event, data])
        if len(payload) <= LONGEST_PAYLOAD:
            self._batch.add(Batch(previews=[payload.decode()]))
            self._waiting.set()

    async def _send(self) -> None:
        while True:
            try:
                connection = await asyncpg.connect(self._database_url)
                try:
                    await self._send_on(connection)
                finally:
                    connection.terminate()
            except Exception as error:
                if not is_connection_lost(error):
                    logger.exception("Notices could not be sent; trying again")
                await asyncio.sleep(RETRY_S)

    async def _send_on(self, connection: Connection) -> None:
        while True:
            await self._waiting.wait()
            await asyncio.sleep(GATHER_S)
            self._waiting.clear()
            batch, self._batch = self._batch, Batch()
            try:
                await connection.execute(SEND, *map(list, zip(*batch.notices(), strict=True)))
            except Exception as error:
                if is_connection_lost(error):  # it waits for the next connection
                    self._batch = batch.add(self._batch)
                    self._waiting.set()
                raise
