"""An embedded PostgreSQL server in a data folder: started, watched, restarted, stopped.

The programs come from a wheel. A small guard process shares our lock on the folder and reads a
pipe that we hold: when we end, however we end, it stops the server and only then frees the lock.
"""

import asyncio
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import asyncpg

from handrail.adapters.postgres.data_directory import (
    ROLE,
    clear_leftovers,
    configure,
    make_data_directory,
    running_postmaster,
)
from handrail.adapters.postgres.folder_lock import lock_folder
from handrail.adapters.postgres.server_account import (
    EmbeddedPostgresError,
    ServerAccount,
    choose_account,
    place_data,
    place_programs,
)

DATABASE = "handrail"
SOCKET_PORT = 5432
PATIENCE_S = 600  # recovery after a crash replays the log: long, never given up early
WATCH_S = 0.2
SLOWEST_RETRY_S = 5.0
LONGEST_SOCKET_PATH = 103 if sys.platform == "darwin" else 107  # sockaddr_un.sun_path, unix(7)
GUARD = 'read -r _; exec "$0" stop -D "$1" -m fast -t "$2" -s'

logger = logging.getLogger(__name__)


class EmbeddedPostgres:
    """One server in one folder: `async with EmbeddedPostgres(folder) as server: server.dsn`."""

    def __init__(self, folder: Path, tcp_port: int | None = None) -> None:
        """`tcp_port` opens 127.0.0.1 too, with a password, for tools that know no socket."""
        self.folder = folder
        self.tcp_port = tcp_port
        self._server: _Server | None = None
        self._watch: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> str:
        """Make the data at the first start, start the server, return its address (a DSN).

        Raises EmbeddedPostgresError when another process holds the folder, another major version
        made the data, fsync is off, or the server does not come up (with the end of its log).
        """
        if self._server is not None:
            raise EmbeddedPostgresError(f"The server in {self.folder} is started already")
        self._server = await asyncio.to_thread(open_server, self.folder, self.tcp_port)
        try:
            await bring_up(self._server)
        except BaseException:
            await self.stop()
            raise
        self._watch = asyncio.create_task(keep_up(self._server))
        return self.dsn

    async def stop(self) -> None:
        """Stop the server (open transactions are rolled back) and free the folder."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
            self._watch = None
        if self._server is not None:
            server, self._server = self._server, None
            await asyncio.to_thread(close_server, server)

    @property
    def dsn(self) -> str:
        """The address on the Unix socket; it stays the same while this supervisor lives."""
        return self._started.dsn(DATABASE)

    @property
    def tcp_dsn(self) -> str:
        """The address on 127.0.0.1, password included. Raises where no port was asked for."""
        if self.tcp_port is None:
            raise EmbeddedPostgresError("The server was started without a TCP port")
        password = (self._started.place / "password").read_text()
        return f"postgresql://{ROLE}:{password}@127.0.0.1:{self.tcp_port}/{DATABASE}"

    @property
    def pid(self) -> int | None:
        """The server's process id, None while it is down."""
        return running_postmaster(self._started.data)

    @property
    def _started(self) -> "_Server":
        if self._server is None:
            raise EmbeddedPostgresError(f"The server in {self.folder} is not started")
        return self._server


@dataclass
class _Server:
    """What is held from start to stop."""

    place: Path
    data: Path
    sockets: Path
    port: int
    programs: Path
    account: ServerAccount
    lock: int
    guard: subprocess.Popen[bytes]

    def dsn(self, database: str) -> str:
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{ROLE}@/{database}?host={host}&port={self.port}"

    def pg_ctl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.programs / "pg_ctl"), *arguments, "-D", str(self.data)]
        return self.account.run([*command, "-t", str(PATIENCE_S), "-s"], PATIENCE_S + 60)


def open_server(folder: Path, tcp_port: int | None) -> _Server:
    """Take the folder, make the data if missing, set up its guard. Nothing runs yet."""
    folder = folder.absolute()
    account = choose_account(folder)
    place = place_data(folder, account)
    programs = place_programs(account)
    lock = lock_folder(place, account)
    try:
        data = make_data_directory(place, programs, account)
        port = tcp_port or SOCKET_PORT
        sockets = socket_folder(place, port, account)
        configure(data, sockets, tcp_port, account)
        guard = start_guard(programs, data, account, lock)
    except BaseException:
        os.close(lock)
        raise
    return _Server(place, data, sockets, port, programs, account, lock, guard)


def socket_folder(place: Path, port: int, account: ServerAccount) -> Path:
    """A private folder for the socket: in the place, elsewhere where its path is too long."""
    sockets = place / "socket"
    if len(os.fsencode(sockets / f".s.PGSQL.{port}.lock")) > LONGEST_SOCKET_PATH:
        sockets = Path(tempfile.mkdtemp(prefix="handrail-"))
    sockets.mkdir(mode=0o700, exist_ok=True)
    account.give(sockets)
    return sockets


def start_guard(
    programs: Path, data: Path, account: ServerAccount, lock: int
) -> subprocess.Popen[bytes]:
    """The process that stops the server when the pipe that we hold closes."""
    command = ["/bin/sh", "-c", GUARD, str(programs / "pg_ctl"), str(data), str(PATIENCE_S)]
    return account.guard(command, lock)


async def bring_up(server: _Server) -> None:
    """Start the server afresh and see that it keeps what it is given."""
    await asyncio.to_thread(start_postmaster, server)
    connection = await asyncpg.connect(server.dsn("postgres"))
    try:
        if await connection.fetchval("SHOW fsync") != "on":
            raise EmbeddedPostgresError(
                f"fsync is off in {server.data}: a power cut would lose customers' messages"
            )
        if not await connection.fetchval(
            "SELECT count(*) FROM pg_database WHERE datname = $1", DATABASE
        ):
            await connection.execute(f'CREATE DATABASE "{DATABASE}"')
    finally:
        await connection.close()


def start_postmaster(server: _Server) -> None:
    """Stop what a killed supervisor left behind, then start.

    Raises EmbeddedPostgresError with the end of the logs.
    """
    if running_postmaster(server.data) is not None:
        server.pg_ctl("stop", "-m", "fast")
    clear_leftovers(server.data, server.sockets)
    log = server.place / "log" / "start.log"
    log.parent.mkdir(mode=0o700, exist_ok=True)
    server.account.give(log.parent)
    log.unlink(missing_ok=True)
    answer = server.pg_ctl("start", "-w", "-l", str(log))
    if answer.returncode != 0:
        raise EmbeddedPostgresError(
            f"PostgreSQL did not start: {answer.stderr.strip()}\n{end_of_logs(log.parent)}"
        )


def end_of_logs(folder: Path) -> str:
    """The last lines of the start log and of the day's log, whichever spoke last at the end."""
    logs = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime)[-2:]
    return "\n".join(f"{path}:\n{path.read_text(errors='replace')[-1500:]}" for path in logs)


async def keep_up(server: _Server) -> None:
    """Start the server again when it dies, and its guard too."""
    delay = WATCH_S
    while True:
        await asyncio.sleep(delay)
        if server.guard.poll() is not None:
            server.guard = start_guard(server.programs, server.data, server.account, server.lock)
        if running_postmaster(server.data) is not None:
            delay = WATCH_S
            continue
        logger.error("PostgreSQL in %s died; starting it again", server.data)
        try:
            await bring_up(server)
        except Exception:  # whatever it was, giving up here would leave the desk without its data
            delay = min(delay * 2, SLOWEST_RETRY_S)
            logger.exception("PostgreSQL in %s stays down", server.data)


def close_server(server: _Server) -> None:
    """Let the guard stop the server, then free the lock. Where the guard is gone, stop it here."""
    if server.guard.stdin is not None:
        server.guard.stdin.close()
    server.guard.wait()
    if running_postmaster(server.data) is not None:
        server.pg_ctl("stop", "-m", "fast")
    if server.sockets.parent != server.place:
        shutil.rmtree(server.sockets, ignore_errors=True)
    os.close(server.lock)
