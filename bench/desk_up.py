"""A desk for a benchmark: the demo, started as a user would, on a free port in a folder of its own."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import httpx
import msgspec

READY_WITHIN_S = 120


@dataclass(frozen=True)
class RunningDesk:
    """Where the desk is, and how long it took to answer."""

    base: str
    port: int
    folder: Path
    database_url: str
    api_key: str
    started_in_s: float

    def pid(self, name: str) -> int:
        """The process id of ``web``, ``worker`` or ``supervisor``, as of now."""
        return msgspec.json.decode((self.folder / "pids.json").read_bytes())[name]


@asynccontextmanager
async def a_desk(folder: Path | None = None) -> AsyncGenerator[RunningDesk]:
    """Start the demo, wait until it is ready, stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as temporary:
        Path(temporary).chmod(0o755)
        data = folder or Path(temporary) / "data"
        port = free_port()
        began = perf_counter()
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "handrail.cli", "demo", "--port", str(port), "--data", str(data),
            stdout=asyncio.subprocess.DEVNULL, env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        try:
            await ready(f"http://127.0.0.1:{port}", child)
            took = perf_counter() - began
            kept = msgspec.json.decode((data / "demo.json").read_bytes(), type=dict[str, object])
            yield RunningDesk(
                str(kept["base_url"]),
                port,
                data,
                str(kept["database_url"]),
                str(kept["api_key"]),
                took,
            )
        finally:
            if child.returncode is None:
                child.send_signal(signal.SIGTERM)
                await child.wait()


async def ready(base: str, child: asyncio.subprocess.Process) -> None:
    """Wait until the desk is ready. Raises RuntimeError when it ends or takes too long."""
    deadline = perf_counter() + READY_WITHIN_S
    async with httpx.AsyncClient(timeout=2) as client:
        while perf_counter() < deadline:
            if child.returncode is not None:
                raise RuntimeError(f"the demo ended with {child.returncode}")
            try:
                if (await client.get(f"{base}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.05)
    raise RuntimeError("the demo was not ready in time")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
