"""A process that freezes inside a transaction holds up the others only for a while."""

import asyncpg
import pytest

from handrail.adapters.postgres.pool import LET_GO, open_pool


async def test_the_server_lets_go_of_whom_it_waits_for(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LET_GO, "idle_in_transaction_session_timeout", "200ms")
    pool = await open_pool(database_url, 2)
    frozen = await pool.acquire()
    await frozen.execute("BEGIN")
    await frozen.execute("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE")
    assert await pool.fetchval("SELECT count(*) FROM conversations") == 0
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await frozen.execute("COMMIT")
    await pool.release(frozen)
    await pool.close()
