"""MCP session: what both ways to an MCP server have in common, with nothing offered and nothing believed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import anyio
import httpx2
from mcp import ClientSession, MCPError
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
)
from handrail.adapters.tools.bounded_http import no_answer
from handrail.adapters.tools.offers import (
    LONGEST_DESCRIPTION,
    arguments_of,
    checked,
    held_to_promise,
    pinned,
    shortened,
    wrong_arguments,
)

MOST_PAGES = 10
LONGEST_MESSAGE = 300
US = Implementation(name="handrail", version="1")
NO_ANSWER = (REQUEST_TIMEOUT, CONNECTION_CLOSED, INTERNAL_ERROR)
GONE = (anyio.ClosedResourceError, anyio.BrokenResourceError, anyio.EndOfStream)


class BoundedSession(ClientSession):
    """Leaves answers unchecked: the library's check runs the server's regular expressions, ours none."""

    async def validate_tool_result(self, name: str, result: CallToolResult) -> None:
        """Pass everything; `held_to_promise` looks at it."""


class Progress:
    """Whether the call itself has left: before that nothing can have happened, after it anything."""

    left = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """One call of a tool by its remote name, under its key."""

    tool: str
    arguments: Mapping[str, object]
    key: str


async def call_tool(
    session: BoundedSession, server: str, pins: Pins, wanted: Wanted, progress: Progress
) -> ToolOutcome:
    """Call a tool as it was accepted; arguments that break its schema are not sent.

    The outcome says which do.
    """
    offer = await pinned(server, wanted.tool, await offers_of(session), pins)
    sent = arguments_of(offer, wanted.arguments, wanted.key)
    if wrong := wrong_arguments(offer, sent):
        return ToolOutcome(ok=False, text=f"Not called: {wrong}")
    progress.left = True
    result = await session.call_tool(wanted.tool, sent)
    return await asyncio.to_thread(_outcome, offer, result)


async def greet(session: BoundedSession) -> None:
    """Speak the newest revision both know; older servers know the handshake alone."""
    try:
        await session.discover()
    except (MCPError, RuntimeError, ValidationError) as error:
        code = error.code if isinstance(error, MCPError) else None
        if code == CONNECTION_CLOSED:
            raise
        try:
            await session.initialize()
        except MCPError:
            if code != REQUEST_TIMEOUT:
                raise
            await session.discover()  # slow to start, it has begun with what it was asked first


async def offers_of(session: BoundedSession) -> list[RemoteTool]:
    """What the server offers now; descriptions are data and are cut to a length."""
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


def port_error(server: str, error: Exception, progress: Progress) -> Exception:
    """The port's error for whatever a session raised: groups hold what their tasks raised."""
    for cause in _flat(error):
        if isinstance(cause, ToolFailed):
            return cause
        if isinstance(cause, MCPError) and cause.code not in NO_ANSWER:
            return ToolLied(f"{server} refused a call that fits its schema: {_line(cause)}")
        if isinstance(
            cause, (MCPError, httpx2.HTTPError, OSError, *GONE)
        ):  # a TimeoutError is an OSError
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
