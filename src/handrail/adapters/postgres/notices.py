"""Notices: what passes between processes without being kept, by NOTIFY on a connection of its own.

Published after the commit, never inside the writing transaction, where it would make all commits
wait for one another. A lost notice is harmless: watchers sweep, workers poll.
"""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress

import asyncpg
import msgspec

from handrail.adapters.postgres.pool import Connection, is_connection_lost

CHANGES = "handrail_changes"
PREVIEWS = "handrail_previews"
WORK = "handrail_work"
LONGEST_PAYLOAD = 7999  # bytes; NOTIFY refuses 8000
IDS_A_PAYLOAD = LONGEST_PAYLOAD // 37
DESK = "desk"
GATHER_S = 0.003
RETRY_S = 0.5
SEND = (
    "SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS n(channel, payload)"
)

logger = logging.getLogger(__name__)


class PostgresNotices:
    """The sending side: gathers for 3 ms, then tells the other processes in one statement."""

    def __init__(self, database_url: str) -> None:
        """``database_url`` must reach PostgreSQL itself, or pgbouncer in session mode."""
        self._database_url = database_url
        self._changed: set[str] = set()
        self._previews: list[str] = []
        self._wake_workers = False
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
        self._changed |= conversations
        if desk:
            self._changed.add(DESK)
        self._wake_workers |= wake_workers
        if self._changed or wake_workers:
            self._waiting.set()

    async def preview(self, conversation_id: str, event: str, data: Mapping[str, object]) -> None:
        """Show watchers of a conversation something that will not be kept.

        One too long for a notice (8 kB) is left out: the kept message that follows says it all.
        """
        payload = msgspec.json.encode([conversation_id, event, data])
        if len(payload) <= LONGEST_PAYLOAD:
            self._previews.append(payload.decode())
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
            changed, self._changed = self._changed, set()
            previews, self._previews = self._previews, []
            wake, self._wake_workers = self._wake_workers, False
            notices = [(PREVIEWS, preview) for preview in previews]
            notices += [(CHANGES, payload) for payload in payloads(changed)]
            notices += [(WORK, "")] if wake else []
            await connection.execute(SEND, *map(list, zip(*notices, strict=True)))


def payloads(changed: Collection[str]) -> Iterable[str]:
    """The ids in as few payloads as fit."""
    ids = list(changed)
    for start in range(0, len(ids), IDS_A_PAYLOAD):
        yield ",".join(ids[start : start + IDS_A_PAYLOAD])
