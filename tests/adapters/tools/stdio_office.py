"""A tool server that is a command: the official server over stdio, and manners that a test asks for.

    python stdio_office.py FOLDER MANNERS

It counts what it did, by key, in a file of FOLDER. MANNERS: honest, hangs, shouts, dies, mute.
"""

import os
import sys
import time
from pathlib import Path

folder, manners = Path(sys.argv[1]), sys.argv[2]


def note(name: str, line: str) -> None:
    with (folder / name).open("a") as kept:
        kept.write(line + "\n")


note("started", str(os.getpid()))
if manners == "mute":
    time.sleep(600)
if manners == "ends":
    sys.exit(1)

from mcp.server.mcpserver import MCPServer  # noqa: E402 - takes longer than some manners want
from typing_extensions import TypedDict  # noqa: E402


class Paid(TypedDict):
    """What was paid."""

    paid: float
    note: str


server = MCPServer("stdio-office", version="1", log_level="ERROR")


@server.tool()
def refund(amount: float, idempotency_key: str) -> Paid:
    """Pays back."""
    note("done", idempotency_key)
    manner = (folder / "now").read_text() if (folder / "now").exists() else manners
    if manner == "hangs":
        time.sleep(600)
    if manner == "shouts":
        return {"paid": amount, "note": "x" * 50_000_000}
    if manner == "dies":
        os._exit(3)
    return {"paid": amount, "note": ""}


@server.tool()
def see(name: str) -> dict[str, str]:
    """What the process has of a variable."""
    return {"value": os.environ.get(name, "")}


if __name__ == "__main__":
    server.run("stdio")
