"""StdioToolServer: tools of a server that the desk runs as a command and speaks MCP with by its pipes.

The command is started at the first call and kept for the next ones. After it ended, or did not answer in
time, the next call starts it anew. `stdio_guard` stands between: it keeps output within bounds, and lets
nothing outlive the desk.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import TypeVar

import anyio
from mcp.client.stdio import StdioServerParameters, stdio_client

from handrail.actions.tool_pins import Pins
from handrail.actions.tool_port import (
    RemoteTool,
    ToolFailed,
    ToolLied,
    ToolOutcome,
    ToolTooBig,
    ToolUnreachable,
)
from handrail.adapters.tools.mcp_session import (
    US,
    BoundedSession,
    Progress,
    Wanted,
    call_tool,
    greet,
    offers_of,
    port_error,
)
from handrail.tool_settings import ToolServerSettings

T = TypeVar("T")

GUARD = Path(__file__).with_name("stdio_guard.py")
TOO_LONG = "too long"
QUICK_S = 2.0
QUICK_ENDS = 3  # so many in a row, and it is left alone for a while
PAUSE_S = 5.0


class StdioToolServer:
    """A tool server that is a command of the operator's. Raises as `ToolServer` says, and nothing else."""

    def __init__(self, settings: ToolServerSettings, pins: Pins) -> None:
        self._settings = settings
        self._pins = pins
        self._running: _Running | None = None
        self._quick_ends = 0
        self._ended_at = 0.0

    async def list_tools(self) -> list[RemoteTool]:
        """What it offers now; descriptions are data and are cut to a length."""
        return await self._do(self._settings.timeout_s, Progress(), offers_of)

    async def call(
        self, tool: str, arguments: Mapping[str, object], key: str, deadline_s: float
    ) -> ToolOutcome:
        """Call a tool as it was accepted, with ``key`` as its argument where it takes one.

        Arguments that break the tool's schema are not sent; the outcome says which.
        """
        progress, wanted = Progress(), Wanted(tool, arguments, key)

        async def made(session: BoundedSession) -> ToolOutcome:
            return await call_tool(session, self._settings.name, self._pins, wanted, progress)

        return await self._do(deadline_s, progress, made)

    async def close(self) -> None:
        """End the process, if one runs."""
        if self._running is not None:
            await self._running.end()

    async def _do(
        self, deadline_s: float, progress: Progress, work: Callable[[BoundedSession], Awaitable[T]]
    ) -> T:
        """Work with a session, within bounds. A process that has died meanwhile is started once more."""
        ends_at = monotonic() + deadline_s
        kept = self._running
        running = self._started()
        try:
            return await self._try(running, deadline_s, progress, work)
        except ToolUnreachable:
            left_s = ends_at - monotonic()
            if running is not kept or progress.left or left_s <= 0:
                raise
        return await self._try(self._started(), left_s, progress, work)

    async def _try(
        self,
        running: "_Running",
        deadline_s: float,
        progress: Progress,
        work: Callable[[BoundedSession], Awaitable[T]],
    ) -> T:
        """Whatever goes wrong becomes one of the port's errors, and the process is used no more."""
        running.calls += 1
        try:
            with anyio.fail_after(deadline_s):
                return await work(await asyncio.shield(running.ready))
        except Exception as error:
            if not isinstance(
                error, ToolLied
            ):  # it may hang, or be gone: the next call gets another
                self._retire(running)
            raise await self._told(running, error, progress) from error
        finally:
            running.calls -= 1
            running.end_if_idle()

    def _started(self) -> "_Running":
        """The process that runs, or a new one; one that ends at once again and again gets a pause."""
        if self._running is not None and self._running.task.done():
            self._retire(self._running)
        if self._running is None:
            wait = self._ended_at + PAUSE_S - monotonic()
            if self._quick_ends >= QUICK_ENDS and wait > 0:
                raise ToolUnreachable(
                    f"{self._settings.name} ended {self._quick_ends} times in a row as soon as it was "
                    f"started; it is tried again in {wait:.0f} s"
                )
            self._running = _Running(self._settings)
        return self._running

    def _retire(self, running: "_Running") -> None:
        """Use this process no more; it ends when the calls that it still has are over."""
        running.retired = True
        if self._running is not running:
            return
        self._running, self._ended_at = None, monotonic()
        quick = self._ended_at - running.began_at < QUICK_S
        self._quick_ends = self._quick_ends + 1 if quick else 0

    async def _told(self, running: "_Running", error: Exception, progress: Progress) -> Exception:
        name = self._settings.name
        verdict = "" if isinstance(error, ToolFailed) else await running.verdict()
        if verdict == TOO_LONG:
            return ToolTooBig(f"{name} sent more than {self._settings.most_bytes} bytes")
        if verdict:
            return ToolUnreachable(f"{name}: {verdict}")
        return port_error(name, error, progress)


class _Running:
    """One process and its session, held open by a task of their own until they are no longer needed."""

    def __init__(self, settings: ToolServerSettings) -> None:
        self._settings = settings
        self._over = asyncio.Event()
        self._folder = tempfile.TemporaryDirectory(prefix="handrail-tool-")
        self._verdict = Path(self._folder.name) / "verdict"
        self.ready: asyncio.Future[BoundedSession] = asyncio.get_running_loop().create_future()
        self.began_at = monotonic()
        self.calls = 0
        self.retired = False
        self.task = asyncio.create_task(self._live())

    async def _live(self) -> None:
        """Hold the session open; what ends it early is told to those who wait for it."""
        name, nowhere = self._settings.name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
        ended: Exception = ToolUnreachable(f"{name} was ended before it was ready")
        try:
            async with (
                stdio_client(self._parameters(), errlog=nowhere) as (receive, send),
                BoundedSession(receive, send, client_info=US) as session,
            ):
                await greet(session)
                self.ready.set_result(session)
                await self._over.wait()
        except Exception as error:  # noqa: BLE001 - told to whoever waits, as one of the port's errors
            ended = error
        finally:
            nowhere.close()
            if not self.ready.done():
                self.ready.set_exception(ended)
                self.ready.exception()  # nobody may wait any more

    def _parameters(self) -> StdioServerParameters:
        settings = self._settings
        return StdioServerParameters(
            command=sys.executable,
            args=[
                *("-I", "-S", str(GUARD), str(settings.most_bytes), str(self._verdict)),
                *(",".join(settings.environment), *settings.command),
            ],
            env=dict(settings.environment),
        )

    async def verdict(self) -> str:
        """Why the guard ended the process, if it did; empty for another end."""
        if not self._verdict.exists():
            return ""
        return await asyncio.to_thread(self._verdict.read_text, "utf-8")

    def end_if_idle(self) -> None:
        """Let a process that is used no more end once its last call is over."""
        if self.retired and self.calls == 0:
            self._stop()

    async def end(self) -> None:
        """End the process now, and wait until it has."""
        self._stop()
        await asyncio.wait({self.task}, timeout=PAUSE_S)

    def _stop(self) -> None:
        if self.ready.done():
            self._over.set()
        else:  # it has not even greeted
            self.task.cancel()
        self.task.add_done_callback(lambda _: self._folder.cleanup())
