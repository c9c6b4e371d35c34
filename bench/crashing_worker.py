"""A worker that kills itself at a named point: before or after the n-th call of a port."""

import asyncio
import inspect
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from handrail.adapters.postgres.jobs import JobEngine
from handrail.settings import read_settings
from handrail.wiring import open_parts
from handrail.worker import when_exhausted, work_at

POINTS = (
    "transaction begins",
    "transaction is about to commit",
    "transaction has committed",
    "signals were read",
    "knowledge was searched",
    "decision was written",
    "events were appended",
    "conversation was saved",
    "job was deferred",
)


class Bomb:
    """Goes off at the ``nth`` time its point is passed."""

    def __init__(self, point: str, nth: int) -> None:
        self.point = point
        self.left = nth

    def passes(self, point: str) -> None:
        """This point is passed now."""
        if point == self.point:
            self.left -= 1
            if self.left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


class Watched:
    """A port whose calls pass points."""

    def __init__(self, port: Any, bomb: Bomb, after: dict[str, str]) -> None:
        self._port = port
        self._bomb = bomb
        self._after = after

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        return self._passing(found, self._after[name]) if name in self._after else found

    def _passing(self, call: Callable[..., Any], point: str) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(call):

            async def passing(*arguments: Any, **named: Any) -> Any:
                given = await call(*arguments, **named)
                self._bomb.passes(point)
                return given

            return passing

        def passing_at_once(*arguments: Any, **named: Any) -> Any:
            given = call(*arguments, **named)
            self._bomb.passes(point)
            return given

        return passing_at_once


class WatchedStore(Watched):
    """The store, whose transactions pass points too."""

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Any]:
        self._bomb.passes("transaction begins")
        async with self._port.transaction() as tx:
            yield Watched(
                tx,
                self._bomb,
                {
                    "add_decision": "decision was written",
                    "append": "events were appended",
                    "save_conversation": "conversation was saved",
                    "defer": "job was deferred",
                },
            )
            self._bomb.passes("transaction is about to commit")
        self._bomb.passes("transaction has committed")


async def main(point: str, nth: int) -> None:
    """Work until the bomb goes off."""
    settings = read_settings(os.environ)
    bomb = Bomb(point, nth)
    async with open_parts(settings) as parts:
        desk = replace(
            parts.desk,
            store=WatchedStore(parts.desk.store, bomb, {}),
            signals=Watched(parts.desk.signals, bomb, {"read": "signals were read"}),
            knowledge=Watched(parts.desk.knowledge, bomb, {"search": "knowledge was searched"}),
        )
        await parts.desk.policies.active()
        engine = JobEngine(
            settings.database_url, work_at(desk), when_exhausted(desk), settings.concurrency
        )
        await engine.run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
