"""Jobs: rows that are leased to one worker at a time, done, and taken over when their worker dies.

One connection and one loop a worker. Nothing here waits for a job's end but its conversation.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from math import inf
from time import monotonic
from traceback import walk_tb
from types import FrameType

import asyncpg

from handrail.actions.ports import Job, JobKind
from handrail.adapters.postgres.notices import WORK
from handrail.adapters.postgres.pool import Connection, Record, is_connection_lost, speak_domain
from handrail.adapters.postgres.sql import load

QUERIES = load("work.sql")
LEASE = timedelta(seconds=4)
RENEW_S = 1.0
POLL_S = 0.25  # how late a timer may ring, and a lost notice be noticed
RETRY_S = 0.3
TRIES = 5
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
LONGEST_JOB_S = 120.0
FAREWELL_S = 10.0
FORGET_S = 3600.0

Work = Callable[[Job], Awaitable[None]]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Leased:
    """A job that is ours until its lease ends; ``attempts`` counts this one."""

    id: int
    job: Job
    attempts: int


class JobEngine:
    """Does due jobs, ``concurrency`` at a time, one of a conversation at a time, in order.

    A job is done at least once: whatever it does must be harmless when done again. One that fails
    five times, or takes its worker down with it, goes to ``when_exhausted``.
    """

    def __init__(
        self,
        database_url: str,
        work: Mapping[JobKind, Work],
        when_exhausted: Work,
        concurrency: int = 8,
    ) -> None:
        """``database_url`` must reach PostgreSQL itself, or pgbouncer in session mode."""
        self._database_url = database_url
        self._work = work
        self._when_exhausted = when_exhausted
        self._concurrency = concurrency
        self._kinds = [kind.value for kind in work]
        self._me = str(uuid.uuid4())
        self._running: dict[int, asyncio.Task[None]] = {}
        self._ended: list[tuple[str, tuple[object, ...]]] = []
        self._awake = asyncio.Event()
        self._leaving = False

    async def run(self) -> None:
        """Work until cancelled; then finish what runs, for ten seconds at most, and give back the rest.

        A database that is down is waited for, however long.
        """
        loop = asyncio.create_task(self._keep_working(), name="jobs")
        try:
            await asyncio.shield(loop)
        finally:
            self._leaving = True
            if self._running:
                await asyncio.wait(self._running.values(), timeout=FAREWELL_S)
            rest = [loop, *self._running.values()]
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)
            await self._say_goodbye()

    async def _keep_working(self) -> None:
        while True:
            try:
                connection = await asyncpg.connect(self._database_url)
                try:
                    await speak_domain(connection)
                    await connection.add_listener(WORK, self._heard)
                    await self._work_on(connection)
                finally:
                    connection.terminate()
            except Exception as error:
                if not is_connection_lost(error):
                    logger.exception("The worker stumbled; going on")
                await asyncio.sleep(RETRY_S)

    def _heard(self, *_: object) -> None:
        self._awake.set()

    async def _work_on(self, connection: Connection) -> None:
        renewed = forgotten = -inf
        while True:
            self._awake.clear()
            await self._write_ends(connection)
            if monotonic() - renewed > RENEW_S:  # before claiming: what runs here stays ours
                renewed = monotonic()
                await self._renew(connection)
            await self._claim(connection)
            if monotonic() - forgotten > FORGET_S:
                forgotten = monotonic()
                await connection.execute(QUERIES["forget"])
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._awake.wait()

    async def _write_ends(self, connection: Connection) -> None:
        """Keep how jobs ended; what cannot be written now stays for the next connection."""
        while self._ended:
            finished = [end[1][0] for end in self._ended if end[0] == "finish"]
            others = [end for end in self._ended if end[0] != "finish"]
            count = len(self._ended)
            if finished:
                await connection.execute(QUERIES["finish"], self._me, finished)
            for query, arguments in others:
                await connection.execute(QUERIES[query], self._me, *arguments)
            del self._ended[:count]

    async def _claim(self, connection: Connection) -> None:
        free = self._concurrency - len(self._running)
        if free <= 0 or self._leaving:
            return
        for row in await connection.fetch(QUERIES["claim"], self._me, LEASE, free, self._kinds):
            leased = read_lease(row)
            if leased.id not in self._running:
                task = asyncio.create_task(self._do(leased), name=f"{leased.job.kind} {leased.id}")
                self._running[leased.id] = task
                task.add_done_callback(partial(self._over, leased.id))

    def _over(self, job_id: int, _: object) -> None:
        del self._running[job_id]
        self._awake.set()

    async def _do(self, leased: Leased) -> None:
        exhausted = leased.attempts > TRIES
        todo = self._when_exhausted if exhausted else self._work[leased.job.kind]
        try:
            async with asyncio.timeout(LONGEST_JOB_S):
                await todo(leased.job)
        except Exception as error:
            if not is_connection_lost(error):
                logger.exception(
                    "job %s: %s failed, attempt %s", leased.id, leased.job, leased.attempts
                )
            self._failed(leased, error)
        else:
            end = ("give_up", (leased.id, "given up")) if exhausted else ("finish", (leased.id,))
            self._ended.append(end)

    def _failed(self, leased: Leased, error: Exception) -> None:
        """Try again later. A database that was away is no fault of the job's, and does not count."""
        attempts = leased.attempts - is_connection_lost(error)
        pause = min(FIRST_PAUSE_S * 2 ** min(max(attempts - 1, 0), 10), LONGEST_PAUSE_S)
        wait = timedelta(seconds=0 if attempts == TRIES else pause)
        self._ended.append(("try_again", (leased.id, attempts, failure(leased.id, error), wait)))

    async def _renew(self, connection: Connection) -> None:
        """Keep the leases of what runs; let go of what another worker has taken over."""
        running = list(self._running)
        rows = await connection.fetch(QUERIES["renew"], self._me, running, LEASE)
        for job_id in set(running) - {row["id"] for row in rows}:
            if task := self._running.get(job_id):
                task.cancel()

    async def _say_goodbye(self) -> None:
        """Write what ended, and free what is leased to us still, so that nobody need wait for it."""
        with suppress(OSError, asyncpg.PostgresError):
            connection = await asyncpg.connect(self._database_url, timeout=2)
            try:
                await self._write_ends(connection)
                await connection.execute(QUERIES["give_back"], self._me)
            finally:
                await connection.close()


def failure(job_id: int, error: BaseException) -> str:
    """What went wrong with a job and where, in one sentence that holds nothing of what it was about.

    What an error itself says may quote a customer or a secret, so only its type and its place are
    kept: the last line of ours that it passed.
    """
    ours = [
        frame for frame, _ in walk_tb(error.__traceback__) if _module(frame).startswith("handrail.")
    ]
    place = f" in {_module(ours[-1])}, {ours[-1].f_code.co_name}" if ours else ""
    return f"It ended with {type(error).__name__}{place}. The worker's log has more: look for job {job_id}."


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def read_lease(row: Record) -> Leased:
    """A job from its row."""
    job = Job(JobKind(row["kind"]), row["conversation_id"], row["about"])
    return Leased(row["id"], job, row["attempts"])
