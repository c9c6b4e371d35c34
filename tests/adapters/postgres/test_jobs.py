import asyncio
import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from handrail.actions.ports import Job, JobKind
from handrail.actions.receive_message import readable
from handrail.adapters.postgres import jobs as engine
from handrail.adapters.postgres.jobs import JobEngine, Work
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import Pool, open_pool
from handrail.adapters.postgres.store import PostgresStore

PATIENCE_S = 60  # never waited for where all is well


class Desk:
    """A store to defer jobs in, and engines to do them."""

    def __init__(self, url: str, pool: Pool, store: PostgresStore) -> None:
        self.url = url
        self.pool = pool
        self.store = store
        self.done: list[Job] = []
        self.exhausted: list[Job] = []

    async def defer(self, jobs: Sequence[Job]) -> None:
        async with self.store.transaction() as tx:
            for job in jobs:
                await tx.defer(job)

    @asynccontextmanager
    async def working(self, work: Work | None = None, size: int = 4) -> AsyncGenerator[None]:
        task = asyncio.create_task(self.engine(work, size).run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def engine(self, work: Work | None = None, size: int = 4) -> JobEngine:
        todo = work or self.note
        return JobEngine(self.url, dict.fromkeys(JobKind, todo), self.give_up, size)

    async def note(self, job: Job) -> None:
        self.done.append(job)

    async def give_up(self, job: Job) -> None:
        self.exhausted.append(job)

    async def until(self, query: str) -> None:
        """Wait until a query says yes."""
        async with asyncio.timeout(PATIENCE_S):
            while not await self.pool.fetchval(query):  # noqa: ASYNC110 - only the database knows
                await asyncio.sleep(0.02)


EMPTY = "SELECT count(*) = 0 FROM jobs"


@pytest.fixture
async def desk(database_url: str) -> AsyncGenerator[Desk]:
    async with PostgresNotices(database_url) as notices:
        pool = await open_pool(database_url, 4)
        yield Desk(database_url, pool, PostgresStore(pool, notices))
        await pool.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FIRST_PAUSE_S", 0.001)


def line(about: str = "", conversation_id: str | None = None) -> Job:
    return Job(JobKind.TAKE_TURN, conversation_id or str(uuid.uuid4()), about)


async def test_does_each_job_once_though_many_workers_look(desk: Desk) -> None:
    jobs = [line(str(n)) for n in range(100)]
    async with desk.working(), desk.working(), desk.working():
        await desk.defer(jobs)
        await desk.until(EMPTY)
    assert sorted(desk.done, key=str) == sorted(jobs, key=str)


async def test_a_line_runs_one_at_a_time_and_in_order(desk: Desk) -> None:
    conversation_id = str(uuid.uuid4())
    running: list[int] = [0]

    async def one(job: Job) -> None:
        running[0] += 1
        assert running[0] == 1
        await asyncio.sleep(0.005)
        running[0] -= 1
        await desk.note(job)

    async with desk.working(one), desk.working(one):
        await desk.defer([line(str(n), conversation_id) for n in range(30)])
        await desk.until(EMPTY)
    assert [job.about for job in desk.done] == [str(n) for n in range(30)]


async def test_a_timer_waits_until_it_is_due_and_holds_up_nothing(desk: Desk) -> None:
    conversation_id = str(uuid.uuid4())
    due = datetime.now(UTC) + timedelta(hours=1)
    timer = Job(JobKind.LAPSE_OFFER, conversation_id, "h", due)
    async with desk.working():
        await desk.defer([timer, line("now", conversation_id)])
        await desk.until("SELECT count(*) = 1 FROM jobs")
        assert [job.about for job in desk.done] == ["now"]
        due = await desk.pool.fetchval(
            "UPDATE jobs SET due = clock_timestamp() + interval '0.5 s' RETURNING due"
        )
        await desk.until(EMPTY)
    assert datetime.now(UTC) >= due
    assert [job.about for job in desk.done] == ["now", "h"]


async def test_a_job_that_fails_is_tried_again(desk: Desk, impatient: None) -> None:
    tries: list[Job] = []

    async def third_time_lucky(job: Job) -> None:
        tries.append(job)
        if len(tries) < 3:
            raise ValueError("not yet")

    async with desk.working(third_time_lucky):
        await desk.defer([line()])
        await desk.until(EMPTY)
    assert len(tries) == 3
    assert desk.exhausted == []


async def test_a_job_that_always_fails_is_given_up_and_said_so(desk: Desk, impatient: None) -> None:
    tries: list[Job] = []

    async def never(job: Job) -> None:
        tries.append(job)
        raise ValueError("my card number is 4111 1111 1111 1111")

    job = line("x")
    async with desk.working(never):
        await desk.defer([job])
        await desk.until("SELECT failed_at IS NOT NULL FROM jobs")
    assert len(tries) == engine.TRIES
    assert desk.exhausted == [job]


async def test_what_is_kept_of_a_failure_says_where_and_nothing_of_what(
    desk: Desk, impatient: None
) -> None:
    async def reads(_: Job) -> None:
        readable("my password is hunter2" * 10_000)

    async with desk.working(reads):
        await desk.defer([line("x")])
        await desk.until("SELECT error IS NOT NULL FROM jobs")
        row = await desk.pool.fetchrow("SELECT id, error FROM jobs")
    assert row is not None
    assert row["error"] == (
        "It ended with UnreadableMessage in handrail.actions.receive_message, readable. The worker's "
        f"log has more: look for job {row['id']}."
    )


def test_a_failure_outside_of_our_code_names_its_kind() -> None:
    said = engine.failure(7, KeyError("secret"))
    assert said == "It ended with KeyError. The worker's log has more: look for job 7."


async def test_a_lost_database_does_not_count_as_a_failure(desk: Desk, impatient: None) -> None:
    tries: list[Job] = []

    async def away(job: Job) -> None:
        tries.append(job)
        if len(tries) < 10:
            raise ConnectionRefusedError

    async with desk.working(away):
        await desk.defer([line()])
        await desk.until(EMPTY)
    assert desk.exhausted == []


async def test_a_dead_workers_job_is_taken_over(desk: Desk) -> None:
    async def hang(_: Job) -> None:
        await asyncio.sleep(3600)

    dead = asyncio.create_task(desk.engine(hang)._keep_working())  # pyright: ignore[reportPrivateUsage]
    job = line()
    await desk.defer([job])
    await desk.until("SELECT leased_by IS NOT NULL FROM jobs")
    dead.cancel()  # no farewell, as after kill -9: its lease stays
    await asyncio.gather(dead, return_exceptions=True)
    async with desk.working():
        await desk.until(EMPTY)
    assert desk.done == [job]


async def test_a_job_that_kills_its_workers_is_given_up(desk: Desk) -> None:
    await desk.defer([line()])
    await desk.pool.execute("UPDATE jobs SET attempts = $1", engine.TRIES)
    async with desk.working():
        await desk.until("SELECT failed_at IS NOT NULL FROM jobs")
    assert (len(desk.done), len(desk.exhausted)) == (0, 1)


async def test_finishes_what_runs_when_told_to_stop(desk: Desk) -> None:
    started = asyncio.Event()

    async def slow(job: Job) -> None:
        started.set()
        await asyncio.sleep(0.3)
        await desk.note(job)

    job = line()
    async with desk.working(slow):
        await desk.defer([job])
        await started.wait()
    assert desk.done == [job]
    assert await desk.pool.fetchval(EMPTY)


async def test_gives_back_what_does_not_finish_in_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "FAREWELL_S", 0.1)

    async def hang(_: Job) -> None:
        await asyncio.sleep(3600)

    async with desk.working(hang):
        await desk.defer([line()])
        await desk.until("SELECT leased_by IS NOT NULL FROM jobs")
    assert await desk.pool.fetchval("SELECT leased_by IS NULL AND attempts = 0 FROM jobs")


async def test_works_on_after_its_connections_were_cut(desk: Desk) -> None:
    jobs = [line(str(n)) for n in range(60)]

    async def short(job: Job) -> None:
        await asyncio.sleep(0.02)
        await desk.note(job)

    async with desk.working(short), desk.working(short):
        await desk.defer(jobs)
        for _ in range(3):
            await asyncio.sleep(0.1)
            await desk.pool.fetch(
                """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                    AND query LIKE '%jobs%'"""
            )
        await desk.until(EMPTY)
    assert {job.about for job in desk.done} == {job.about for job in jobs}


async def test_a_hanging_job_is_stopped(
    desk: Desk, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LONGEST_JOB_S", 0.02)

    async def hang(_: Job) -> None:
        await asyncio.sleep(3600)

    async with desk.working(hang):
        await desk.defer([line()])
        await desk.until("SELECT failed_at IS NOT NULL FROM jobs")
    assert len(desk.exhausted) == 1


async def test_forgets_what_is_long_over(desk: Desk) -> None:
    await desk.pool.execute("""
        INSERT INTO jobs (kind, line, failed_at) VALUES
            ('take_turn', 'old', now() - interval '8 days'), ('take_turn', 'new', now());
        INSERT INTO login_attempts (key, at) VALUES ('a', now() - interval '2 days'), ('b', now());
        INSERT INTO staff (id, email, name, password_hash)
            VALUES (gen_random_uuid(), 'a@example.com', 'Ana', 'hash');
        INSERT INTO sessions (token_hash, staff_id, expires_at)
            SELECT 'old'::bytea, id, now() - interval '1 s' FROM staff
            UNION ALL SELECT 'new'::bytea, id, now() + interval '1 day' FROM staff;
    """)
    async with desk.working():
        await desk.until("SELECT count(*) = 1 FROM login_attempts")
    assert await desk.pool.fetchval("SELECT string_agg(line, ',') FROM jobs") == "new"
    assert await desk.pool.fetchval("SELECT string_agg(key, ',') FROM login_attempts") == "b"
    assert await desk.pool.fetchval("SELECT array_agg(token_hash) FROM sessions") == [b"new"]
