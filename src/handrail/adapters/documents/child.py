"""The process that reads files: it has no secrets, little memory, and may be killed at any time.

Run as a module. On standard input come frames of four bytes of length and MessagePack: [name, content];
on standard output goes a frame for each, a FileRead.
"""

import logging
import resource
import signal
import sys
from typing import BinaryIO

import msgspec

from handrail.adapters.documents.formats import read_file
from handrail.adapters.documents.limits import MOST_MEMORY, MOST_SECONDS, only
from handrail.domain.document import FileRead, Problem

logger = logging.getLogger(__name__)
LENGTH = 4


def main() -> None:
    """Read files until there are no more."""
    _restrain()
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    while frame := _take(given):
        name, content = msgspec.msgpack.decode(frame, type=tuple[str, bytes])
        # Whoever asked may be gone, and nobody else would end a reading that never ends.
        signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS + 5)
        answer = msgspec.msgpack.encode(_read(name, content))
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(len(answer).to_bytes(LENGTH, "big") + answer)
        answers.flush()


def _read(name: str, content: bytes) -> FileRead:
    try:
        return read_file(name, content)
    except Exception as error:
        logger.exception("A file could not be read")
        reason = f"It could not be read ({type(error).__name__})."
        return only(Problem("", reason, "Save it again, or in another format."))


def _restrain() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file


def _take(given: BinaryIO) -> bytes:
    """The next frame; empty at the end."""
    length = given.read(LENGTH)
    return given.read(int.from_bytes(length, "big")) if len(length) == LENGTH else b""


if __name__ == "__main__":
    main()
