"""McpToolServer: tools of a server that speaks the Model Context Protocol over HTTP.

A session is opened for each call and closed after it: nothing to keep alive, and what the server
offers is looked at again every time. It is offered nothing: no sampling, no questions, no folders.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import cast

import anyio
import httpx2
from mcp import ClientSession, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp_types import (
    CONNECTION_CLOSED,
    INTERNAL_ERROR,
    REQUEST_TIMEOUT,
    CallToolResult,
    Implementation,
    PaginatedRequestParams,
    TextContent,
)
from pydantic import ValidationError

from handrail.actions.tool_pins import Pins
from handrail.actions.tool_port import (
    RemoteTool,
    ToolFailed,
    ToolLied,
    ToolOutcome,
    ToolTooBig,
)
from handrail.adapters.tools.bounded_http import no_answer, open_bounded
from handrail.adapters.tools.offers import (
    LONGEST_DESCRIPTION,
    arguments_of,
    checked,
    held_to_promise,
    pinned,
    shortened,
    wrong_arguments,
)
from handrail.tool_settings import ToolServerSettings

MOST_PAGES = 10
LONGEST_MESSAGE = 300
US = Implementation(name="handrail", version="1")
NO_ANSWER = (REQUEST_TIMEOUT, CONNECTION_CLOSED, INTERNAL_ERROR)


class BoundedSession(ClientSession):
    """Leaves answers unchecked: the library's check runs the server's regular expressions, ours none."""

    async def validate_tool_result(self, name: str, result: CallToolResult) -> None:
        """Pass everything; `held_to_promise` looks at it."""


class _Progress:
    """Whether the call itself has left: before that nothing can have happened, after it anything."""

    left = False


class McpToolServer:
    """A tool server behind MCP's streamable HTTP. Raises as `ToolServer` says, and nothing else."""

    def __init__(self, settings: ToolServerSettings, pins: Pins) -> None:
        self._settings = settings
        self._pins = pins

    async def list_tools(self) -> list[RemoteTool]:
        """What it offers now; descriptions are data and are cut to a length."""
        async with self._session(self._settings.timeout_s, {}, _Progress()) as session:
            return await _offers(session)

    async def call(
        self, tool: str, arguments: Mapping[str, object], key: str, deadline_s: float
    ) -> ToolOutcome:
        """Call a tool as it was accepted, with ``key`` as its argument and as a header.

        Arguments that break the tool's schema are not sent; the outcome says which.
        """
        progress = _Progress()
        async with self._session(deadline_s, {"Idempotency-Key": key}, progress) as session:
            offer = await pinned(self._settings.name, tool, await _offers(session), self._pins)
            sent = arguments_of(offer, arguments, key)
            if wrong := wrong_arguments(offer, sent):
                return ToolOutcome(ok=False, text=f"Not called: {wrong}")
            progress.left = True
            result = await session.call_tool(tool, sent)
            return await asyncio.to_thread(_outcome, offer, result)

    @asynccontextmanager
    async def _session(
        self, deadline_s: float, headers: Mapping[str, str], progress: _Progress
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
                    await _greet(session)
                    yield session
        except Exception as error:
            if transport.cut_off:
                raise ToolTooBig(
                    f"{settings.name} sent more than {settings.most_bytes} bytes"
                ) from error
            raise _told(settings.name, error, progress) from error


async def _greet(session: BoundedSession) -> None:
    """Speak the newest revision both know; older servers know the handshake alone."""
    try:
        await session.discover()
    except (MCPError, RuntimeError, ValidationError) as error:
        if isinstance(error, MCPError) and error.code == CONNECTION_CLOSED:
            raise
        await session.initialize()


async def _offers(session: BoundedSession) -> list[RemoteTool]:
    offers: list[RemoteTool] = []
    params: PaginatedRequestParams | None = None
    for _ in range(MOST_PAGES):
        page = await session.list_tools(params=params)
        offers += [
            RemoteTool(
                tool.name,
                shortened(tool.description or "")[0][:LONGEST_DESCRIPTION],
                tool.input_schema,
                tool.output_schema,
            )
            for tool in page.tools
        ]
        if page.next_cursor is None:
            return checked(offers)
        params = PaginatedRequestParams(cursor=page.next_cursor)
    raise ToolLied(f"the server's list of tools has more than {MOST_PAGES} pages")


def _outcome(offer: RemoteTool, result: CallToolResult) -> ToolOutcome:
    texts = [block.text for block in result.content if isinstance(block, TextContent)]
    text, truncated = shortened("\n".join(texts))
    data: object = result.structured_content
    if not result.is_error:
        held_to_promise(offer, data)
    kept = cast("Mapping[str, object]", data) if isinstance(data, Mapping) else None
    return ToolOutcome(not result.is_error, text, kept, truncated)


def _told(server: str, error: Exception, progress: _Progress) -> Exception:
    """The port's error for whatever a session raised: groups hold what their tasks raised."""
    for cause in _flat(error):
        if isinstance(cause, ToolFailed):
            return cause
        if isinstance(cause, MCPError) and cause.code not in NO_ANSWER:
            return ToolLied(f"{server} refused a call that fits its schema: {_line(cause)}")
        if isinstance(cause, MCPError | httpx2.HTTPError | OSError):  # a TimeoutError is an OSError
            return no_answer(server, cause, progress.left)
        if isinstance(cause, ValidationError | RuntimeError | ValueError):
            return ToolLied(f"{server} broke the protocol: {_line(cause)}")
    return error


def _flat(error: Exception) -> list[Exception]:
    if isinstance(error, ExceptionGroup):
        inner = cast("ExceptionGroup[Exception]", error).exceptions
        return [each for part in inner for each in _flat(part)]
    return [error]


def _line(error: Exception) -> str:
    return shortened(str(error))[0].replace("\n", " ")[:LONGEST_MESSAGE]
