"""Pool: connections that speak the domain's values, and outlive a restart of the database."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import TypeAlias, TypeVar, cast

import asyncpg
import msgspec
from asyncpg.pool import PoolConnectionProxy

from handrail.actions.ports import NotReady

Record: TypeAlias = asyncpg.Record
Connection: TypeAlias = "asyncpg.Connection[Record]"
Borrowed: TypeAlias = "PoolConnectionProxy[Record]"
Pool: TypeAlias = "asyncpg.Pool[Record]"
T = TypeVar("T")

DIED = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
# A process that is frozen, or gone while it waits for a lock, must not hold up the others for ever.
LET_GO = {
    "idle_in_transaction_session_timeout": "15s",
    "client_connection_check_interval": "5s",
}
PATIENCE_S = 20.0
FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 1.0


async def open_pool(database_url: str, size: int = 10, through_pgbouncer: bool = False) -> Pool:
    """A pool of at most ``size`` connections to ``database_url``; close it with ``await close()``.

    ``through_pgbouncer``: for transaction pooling, which breaks prepared statements.
    """
    return await asyncpg.create_pool(
        database_url,
        min_size=min(2, size),
        max_size=size,
        command_timeout=60,
        init=speak_domain,
        reset=leave_as_is,
        statement_cache_size=0 if through_pgbouncer else 256,
        server_settings={} if through_pgbouncer else LET_GO,
    )


async def speak_domain(connection: Connection) -> None:
    """Make ids text and JSON plain values on this connection."""
    await connection.set_type_codec("uuid", schema="pg_catalog", encoder=str, decoder=str)
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=encode, decoder=decode, format="binary"
    )


def encode(value: object) -> bytes:
    """JSONB on the wire: a version byte, then the text."""
    return b"\x01" + msgspec.json.encode(value, enc_hook=plain)


def decode(wire: bytes) -> object:
    """The value of JSONB on the wire."""
    return msgspec.json.decode(memoryview(wire)[1:])


def plain(value: object) -> object:
    """Read-only mappings and sets as JSON has them."""
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, object]", value))
    raise TypeError(f"{type(value).__name__} cannot be kept as JSON")


async def leave_as_is(_: Connection) -> None:
    """Nothing here changes a connection's settings, so the usual reset's round trip is saved."""


@asynccontextmanager
async def in_transaction(pool: Pool) -> AsyncGenerator[Borrowed]:
    """A connection inside a transaction; a restarting server is waited for before it begins."""
    connection = await patiently(lambda: _begin(pool))
    try:
        yield connection
        if await connection.execute("COMMIT") != "COMMIT":
            raise RuntimeError("The transaction had failed before its end; nothing was kept")
    except asyncpg.InterfaceError as error:
        if "released back to the pool" not in str(error):
            await _roll_back(connection)
            raise
        # Not by us: the pool lets go of a connection that dies.
        raise asyncpg.ConnectionDoesNotExistError("The connection was lost") from error
    except BaseException:
        await _roll_back(connection)
        raise
    finally:
        await pool.release(connection)


async def _begin(pool: Pool) -> Borrowed:
    connection = await pool.acquire()
    try:
        await connection.execute("BEGIN")
    except BaseException:
        await pool.release(connection)
        raise
    return connection


async def _roll_back(connection: Borrowed) -> None:
    with suppress(*DIED):  # died: undone already
        await connection.execute("ROLLBACK")


async def patiently(attempt: Callable[[], Awaitable[T]], patience_s: float = PATIENCE_S) -> T:
    """What ``attempt`` gives, tried again while the server cannot be reached.

    Only for what is harmless when done twice. Raises NotReady after ``patience_s`` seconds.
    """
    deadline = monotonic() + patience_s
    pause = FIRST_PAUSE_S
    while True:
        try:
            return await attempt()
        except Exception as error:
            if not is_connection_lost(error):
                raise
            if monotonic() + pause > deadline:
                raise NotReady("The database cannot be reached; try again soon.") from error
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_S)


def is_connection_lost(error: BaseException) -> bool:
    """Whether the server restarts: it refuses, starts up, shuts down, or has closed on us."""
    if isinstance(error, asyncpg.InterfaceError):
        return str(error).endswith("connection is closed")
    if isinstance(error, TimeoutError):  # an OSError too, but what took too long may take so again
        return False
    return isinstance(
        error,
        (
            asyncpg.PostgresConnectionError,
            asyncpg.CannotConnectNowError,
            asyncpg.AdminShutdownError,
            asyncpg.CrashShutdownError,
            asyncpg.InternalClientError,  # the server's last words came while we were asking
            OSError,
            NotReady,  # we have waited for it in vain
        ),
    )
