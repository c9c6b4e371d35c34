"""Program: another program on this machine that is given a text and must be done in time."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

MOST_INPUT = 60_000  # bytes; less than what a pipe of the system's holds


class ProgramFailed(Exception):
    """It gave nothing usable; the first argument says why, in a word."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take: seconds, bytes of output, and how many run at once."""

    seconds: float = 15.0
    output: int = 64 * 1024
    at_once: int = 2


@dataclass(frozen=True, slots=True)
class Program:
    """A program by its path. A run is a group of processes of its own, and knows none of our settings."""

    path: Path
    limits: Limits = Limits()
    _free: asyncio.Semaphore = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """As many runs at once as the limits allow."""
        object.__setattr__(self, "_free", asyncio.Semaphore(self.limits.at_once))

    async def run(self, arguments: Sequence[str], text: str = "") -> str:
        """What it wrote. The text goes to its input, never to a shell. Raises ProgramFailed."""
        try:
            async with asyncio.timeout(self.limits.seconds), self._free:
                return await self._run(arguments, text.encode())
        except TimeoutError:
            raise ProgramFailed("timeout") from None
        except OSError as error:
            raise ProgramFailed("not_started") from error
        except UnicodeError as error:
            raise ProgramFailed("no_text") from error

    async def _run(self, arguments: Sequence[str], content: bytes) -> str:
        given = _given(content)
        try:
            child = await asyncio.create_subprocess_exec(
                self.path,
                *arguments,
                stdin=given,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=self._environment(),
                cwd="/",
                start_new_session=True,
            )
        finally:
            os.close(given)
        try:
            written = await _read(child, self.limits.output)
            if await child.wait() != 0:
                raise ProgramFailed(f"exit_{child.returncode}")
            return written.decode()
        finally:
            await _end(child)

    def _environment(self) -> Mapping[str, str]:
        return {
            "PATH": os.pathsep.join([str(self.path.parent), "/usr/bin", "/bin"]),
            "LC_ALL": "C.UTF-8",
        }


def _given(content: bytes) -> int:
    """The end of a pipe that holds the content; the program's input. Raises ProgramFailed.

    A pipe of the system's: event loops may give sockets, which a program cannot open as /dev/stdin.
    """
    if len(content) > MOST_INPUT:
        raise ProgramFailed("too_much_input")
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    held = os.write(writing, content)
    os.close(writing)
    if held < len(content):  # a system short of memory gives smaller pipes
        os.close(reading)
        raise ProgramFailed("too_much_input")
    return reading


async def _read(child: asyncio.subprocess.Process, most: int) -> bytes:
    assert child.stdout is not None
    written = bytearray()
    while more := await child.stdout.read(8192):
        written += more
        if len(written) > most:
            raise ProgramFailed("too_much_output")
    return bytes(written)


async def _end(child: asyncio.subprocess.Process) -> None:
    """End it and all that it started; those run in the same group.

    What still lies in its output is read: asyncio counts nothing as ended whose pipe it has paused.
    """
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    assert child.stdout is not None
    while await child.stdout.read(8192):
        pass
    await child.wait()
