"""The store under contract: the fake, then the real one."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

import pytest

from handrail.actions.ports import StaffMember, Store
from handrail.adapters.postgres.accounts import PostgresAccounts
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import open_pool
from handrail.adapters.postgres.store import PostgresStore
from tests.fakes.store import FakeStore


@dataclass(frozen=True)
class UnderContract:
    store: Store
    hire: Callable[[StaffMember], Awaitable[object]]
    jobs: Callable[[], Awaitable[list[tuple[str, str | None, str | None, bool]]]]
    """Deferred jobs: kind, conversation, what about, and whether they are due later."""


@pytest.fixture(params=["fake", "postgres"])
async def desk(request: pytest.FixtureRequest, database_url: str) -> AsyncGenerator[UnderContract]:
    if request.param == "fake":
        yield fake()
        return
    notices = PostgresNotices(database_url)
    pool = await open_pool(database_url, 20)

    async def hire(member: StaffMember) -> object:
        return await PostgresAccounts(pool).add_staff(member, "hash")

    async def jobs() -> list[tuple[str, str | None, str | None, bool]]:
        rows = await pool.fetch(
            "SELECT kind, conversation_id, about, due > now() AS later FROM jobs ORDER BY id"
        )
        return [(r["kind"], r["conversation_id"], r["about"], r["later"]) for r in rows]

    yield UnderContract(PostgresStore(pool, notices), hire, jobs)
    await pool.close()


def fake() -> UnderContract:
    store = FakeStore()

    async def hire(member: StaffMember) -> object:
        store.rows.staff[member.id] = member
        return member

    async def jobs() -> list[tuple[str, str | None, str | None, bool]]:
        return [(j.kind, j.conversation_id, j.about, j.due is not None) for j in store.rows.jobs]

    return UnderContract(store, hire, jobs)
