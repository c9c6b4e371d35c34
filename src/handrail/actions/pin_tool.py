"""Pin a tool: keep how it described itself, and accept it as it describes itself now."""

from collections.abc import Callable
from datetime import datetime

from handrail.actions.desk import Desk
from handrail.actions.ports import Store
from handrail.actions.tool_pins import ToolPin, tool_fingerprint
from handrail.actions.tool_port import ToolLied, ToolServer


class StorePins:
    """The desk's own rows: every process, and the same one tomorrow, sees the same pins."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def kept(self, server: str, tool: str, fingerprint: str) -> str:
        """The fingerprint that is kept for a tool; this one when it is the first."""
        first = ToolPin(server, tool, fingerprint, self._now(), "first seen")
        async with self._store.transaction() as tx:
            return (await tx.first_pin(first)).fingerprint


async def accept_tool(desk: Desk, name: str, server: ToolServer, wanted: ToolPin) -> None:
    """Accept a tool as the server describes it now: it can be called again.

    Raises ToolFailed, ToolLied where it is no longer as ``wanted`` saw it.
    """
    offered = {tool.name: tool for tool in await server.list_tools()}
    if wanted.tool not in offered:
        raise ToolLied(f"{name} offers no tool {wanted.tool}.")
    if tool_fingerprint(offered[wanted.tool]) != wanted.fingerprint:
        raise ToolLied(f"{wanted.tool} has changed again since it was looked at. Look once more.")
    async with desk.store.transaction() as tx:
        await tx.repin(wanted)
