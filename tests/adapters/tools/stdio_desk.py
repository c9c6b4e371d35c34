"""A process with a tool server that is a command: it calls once, and then waits to be killed."""

import asyncio
import os
import sys

from handrail.adapters.tools.open_servers import open_server
from handrail.tool_settings import ServerKind, ToolServerSettings
from tests.fakes.pins import FakePins


async def main(office: str, folder: str) -> None:
    command = (sys.executable, office, folder, "honest")
    environment = {"PATH": os.environ["PATH"]}
    settings = ToolServerSettings(
        "told", ServerKind.MCP, "", command=command, environment=environment
    )
    server = open_server(settings, FakePins())
    await server.call("refund", {"amount": 5}, "key-1", 60.0)
    await asyncio.sleep(3600)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
