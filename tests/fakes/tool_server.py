"""A tool server in memory: what it offers, what it was called with, and what it answers."""

from collections.abc import Mapping

from handrail.actions.tool_port import RemoteTool, ToolFailed, ToolOutcome


class FakeToolServer:
    def __init__(self, *tools: RemoteTool) -> None:
        self.tools = list(tools)
        self.calls: list[tuple[str, Mapping[str, object], str]] = []
        self.outcome = ToolOutcome(ok=True)
        self.failure: ToolFailed | None = None

    async def list_tools(self) -> list[RemoteTool]:
        if self.failure is not None:
            raise self.failure
        return list(self.tools)

    async def call(
        self, tool: str, arguments: Mapping[str, object], key: str, deadline_s: float
    ) -> ToolOutcome:
        if self.failure is not None:
            raise self.failure
        self.calls.append((tool, dict(arguments), key))
        return self.outcome
