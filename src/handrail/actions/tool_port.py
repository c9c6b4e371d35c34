"""Tool port: what the actions need of a server that does things for customers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class ToolFailed(Exception):
    """A call gave no usable outcome; says why. Whether it took effect is not known unless said."""


class ToolTimedOut(ToolFailed):
    """No answer within the deadline: it may have happened."""


class ToolUnreachable(ToolFailed):
    """The call never left: nothing happened."""


class ToolLied(ToolFailed):
    """What the server said broke its own contract (schema or output); ``reason`` says how."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ToolNotCalled(ToolLied):
    """What the server says of itself is not as it was accepted, or no use: the call never left."""


class ToolTooBig(ToolFailed):
    """The answer was larger than is read: it may have happened."""


@dataclass(frozen=True, slots=True)
class RemoteTool:
    """A tool as its server describes it. What it says of itself is data, and permits nothing."""

    name: str
    description: str
    input_schema: Mapping[str, object] = field(default_factory=dict[str, object])
    output_schema: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """What a server answered. ``ok`` False: it refused or failed, and says that nothing happened.

    ``data`` are the structured fields, ``text`` the rest, at most 20,000 characters (``truncated``
    when there was more). All of it is data: it is never read as an instruction.
    """

    ok: bool
    text: str = ""
    data: Mapping[str, object] | None = None
    truncated: bool = False


class ToolServer(Protocol):
    """A server of tools. Nothing in it may hang: each call ends by its deadline."""

    async def list_tools(self) -> list[RemoteTool]:
        """The tools it has now. Raises ToolFailed."""
        ...

    async def call(
        self, tool: str, arguments: Mapping[str, object], key: str, deadline_s: float
    ) -> ToolOutcome:
        """Call a tool by its remote name, once, and never by itself again.

        ``key`` goes to the server as its idempotency key (the argument ``idempotency_key`` where the
        tool's schema has one). Raises ToolTimedOut, ToolUnreachable, ToolLied or ToolTooBig.
        """
        ...


ToolServers = Mapping[str, ToolServer]
"""The servers by the name that a policy calls them, such as "back_office"."""
