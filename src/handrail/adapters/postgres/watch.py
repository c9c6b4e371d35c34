"""Watch: wakes whoever looks at a conversation, or at the whole desk, when something changed."""

import asyncio
import logging
from collections import deque
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Self

import asyncpg
import msgspec

from handrail.actions.views import Preview
from handrail.adapters.postgres.notices import CHANGES, DESK, PREVIEWS
from handrail.adapters.postgres.pool import Connection, is_connection_lost, speak_domain
from handrail.adapters.postgres.sql import load

QUERIES = load("watch.sql")
SWEEP_S = 2.0
SWEPT = timedelta(seconds=12)  # a notice may be lost and its commit late: look well back
LONGEST_PREVIEWS = 256
RETRY_S = 0.3

logger = logging.getLogger(__name__)


class Watch:
    """One watcher of a conversation: iterate to wait. ``None``: look again; or a Preview."""

    __slots__ = ("_changed", "_previews", "_waiter")

    def __init__(self) -> None:
        self._changed = False
        self._previews: deque[Preview] | None = None
        self._waiter: asyncio.Future[None] | None = None

    def __aiter__(self) -> "Watch":
        return self

    async def __anext__(self) -> Preview | None:
        while not self._changed and not self._previews:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        if self._previews:
            return self._previews.popleft()
        self._changed = False
        return None

    def wake(self, preview: Preview | None = None) -> None:
        """Something changed, or is to be shown."""
        if preview is None:
            self._changed = True
        else:
            self._previews = self._previews or deque(maxlen=LONGEST_PREVIEWS)
            self._previews.append(preview)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class DeskWatch:
    """One watcher of the desk: iterate to get the conversations that changed since the last time.

    An empty set means that something else did: presence, or the AI's switch.
    """

    __slots__ = ("_changed", "_waiter")

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._waiter: asyncio.Future[None] | None = None

    def __aiter__(self) -> "DeskWatch":
        return self

    async def __anext__(self) -> frozenset[str]:
        while not self._changed:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        changed = frozenset(self._changed - {DESK})
        self._changed.clear()
        return changed

    def wake(self, changed: Iterable[str]) -> None:
        """These changed."""
        self._changed.update(changed)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Watchtower:
    """The listening side, one connection a process however many watch.

    It hears notices, and every two seconds sweeps for what was changed lately and not heard of.
    """

    def __init__(self, database_url: str) -> None:
        """``database_url`` must reach PostgreSQL itself, or pgbouncer in session mode."""
        self._database_url = database_url
        self._watches: dict[str, set[Watch]] = {}
        self._desks: set[DeskWatch] = set()
        self._swept: dict[str, object] = {}
        self._listener: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._listener = asyncio.create_task(self._listen(), name="watchtower")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._listener is not None:
            self._listener.cancel()
            with suppress(asyncio.CancelledError):
                await self._listener

    @contextmanager
    def watch(self, conversation_id: str) -> Generator[Watch]:
        """Watch one conversation. Read its events after this call, then again at each wake-up."""
        watch = Watch()
        self._watches.setdefault(conversation_id, set()).add(watch)
        try:
            yield watch
        finally:
            left = self._watches[conversation_id]
            left.discard(watch)
            if not left:
                del self._watches[conversation_id]

    @contextmanager
    def watch_desk(self) -> Generator[DeskWatch]:
        """Watch every conversation, presence and the AI's switch."""
        watch = DeskWatch()
        self._desks.add(watch)
        try:
            yield watch
        finally:
            self._desks.discard(watch)

    async def _listen(self) -> None:
        while True:
            try:
                connection = await asyncpg.connect(self._database_url)
                try:
                    await speak_domain(connection)
                    await connection.add_listener(CHANGES, self._heard_changes)
                    await connection.add_listener(PREVIEWS, self._heard_preview)
                    self._wake_all()
                    while True:
                        await self._sweep(connection)
                        await asyncio.sleep(SWEEP_S)
                finally:
                    connection.terminate()
            except Exception as error:
                if not is_connection_lost(error):
                    logger.exception("The watchtower lost its sight; trying again")
                await asyncio.sleep(RETRY_S)

    async def _sweep(self, connection: Connection) -> None:
        rows = await connection.fetch(QUERIES["changed_lately"], SWEPT)
        lately: dict[str, object] = {row["id"]: row["changed_at"] for row in rows}
        self._told(one for one, at in lately.items() if self._swept.get(one) != at)
        self._swept = lately

    def _heard_changes(self, *notice: object) -> None:
        self._told(str(notice[-1]).split(","))

    def _heard_preview(self, *notice: object) -> None:
        conversation_id, event, data = msgspec.json.decode(
            str(notice[-1]), type=tuple[str, str, dict[str, object]]
        )
        for watch in self._watches.get(conversation_id, ()):
            watch.wake(Preview(event, data))

    def _told(self, changed: Iterable[str]) -> None:
        ids = set(changed)
        if not ids:
            return
        for conversation_id in ids & self._watches.keys():
            for watch in self._watches[conversation_id]:
                watch.wake()
        for desk in self._desks:
            desk.wake(ids)

    def _wake_all(self) -> None:
        self._told([*self._watches, DESK])
