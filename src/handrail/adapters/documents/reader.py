"""BoundedDocumentReader: files read by a process of their own, within limits of time and memory."""

import asyncio
import os
import sys
from contextlib import suppress

import msgspec

from handrail.adapters.documents.limits import MOST_BYTES, MOST_MEMORY, MOST_SECONDS, only
from handrail.domain.document import FileRead, Problem

CHILD = "handrail.adapters.documents.child"
LENGTH = 4


class BoundedDocumentReader:
    """The port ``DocumentReader``: whatever a file does to its reader, this process goes on.

    The reading process starts with the first file and stays for the next. It knows none of our settings.
    One that hangs, or dies, is replaced. The last file's reading is kept: a long file is asked for again
    while its parts get their vectors.
    """

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        self._seconds = seconds
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._last: tuple[str, bytes, FileRead] | None = None

    async def read(self, name: str, content: bytes) -> FileRead:
        """What the file says, or the problem with it."""
        if len(content) > MOST_BYTES:
            return only(Problem("", f"It has more than {MOST_BYTES >> 20} MB.", "Split the file."))
        async with self._turn:
            if self._last is not None and self._last[:2] == (name, content):
                return self._last[2]
            read = await self._read(name, content)
            self._last = (name, content, read)
            return read

    async def close(self) -> None:
        """End the reading process."""
        async with self._turn:
            await self._end()

    async def _read(self, name: str, content: bytes) -> FileRead:
        child = self._child or await self._start()
        try:
            async with asyncio.timeout(self._seconds):
                return await _ask(child, msgspec.msgpack.encode((name, content)))
        except TimeoutError:
            await self._end()
            reason = f"Reading it took more than {self._seconds:.0f} seconds."
            return only(Problem("", reason, "Split it, or save it in another format."))
        except (OSError, EOFError, asyncio.IncompleteReadError, msgspec.MsgspecError):
            await self._end()
            reason = (
                f"Its reader broke off; it may need more than {MOST_MEMORY >> 20} MB of memory."
            )
            return only(Problem("", reason, "Split it, or save it in another format."))
        except BaseException:
            await self._end()  # its answer would be taken for the next file's
            raise

    async def _start(self) -> asyncio.subprocess.Process:
        self._child = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", CHILD),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
            limit=1 << 20,
        )
        return self._child

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()


async def _ask(child: asyncio.subprocess.Process, frame: bytes) -> FileRead:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(len(frame).to_bytes(LENGTH, "big") + frame)
    await child.stdin.drain()
    length = int.from_bytes(await child.stdout.readexactly(LENGTH), "big")
    return msgspec.msgpack.decode(await child.stdout.readexactly(length), type=FileRead)
