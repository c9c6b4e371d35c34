"""Pin a tool: keep how it described itself, and accept it as it describes itself now."""

from handrail.actions.desk import Desk
from handrail.actions.tool_pins import ToolPin


class DeskPins:
    """The desk's own rows: every process, and the same one tomorrow, sees the same pins."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def kept(self, server: str, tool: str, fingerprint: str) -> str:
        """The fingerprint that is kept for a tool; this one when it is the first."""
        first = ToolPin(server, tool, fingerprint, self._desk.now(), "first seen")
        async with self._desk.store.transaction() as tx:
            return (await tx.first_pin(first)).fingerprint


async def accept_tool(desk: Desk, server: str, tool: str, fingerprint: str, by: str) -> None:
    """Accept a tool as it describes itself now: it can be called again."""
    async with desk.store.transaction() as tx:
        await tx.repin(ToolPin(server, tool, fingerprint, desk.now(), by))
