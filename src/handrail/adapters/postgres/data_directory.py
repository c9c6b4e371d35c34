"""PostgreSQL's own data directory: made whole or not at all, configured, checked for leftovers."""

import os
import secrets
import shutil
import sys
import time
from collections.abc import Collection
from pathlib import Path

import psutil

from handrail.adapters.postgres.server_account import EmbeddedPostgresError, ServerAccount

ROLE = "handrail"
# One flush of the file system instead of one for each of a thousand files, where it can be had:
# https://www.postgresql.org/docs/18/runtime-config-error-handling.html
SYNC = "syncfs" if sys.platform == "linux" else "fsync"
INITDB_S = 300.0
NO_PROCESS = str(2**31 - 1)  # above the highest process id of any system
LEFTOVERS_S = 30.0  # server processes notice within moments that their parent was killed

SETTINGS = """\
# Handrail writes this file at each start; your own settings belong below the include in
# postgresql.conf.
unix_socket_permissions = 0700
max_connections = 150
shared_buffers = 64MB
max_wal_size = 512MB
wal_level = minimal
max_wal_senders = 0
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 0   # containers may give 64 MB of shared memory only
max_parallel_maintenance_workers = 0
timezone = 'UTC'
log_timezone = 'UTC'
cluster_name = 'handrail'
logging_collector = on
log_directory = '../log'
log_filename = 'postgresql-%a.log'    # a week of logs, then over them
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_error_verbosity = terse           # an error's detail quotes the row, and so a customer's words
"""

ACCESS = """\
# Handrail writes this file at each start.
local all all              peer map=handrail
host  all all 127.0.0.1/32 scram-sha-256
"""


def make_data_directory(place: Path, programs: Path, account: ServerAccount) -> Path:
    """The directory `data` in the place, made by initdb if missing.

    Raises EmbeddedPostgresError with initdb's own words, or when another major version made it.
    """
    data, unfinished, password = place / "data", place / "data.unfinished", place / "password"
    if not data.exists():
        shutil.rmtree(unfinished, ignore_errors=True)
        write(password, secrets.token_urlsafe(24), account)
        options = f"""--username={ROLE} --pwfile={password} --encoding=UTF8 --locale=C
            --locale-provider=builtin --builtin-locale=C.UTF-8 --data-checksums --sync-method={SYNC}
            --auth-local=peer --auth-host=scram-sha-256 --no-instructions"""
        command = [str(programs / "initdb"), "-D", str(unfinished), *options.split()]
        answer = account.run(command, INITDB_S)
        if answer.returncode != 0:
            raise EmbeddedPostgresError(f"initdb failed: {answer.stderr.strip()}")
        with (unfinished / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude 'handrail.conf'\n")
        unfinished.rename(data)
    check_version(data, programs, account)
    return data


def check_version(data: Path, programs: Path, account: ServerAccount) -> None:
    """Refuse a directory of another major version: PostgreSQL cannot read it."""
    made_by = (data / "PG_VERSION").read_text().strip()
    answer = account.run([str(programs / "postgres"), "--version"], 30)
    ours = answer.stdout.split()[-1].split(".")[0]
    if made_by != ours:
        raise EmbeddedPostgresError(
            f"{data} was made by PostgreSQL {made_by}, the programs here are {ours}: dump it with "
            f"the version that made it and restore it into a new folder"
        )


def configure(data: Path, sockets: Path, tcp_port: int | None, account: ServerAccount) -> None:
    """Write the settings, who may connect, and where the server listens."""
    listen = "127.0.0.1" if tcp_port else ""
    where = f"unix_socket_directories = '{escape(str(sockets))}'\nlisten_addresses = '{listen}'\n"
    port = f"port = {tcp_port}\n" if tcp_port else ""
    sync = f"recovery_init_sync_method = {SYNC}\n"
    write(data / "handrail.conf", SETTINGS + where + port + sync, account)
    write(data / "pg_hba.conf", ACCESS, account)
    write(data / "pg_ident.conf", identities(account.user_names), account)


def escape(value: str) -> str:
    """A value inside single quotes of postgresql.conf."""
    return value.replace("\\", "\\\\").replace("'", "''")


def identities(user_names: Collection[str]) -> str:
    """The map of system accounts that may connect as our role through the socket."""
    return "".join(f'handrail "{name}" {ROLE}\n' for name in sorted(user_names))


def write(path: Path, text: str, account: ServerAccount) -> None:
    """Write a file that only the server's account may read, whatever the umask."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    account.give(path)


def running_postmaster(data: Path) -> int | None:
    """The process id of the server that runs on the directory now, None where none does.

    A number in postmaster.pid alone says little: after a crash it may be another process by now.
    """
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if works_in(data, pid) else None


def works_in(data: Path, pid: int) -> bool:
    """Whether the process lives with the directory as its working folder, as servers' do."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == data
    except (psutil.Error, OSError):
        return False


def clear_leftovers(data: Path, sockets: Path) -> None:
    """After a killed server: wait for its last processes to end, then make its lock files harmless.

    They would stop a new server where the process id in them is in use again or its process was
    never collected. postmaster.pid stays, for in it PostgreSQL finds the shared memory to free.
    Raises EmbeddedPostgresError when a process of the old server does not end.
    """
    deadline = time.monotonic() + LEFTOVERS_S
    while leftovers := [pid for pid in psutil.pids() if works_in(data, pid)]:
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError(
                f"Processes {leftovers} of a killed server still work in {data}; end them first"
            )
        time.sleep(0.05)
    for left in sockets.glob(".s.PGSQL.*"):
        left.unlink()
    pid_file = data / "postmaster.pid"
    if pid_file.exists():
        lines = pid_file.read_text().split("\n")
        pid_file.write_text("\n".join([NO_PROCESS, *lines[1:]]))
