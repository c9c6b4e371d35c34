"""Work engines compared: our leased rows and Procrastinate, on one embedded PostgreSQL.

    python -m bench.engine

Latency of one job, jobs a second, jobs in one line (a conversation), a timer that waits in the same
line, takeover after kill -9 of a worker, and jobs that are stuck after the database was restarted
three times under load. Both run eight jobs at a time and are woken after the commit.
"""

import asyncio
import multiprocessing
import os
import signal
import statistics
import sys
import tempfile
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from time import perf_counter
from typing import Protocol

import procrastinate
from procrastinate.exceptions import ConnectorException
from procrastinate.types import JSONValue
from psycopg import OperationalError

from handrail.actions.ports import Job, JobKind
from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.adapters.postgres.jobs import JobEngine
from handrail.adapters.postgres.migrate import migrate
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import open_pool
from handrail.adapters.postgres.store import PostgresStore

Did = Callable[[str], Awaitable[None]]
CONCURRENCY = 8
HEARTBEAT_S = 1.0
STALLED_S = 3.0
POLL_S = 0.1
PATIENCE_S = 20.0


class Contender(Protocol):
    """An engine under test."""

    async def defer(self, line: str, about: list[str], due: datetime | None = None) -> None:
        """Queue jobs in a line, and wake workers."""
        ...

    async def work(self, did: Did) -> None:
        """Do jobs until cancelled."""
        ...


class LeasedRows:
    """Handrail's own."""

    def __init__(self, url: str, store: PostgresStore) -> None:
        self._url = url
        self._store = store

    async def defer(self, line: str, about: list[str], due: datetime | None = None) -> None:
        async with self._store.transaction() as tx:
            for what in about:
                await tx.defer(Job(JobKind.TAKE_TURN, line, what, due))

    async def work(self, did: Did) -> None:
        async def one(job: Job) -> None:
            await did(job.about or "")

        await JobEngine(self._url, {JobKind.TAKE_TURN: one}, one, CONCURRENCY).run()


class Procrastinate:
    """Procrastinate 3.10, tuned: quick polls and heartbeats, a rescue of stalled jobs each second."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._app = self._make_app()
        self._did: Did | None = None

    def _make_app(self) -> procrastinate.App:
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=self._url))
        app.task(
            name="one", queue="work", retry=procrastinate.RetryStrategy(max_attempts=5, wait=1)
        )(self._one)
        return app

    async def _one(self, what: str) -> None:
        if self._did is not None:
            await self._did(what)

    async def __aenter__(self) -> "Procrastinate":
        await self._app.open_async()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._app.close_async()

    async def install(self) -> None:
        await self._app.schema_manager.apply_schema_async()

    async def defer(self, line: str, about: list[str], due: datetime | None = None) -> None:
        deferrer = self._app.configure_task("one", lock=line, schedule_at=due, queue="work")
        await deferrer.batch_defer_async(*[dict[str, JSONValue](what=what) for what in about])

    async def work(self, did: Did) -> None:
        self._did = did
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._rescue())
            tasks.create_task(self._keep_working())

    async def _keep_working(self) -> None:
        while True:  # a lost connection ends its worker
            with suppress(ConnectorException, OperationalError):
                await self._app.run_worker_async(
                    queues=["work"],
                    concurrency=CONCURRENCY,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=POLL_S,
                    update_heartbeat_interval=HEARTBEAT_S,
                    stalled_worker_timeout=STALLED_S,
                    delete_jobs="successful",
                )
            await asyncio.sleep(0.3)

    async def _rescue(self) -> None:
        while True:
            with suppress(ConnectorException):
                for job in await self._app.job_manager.get_stalled_jobs(
                    seconds_since_heartbeat=STALLED_S
                ):
                    await self._app.job_manager.retry_job(job)
            await asyncio.sleep(1)


class Finished:
    """Which jobs were done, when."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}
        self.doubled = 0
        self.lasts_s = 0.0
        self._news = asyncio.Event()

    async def did(self, what: str) -> None:
        self.doubled += what in self.at
        await asyncio.sleep(self.lasts_s)
        self.at.setdefault(what, perf_counter())
        self._news.set()

    async def wait_for(self, wanted: set[str], patience_s: float = PATIENCE_S) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                while not wanted <= self.at.keys():
                    self._news.clear()
                    await self._news.wait()
        return wanted <= self.at.keys()


@asynccontextmanager
async def working(engine: Contender) -> AsyncGenerator[Finished]:
    finished = Finished()
    task = asyncio.create_task(engine.work(finished.did))
    await asyncio.sleep(0.5)
    try:
        yield finished
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def latency_ms(engine: Contender) -> tuple[float, float]:
    """Median and 95th percentile from before the commit to the start of the job."""
    taken: list[float] = []
    async with working(engine) as finished:
        for _ in range(200):
            what = name()
            began = perf_counter()
            await engine.defer(name(), [what])
            await finished.wait_for({what})
            taken.append((finished.at.get(what, began + PATIENCE_S) - began) * 1000)
    taken.sort()
    return taken[100], taken[190]


async def jobs_a_second(engine: Contender) -> float:
    """A queue of 2,000 jobs in 2,000 lines, emptied."""
    whats = [name() for _ in range(2000)]
    for what in whats:
        await engine.defer(name(), [what])
    async with working(engine) as finished:
        began = perf_counter()
        already = len(finished.at)
        await finished.wait_for(set(whats), 60)
        return (len(finished.at) - already) / (perf_counter() - began)


async def line_ms(engine: Contender) -> float:
    """One line of 50 jobs: milliseconds from one to the next."""
    whats = [name() for _ in range(50)]
    async with working(engine) as finished:
        began = perf_counter()
        await engine.defer(name(), whats)
        done = await finished.wait_for(set(whats))
        return (perf_counter() - began) * 1000 / 50 if done else float("nan")


async def behind_timer_s(engine: Contender) -> float:
    """A job now, in a line with a timer that rings in eight seconds: seconds until it is done."""
    line, timer, now = name(), name(), name()
    async with working(engine) as finished:
        await engine.defer(line, [timer], datetime.now(UTC) + timedelta(seconds=8))
        began = perf_counter()
        await engine.defer(line, [now])
        await finished.wait_for({now})
        return perf_counter() - began


async def takeover_s(engine: Contender, kind: str, url: str) -> list[float]:
    """Seconds from kill -9 of the worker that holds a job to its start by another."""
    taken: list[float] = []
    context = multiprocessing.get_context("spawn")
    for _ in range(5):
        held = context.Event()
        process = context.Process(target=hang, args=(kind, url, held))
        process.start()
        what = name()
        await engine.defer(name(), [what])
        if not await asyncio.to_thread(held.wait, 30) or process.pid is None:
            raise RuntimeError("the worker to be killed did not take the job")
        async with working(engine) as finished:
            os.kill(process.pid, signal.SIGKILL)
            began = perf_counter()
            await finished.wait_for({what})
            taken.append(finished.at.get(what, began + PATIENCE_S) - began)
        process.join()
    return taken


def hang(kind: str, url: str, held: Event) -> None:
    """A worker whose jobs never end."""

    async def forever(_: str) -> None:
        held.set()
        await asyncio.sleep(3600)

    async def main() -> None:
        async with contender(kind, url) as engine:
            await engine.work(forever)

    asyncio.run(main())


async def stuck_after_restarts(engine: Contender, server: EmbeddedPostgres) -> tuple[int, int]:
    """Jobs not done 20 s after the database was killed five times under load, of how many."""
    kept: set[str] = set()

    async def defer_some() -> None:
        for _ in range(150):
            what = name()
            with suppress(Exception):
                await engine.defer(name(), [what])
                kept.add(what)
            await asyncio.sleep(0.01)

    async with working(engine) as finished:
        finished.lasts_s = 0.02
        load = [asyncio.create_task(defer_some()) for _ in range(4)]
        for _ in range(5):
            await asyncio.sleep(1)
            if server.pid is not None:
                os.kill(server.pid, signal.SIGKILL)
        await asyncio.gather(*load)
        await finished.wait_for(kept)
        return len(kept - finished.at.keys()), len(kept)


@asynccontextmanager
async def contender(kind: str, url: str) -> AsyncGenerator[Contender]:
    if kind == "procrastinate":
        async with Procrastinate(url) as engine:
            yield engine
        return
    async with PostgresNotices(url) as notices:
        pool = await open_pool(url, 8)
        yield LeasedRows(url, PostgresStore(pool, notices))
        await pool.close()


async def measure(kind: str, server: EmbeddedPostgres) -> None:
    url = server.dsn
    async with contender(kind, url) as engine:
        p50, p95 = await latency_ms(engine)
        print(f"| {kind} | latency p50 / p95, ms | {p50:.1f} / {p95:.1f} |", flush=True)
        print(f"| {kind} | jobs a second | {await jobs_a_second(engine):.0f} |", flush=True)
        print(f"| {kind} | next job of a line, ms | {await line_ms(engine):.1f} |", flush=True)
        print(
            f"| {kind} | job behind a timer, s | {await behind_timer_s(engine):.2f} |", flush=True
        )
        taken = await takeover_s(engine, kind, url)
        worst, middle = max(taken), statistics.median(taken)
        print(f"| {kind} | takeover median / worst, s | {middle:.1f} / {worst:.1f} |", flush=True)
        stuck, of = await stuck_after_restarts(engine, server)
        print(f"| {kind} | stuck after five restarts | {stuck} of {of} |", flush=True)


def name() -> str:
    return str(uuid.uuid4())


async def main(kinds: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="handrail-") as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101
        async with EmbeddedPostgres(Path(folder)) as server:
            await migrate(server.dsn)
            async with Procrastinate(server.dsn) as engine:
                await engine.install()
            for kind in kinds:
                await measure(kind, server)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or ["leased rows", "procrastinate"]))
