"""One supervisor per data folder: an flock(2) that outlives us only as long as our guard does."""

import fcntl
import os
import time
from pathlib import Path

import psutil

from handrail.adapters.postgres.server_account import EmbeddedPostgresError, ServerAccount

HANDOVER_S = 120.0  # a guard whose supervisor died holds the lock until the server has stopped


def lock_folder(folder: Path, account: ServerAccount) -> int:
    """The file descriptor that holds the lock on the folder; closing it gives the lock back.

    Raises EmbeddedPostgresError, naming the process, when a living supervisor holds it.
    """
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    account.give(folder / "lock")
    deadline = time.monotonic() + HANDOVER_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
            if is_alive(holder) or time.monotonic() > deadline:
                os.close(descriptor)
                raise EmbeddedPostgresError(
                    f"The data folder {folder} is in use by process {holder or 'unknown'}; "
                    "stop that one first, or choose another folder"
                ) from None
            time.sleep(0.05)
        else:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            return descriptor


def is_alive(pid: str) -> bool:
    """Whether the process runs; one that died and was not collected yet does not."""
    try:
        return psutil.Process(int(pid)).status() != psutil.STATUS_ZOMBIE
    except (ValueError, psutil.Error):
        return False
