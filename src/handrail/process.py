"""Keeps a few child processes alive together, and lets none outlive its parent."""

import asyncio
import json
import logging
import os
import signal
import threading
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PARENT_FD = "HANDRAIL_PARENT_FD"
GRACE_S = 15.0
QUICK_S = 2.0
FREE_RESTARTS = 2
FIRST_DELAY_S = 0.25
LONGEST_DELAY_S = 5.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Command:
    """A child to keep alive: its name in logs and files, and how to start it."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass
class _Crew:
    """What the keepers of all children share."""

    stop: asyncio.Event
    parent_fd: int
    pids_file: Path | None
    pids: dict[str, int]

    def note(self, name: str, pid: int) -> None:
        """Remember the child's process id, in the file too, which is always whole."""
        self.pids[name] = pid
        if self.pids_file is not None:
            unfinished = self.pids_file.with_name(f"{self.pids_file.name}.unfinished")
            unfinished.write_text(json.dumps(self.pids, indent=2))
            unfinished.replace(self.pids_file)


async def supervise(commands: Sequence[Command], pids_file: Path | None = None) -> None:
    """Run the commands until SIGINT or SIGTERM, starting again each one that ends before that.

    `pids_file` gets a JSON object of names and process ids (ours is `supervisor`), rewritten at
    each restart. A child that calls `watch_parent` ends when we are killed. Raises an
    ExceptionGroup with the OSError when a command cannot be started at all.
    """
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    parent_fd, held_open = os.pipe()
    crew = _Crew(stop, parent_fd, pids_file, {"supervisor": os.getpid()})
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        async with asyncio.TaskGroup() as keepers:
            for command in commands:
                keepers.create_task(keep_alive(command, crew))
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
        os.close(parent_fd)
        os.close(held_open)


async def keep_alive(command: Command, crew: _Crew) -> None:
    """Start the child again whenever it ends, at once at first, later ever more slowly."""
    loop = asyncio.get_running_loop()
    quick_ends = 0
    while not crew.stop.is_set():
        child = await start(command, crew)
        began = loop.time()
        try:
            await first_of(child.wait(), crew.stop.wait())
        finally:
            await end(child)
        if not crew.stop.is_set():
            quick_ends = quick_ends + 1 if loop.time() - began < QUICK_S else 0
            logger.warning("%s ended with %s, starts again", command.name, child.returncode)
            await first_of(asyncio.sleep(delay_after(quick_ends)), crew.stop.wait())


async def start(command: Command, crew: _Crew) -> Process:
    """Start the child in a session of its own: Ctrl-C reaches us, and we tell the child."""
    child = await asyncio.create_subprocess_exec(
        *command.arguments,
        env={**os.environ, **command.environment, PARENT_FD: str(crew.parent_fd)},
        pass_fds=(crew.parent_fd,),
        start_new_session=True,
    )
    crew.note(command.name, child.pid)
    return child


async def first_of(*awaitables: Awaitable[object]) -> None:
    """Wait until one of them is done, and drop the others."""
    tasks = [asyncio.ensure_future(awaitable) for awaitable in awaitables]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


def delay_after(quick_ends: int) -> float:
    """Seconds to wait after so many ends in a row, each within moments of its start."""
    if quick_ends <= FREE_RESTARTS:
        return 0.0
    return min(FIRST_DELAY_S * 2.0 ** (quick_ends - FREE_RESTARTS - 1), LONGEST_DELAY_S)


async def end(child: Process) -> None:
    """Ask the child to end, and kill it when it has not done so in time."""
    if child.returncode is not None:
        return
    child.terminate()
    try:
        async with asyncio.timeout(GRACE_S):
            await child.wait()
    except TimeoutError:
        child.kill()
        await child.wait()


def watch_parent(parent_fd: int) -> None:
    """In a child: end this process once the parent's end of the pipe closes.

    SIGTERM first, so that the usual orderly end runs; a process that ignores it is cut off.
    """

    def wait_for_end_of_file() -> None:
        while os.read(parent_fd, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_S)
        os._exit(1)

    threading.Thread(target=wait_for_end_of_file, name="watch-parent", daemon=True).start()
