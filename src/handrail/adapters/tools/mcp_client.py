"""McpToolServer: tools of a server that speaks the Model Context Protocol over HTTP.

A session is opened for each call and closed after it: nothing to keep alive, and what the server
offers is looked at again every time. It is offered nothing: no sampling, no questions, no folders.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import anyio
from mcp.client.streamable_http import streamable_http_client

from handrail.actions.tool_pins import Pins
from handrail.actions.tool_port import RemoteTool, ToolOutcome, ToolTooBig
from handrail.adapters.tools.bounded_http import open_bounded
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


class McpToolServer:
    """A tool server behind MCP's streamable HTTP. Raises as `ToolServer` says, and nothing else."""

    def __init__(self, settings: ToolServerSettings, pins: Pins) -> None:
        self._settings = settings
        self._pins = pins

    async def list_tools(self) -> list[RemoteTool]:
        """What it offers now; descriptions are data and are cut to a length."""
        async with self._session(self._settings.timeout_s, {}, Progress()) as session:
            return await offers_of(session)

    async def call(
        self, tool: str, arguments: Mapping[str, object], key: str, deadline_s: float
    ) -> ToolOutcome:
        """Call a tool as it was accepted, with ``key`` as its argument and as a header.

        Arguments that break the tool's schema are not sent; the outcome says which.
        """
        progress = Progress()
        async with self._session(deadline_s, {"Idempotency-Key": key}, progress) as session:
            wanted = Wanted(tool, arguments, key)
            return await call_tool(session, self._settings.name, self._pins, wanted, progress)

    @asynccontextmanager
    async def _session(
        self, deadline_s: float, headers: Mapping[str, str], progress: Progress
    ) -> AsyncGenerator[BoundedSession]:
        """A session within bounds; whatever goes wrong in it becomes one of the port's errors."""
        settings = self._settings
        auth = {"Authorization": settings.auth} if settings.auth else {}
        http, transport = open_bounded(settings.most_bytes, deadline_s, {**auth, **headers})
        try:
            with anyio.fail_after(deadline_s):
                async with (
                    http,
                    streamable_http_client(
                        settings.url, http_client=http, max_sse_event_size=settings.most_bytes
                    ) as (receive, send),
                    BoundedSession(receive, send, client_info=US) as session,
                ):
                    await greet(session)
                    yield session
        except Exception as error:
            if transport.cut_off:
                raise ToolTooBig(
                    f"{settings.name} sent more than {settings.most_bytes} bytes"
                ) from error
            raise port_error(settings.name, error, progress) from error
