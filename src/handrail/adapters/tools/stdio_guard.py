"""Stdio guard: a process between the desk and a tool server that it runs as a command.

Run by its path, with the standard library alone. It gives the server the variables that are named and no
others, passes lines on, and ends the server with all that it started: when the desk ends in any way, when
a line or what is said unasked gets too long, or when the server itself ends.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

GRACE_S = 1.0
UNASKED = 10  # so many times the longest line may come without a request between
CHUNK = 65_536


def main(most_bytes: int, verdict: Path, names: list[str], command: list[str]) -> None:
    """Run the command until it or the desk ends; ``verdict`` gets one word when it was cut short."""
    if os.getpgrp() != os.getpid():
        os.setsid()
    environment = {name: os.environ[name] for name in names if name in os.environ}
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError as error:
        verdict.write_text(f"{command[0]} cannot be started: {error.strerror}", "utf-8")
        sys.exit(1)
    assert child.stdin is not None
    assert child.stdout is not None
    meter = Meter(most_bytes)
    threading.Thread(target=pass_requests, args=(child.stdin, meter, child), daemon=True).start()
    if not pass_answers(child.stdout, meter):
        verdict.write_text("too long", "utf-8")
    end(child)


class Meter:
    """How much the server has said since the last line began, and since it was last asked."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._line = 0
        self.unasked = 0

    def allows(self, chunk: bytes) -> bool:
        """Count a piece of output; False once a line, or all that came unasked, is too long."""
        first, *rest = chunk.split(b"\n")
        lines = [self._line + len(first), *(len(each) for each in rest)]
        self._line = lines[-1]
        self.unasked += len(chunk)
        return max(lines) <= self._most_bytes and self.unasked <= self._most_bytes * UNASKED


def pass_requests(to: IO[bytes], meter: Meter, child: "subprocess.Popen[bytes]") -> None:
    """What the desk sends, until it closes its end: then the server has a moment, and is ended."""
    try:
        while chunk := os.read(0, CHUNK):
            meter.unasked = 0
            to.write(chunk)
            to.flush()
        to.close()
    except OSError:  # the server reads no more
        pass
    with suppress(subprocess.TimeoutExpired):
        child.wait(GRACE_S)
    end(child)


def pass_answers(answers: IO[bytes], meter: Meter) -> bool:
    """What the server sends, until it ends; False where it was too long."""
    while chunk := os.read(answers.fileno(), CHUNK):
        if not meter.allows(chunk):
            return False
        view = memoryview(chunk)
        try:
            while view:
                view = view[os.write(1, view) :]
        except OSError:  # the desk reads no more
            return True
    return True


def end(child: "subprocess.Popen[bytes]") -> None:
    """End the server, whatever it started, and this process: they are one group."""
    if child.poll() is None:
        child.terminate()
        time.sleep(0.1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    _, most, verdict_path, variables, *wanted = sys.argv
    main(int(most), Path(verdict_path), variables.split(","), wanted)
