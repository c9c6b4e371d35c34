"""Look at tools: which servers answer, what they offer, and what has changed since it was accepted."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handrail.actions.desk import Desk
from handrail.actions.tool_pins import ToolPin, tool_fingerprint
from handrail.actions.tool_port import RemoteTool, ToolFailed, ToolServer, ToolServers


@dataclass(frozen=True, slots=True)
class OfferedTool:
    """A tool now, and under which fingerprint it may be called (None: nobody has called it)."""

    tool: RemoteTool
    fingerprint: str
    pin: ToolPin | None

    @property
    def changed(self) -> bool:
        """Whether it describes itself otherwise than when it was accepted: then it is not called."""
        return self.pin is not None and self.pin.fingerprint != self.fingerprint


@dataclass(frozen=True, slots=True)
class ServerHealth:
    """A server: what it offers, or why that cannot be said."""

    name: str
    tools: Sequence[OfferedTool]
    problem: str = ""


async def look_at_tools(desk: Desk, servers: ToolServers) -> list[ServerHealth]:
    """All servers, asked at once; none of them can keep the others waiting past its time limit."""
    async with desk.store.transaction() as tx:
        pins = {(pin.server, pin.tool): pin for pin in await tx.tool_pins()}
    return await asyncio.gather(*(_look(name, server, pins) for name, server in servers.items()))


async def _look(
    name: str, server: ToolServer, pins: Mapping[tuple[str, str], ToolPin]
) -> ServerHealth:
    try:
        offered = await server.list_tools()
    except ToolFailed as error:
        return ServerHealth(name, (), str(error))
    return ServerHealth(
        name,
        [
            OfferedTool(tool, tool_fingerprint(tool), pins.get((name, tool.name)))
            for tool in offered
        ],
    )
