"""A tool server in a process of its own, over HTTP, with the manners that stand in FOLDER/manners.

    python -m tests.adapters.tools.rude_office FOLDER

It writes where it listens to FOLDER/url, and a line for each card it blocked to FOLDER/effects. Manners:
honest, never (it acts and never answers), contradicts (its answer breaks its own schema), renames (its
argument has another name now), alters (its argument has another type now), 50mb, 50mb-list.
"""

import asyncio
import sys
from pathlib import Path

from tests.adapters.tools.servers import (
    Json,
    Request,
    pour,
    result,
    serving,
    speaks_mcp,
)

CARDS: Json = {
    "cards": [{"card_id": "k1", "brand": "Visa", "last4": "4711", "status": "active"}],
}


def main(folder: Path) -> None:
    asyncio.run(_serve(folder))


async def _serve(folder: Path) -> None:
    async with serving(
        speaks_mcp(lambda: tools(folder), lambda w, r: call(folder, w, r))
    ) as server:
        unfinished = folder / "url.unfinished"
        unfinished.write_text(f"{server.url}/mcp")
        unfinished.rename(folder / "url")
        await asyncio.sleep(3600)


def manners(folder: Path) -> str:
    return (folder / "manners").read_text()


def tools(folder: Path) -> list[Json]:
    """What it offers now."""
    card = {"renames": "card", "alters": "card_id"}.get(manners(folder), "card_id")
    kind = "number" if manners(folder) == "alters" else "string"
    described = "x" * 50_000_000 if manners(folder) == "50mb-list" else "Blocks a card."
    return [
        a_tool("list_cards", "Cards.", {}, {"cards": {"type": "array"}}),
        a_tool("block_card", described, {card: {"type": kind}}, {"last4": {"type": "string"}}),
    ]


def a_tool(name: str, described: str, more: Json, gives: Json) -> Json:
    takes = {"customer_id": {"type": "string"}, **more}
    return {
        "name": name,
        "description": described,
        "inputSchema": {"type": "object", "properties": takes, "required": list(takes)},
        "outputSchema": {"type": "object", "properties": gives, "required": list(gives)},
    }


async def call(folder: Path, writer: asyncio.StreamWriter, request: Request) -> None:
    """Do what is asked, and answer as the manners are."""
    params = request.json["params"]
    assert isinstance(params, dict)
    if params["name"] == "list_cards":
        await result(writer, request, {"content": [], "structuredContent": CARDS})
        return
    with (folder / "effects").open("a") as effects:
        effects.write("block_card\n")
    match manners(folder):
        case "never":
            await asyncio.sleep(3600)
        case "50mb":
            await pour(writer, 50, "application/json", b'{"jsonrpc":"2.0",')
        case "contradicts":
            await result(writer, request, {"content": [], "structuredContent": {"last4": 4711}})
        case _:
            await result(writer, request, {"content": [], "structuredContent": {"last4": "4711"}})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
