"""Offers: what a server says of a tool, kept within bounds before anything is made of it."""

import re
from collections.abc import Mapping, Sequence

from handrail.actions.tool_pins import Pins, tool_fingerprint
from handrail.actions.tool_port import RemoteTool, ToolLied, ToolNotCalled
from handrail.adapters.tools.schemas import UnusableSchema, check, problem

KEY_ARGUMENT = "idempotency_key"
NAME = re.compile(r"[A-Za-z0-9_.-]{1,128}")
MOST_TOOLS = 200
LONGEST_DESCRIPTION = 2000
LONGEST_TEXT = 20_000


def takes_key(tool: RemoteTool) -> bool:
    """Whether the tool has an argument for the key under which a repeated call acts once."""
    properties = tool.input_schema.get("properties")
    return isinstance(properties, Mapping) and KEY_ARGUMENT in properties


def arguments_of(tool: RemoteTool, given: Mapping[str, object], key: str) -> dict[str, object]:
    """The arguments as sent: the key is given by code alone."""
    return {**given, KEY_ARGUMENT: key} if takes_key(tool) else dict(given)


def wrong_arguments(tool: RemoteTool, arguments: Mapping[str, object]) -> str | None:
    """Why the tool must not be called with these; None when it may."""
    return problem(dict(arguments), tool.input_schema)


def held_to_promise(tool: RemoteTool, data: object) -> None:
    """Raise ToolLied for an answer that breaks what the tool promises."""
    wrong = None if tool.output_schema is None else problem(data, tool.output_schema)
    if wrong is not None:
        raise ToolLied(f"the answer of {tool.name} breaks its own schema: {wrong}")


def checked(offers: Sequence[RemoteTool]) -> list[RemoteTool]:
    """The offers, when each of them can be worked with. Raises ToolNotCalled."""
    if len(offers) > MOST_TOOLS:
        raise ToolNotCalled(f"the server offers {len(offers)} tools; at most {MOST_TOOLS} are read")
    names = [offer.name for offer in offers]
    if len(set(names)) < len(names):
        raise ToolNotCalled("the server offers two tools under one name")
    for offer in offers:
        if not NAME.fullmatch(offer.name):
            raise ToolNotCalled(f"the server offers a tool named {offer.name[:60]!r}")
        for schema in (offer.input_schema, offer.output_schema or {}):
            try:
                check(schema)
            except UnusableSchema as wrong:
                raise ToolNotCalled(
                    f"the schema of {offer.name} cannot be used: {wrong}"
                ) from wrong
    return list(offers)


async def pinned(server: str, name: str, offers: Sequence[RemoteTool], pins: Pins) -> RemoteTool:
    """The offer of this name, as it was accepted. Raises ToolNotCalled when it is gone or has changed."""
    offer = next((offer for offer in offers if offer.name == name), None)
    if offer is None:
        raise ToolNotCalled(f"the server {server} offers no tool {name} any more")
    now = tool_fingerprint(offer)
    if await pins.kept(server, name, now) != now:
        raise ToolNotCalled(
            f"the server {server} describes {name} otherwise than when it was accepted; "
            "an admin can look at it under Integrations and accept it as it is now"
        )
    return offer


def shortened(text: str) -> tuple[str, bool]:
    """Text of a tool without controls, and whether it had to be cut."""
    plain = "".join(c for c in text[: LONGEST_TEXT + 1] if c.isprintable() or c in "\n\t")
    return plain[:LONGEST_TEXT], len(text) > LONGEST_TEXT
