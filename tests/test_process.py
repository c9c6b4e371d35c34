import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from handrail.process import LONGEST_DELAY_S, Command, delay_after, supervise

CHILD = """
import os, time
from handrail.process import PARENT_FD, watch_parent
watch_parent(int(os.environ[PARENT_FD]))
time.sleep(600)
"""
STUBBORN = f"""
import pathlib, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path("ignores").touch()
{CHILD}
"""
SUPERVISOR = """
import asyncio, sys
from pathlib import Path
from handrail import process
process.GRACE_S = 0.5
pids, *children = sys.argv[1:]
commands = [
    process.Command(f"child{n}", (sys.executable, "-c", child)) for n, child in enumerate(children)
]
asyncio.run(process.supervise(commands, Path(pids)))
"""


class Supervised:
    """A supervisor in a process of its own, and what its file says of its children."""

    def __init__(self, folder: Path, *children: str) -> None:
        self.pids_file = folder / "pids.json"
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, str(self.pids_file), *children],
            start_new_session=True,
            cwd=folder,
        )

    def pids(self, count: int) -> dict[str, int]:
        """The children's process ids, once so many stand in the file."""
        pids: dict[str, int] = {}
        while len(pids) < count:
            time.sleep(0.02)
            with contextlib.suppress(FileNotFoundError):
                pids = json.loads(self.pids_file.read_text())
                assert pids.pop("supervisor") == self.process.pid
        return pids

    def pid_other_than(self, name: str, old: int) -> int:
        while (pid := self.pids(1)[name]) == old:
            time.sleep(0.02)
        return pid


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Supervised]:
    yield from run(tmp_path, CHILD, CHILD)


@pytest.fixture
def stubborn(tmp_path: Path) -> Iterator[Supervised]:
    yield from run(tmp_path, STUBBORN)


def run(folder: Path, *children: str) -> Iterator[Supervised]:
    supervised = Supervised(folder, *children)
    yield supervised
    supervised.process.kill()
    supervised.process.wait()


def wait_for_end(pids: dict[str, int]) -> None:
    deadline = time.monotonic() + 60
    while any(is_alive(pid) for pid in pids.values()):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_killed_child_is_started_again_and_the_other_left_alone(two: Supervised) -> None:
    pids = two.pids(2)
    for _ in range(3):
        killed = two.pids(2)["child0"]
        os.kill(killed, signal.SIGKILL)
        assert is_alive(two.pid_other_than("child0", killed))
    assert two.pids(2)["child1"] == pids["child1"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_children_and_supervisor(two: Supervised, number: signal.Signals) -> None:
    pids = two.pids(2)
    two.process.send_signal(number)
    assert two.process.wait(60) == 0
    wait_for_end(pids)


def test_children_end_when_the_supervisor_is_killed(two: Supervised) -> None:
    pids = two.pids(2)
    two.process.kill()
    wait_for_end(pids)


def test_a_child_that_ignores_the_request_is_killed(stubborn: Supervised, tmp_path: Path) -> None:
    pids = stubborn.pids(1)
    while not (tmp_path / "ignores").exists():
        time.sleep(0.02)
    stubborn.process.terminate()
    assert stubborn.process.wait(60) == 0
    wait_for_end(pids)


async def test_a_command_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExceptionGroup) as raised:
        await supervise([Command("web", (str(tmp_path / "missing"),))])
    assert raised.group_contains(FileNotFoundError)


def test_restarts_are_immediate_at_first_then_slower_up_to_a_bound() -> None:
    delays = [delay_after(n) for n in range(12)]
    assert delays[:3] == [0.0, 0.0, 0.0]
    assert delays == sorted(delays)
    assert delays[3] > 0
    assert delays[-1] == LONGEST_DELAY_S
