"""Tool pins: how a tool described itself when it was accepted; a part of every transaction.

A server that changes its description afterwards could turn a harmless tool into another one.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.actions.tool_port import RemoteTool


@dataclass(frozen=True, slots=True)
class ToolPin:
    """The fingerprint under which a tool is called, since when, and who accepted it."""

    server: str
    tool: str
    fingerprint: str
    pinned_at: datetime
    pinned_by: str


class ToolPinRows(Protocol):
    """Fingerprints of tools inside a transaction."""

    async def first_pin(self, pin: ToolPin) -> ToolPin:
        """Keep a tool's first fingerprint; gives the one that is kept, which may be another."""
        ...

    async def repin(self, pin: ToolPin) -> None:
        """Let another fingerprint take the place of what is kept."""
        ...

    async def tool_pins(self) -> Sequence[ToolPin]:
        """All that are kept, by server and tool."""
        ...


class Pins(Protocol):
    """Where a tool server's client looks up what was accepted."""

    async def kept(self, server: str, tool: str, fingerprint: str) -> str:
        """The fingerprint that is kept for a tool; this one when it is the first."""
        ...


def tool_fingerprint(tool: RemoteTool) -> str:
    """SHA-256, hexadecimal, of all that a tool says of itself, whatever the order of its keys."""
    said = (tool.name, tool.description, tool.input_schema, tool.output_schema)
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
