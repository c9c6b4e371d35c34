"""A demo started as people start it: one command, real processes, its own PostgreSQL."""

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

READY_WITHIN_S = 90
ENDS_WITHIN_S = 30


@dataclass(frozen=True)
class Account:
    """A demo account."""

    email: str
    name: str
    password: str


@dataclass(frozen=True)
class Demo:
    """Where a running demo is, and who may enter."""

    base: str
    data: Path
    database_url: str
    accounts: dict[str, Account]
    api_key: str

    def pid(self, name: str) -> int:
        """The process id of ``web``, ``worker`` or ``supervisor`` at this moment."""
        return int(json.loads((self.data / "pids.json").read_text())[name])


@asynccontextmanager
async def a_demo(data: Path, **settings: str) -> AsyncGenerator[Demo]:
    """``handrail demo`` on a free port, up and answering; ended as Ctrl-C ends it."""
    port = free_port()
    log = data.with_suffix(".log")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
    clean.pop("DATABASE_URL", None)
    arguments = ("demo", "--port", str(port), "--data", str(data), "--fresh")
    with log.open("wb") as told:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "handrail.cli", *arguments),
            env={**clean, **settings},
            stdout=told,
            stderr=told,
            start_new_session=True,
        )
    try:
        await until_ready(process, f"http://127.0.0.1:{port}", log)
        yield read_demo(data)
    finally:
        await end(process)


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


async def until_ready(process: Process, base: str, log: Path) -> None:
    async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
        for _ in range(READY_WITHIN_S * 5):
            if process.returncode is not None:
                break
            try:
                if (await client.get(f"{base}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.2)
    raise AssertionError(f"`handrail demo` does not come up:\n{log.read_text()}")


def read_demo(data: Path) -> Demo:
    kept: dict[str, Any] = json.loads((data / "demo.json").read_text())
    accounts = {
        one["name"].split()[0].lower(): Account(one["email"], one["name"], one["password"])
        for one in kept["accounts"]
    }
    return Demo(kept["base_url"], data, kept["database_url"], accounts, kept["api_key"])


async def end(process: Process) -> None:
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        async with asyncio.timeout(ENDS_WITHIN_S):
            await process.wait()
    except TimeoutError:
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        raise
