"""Offers: what a server says of a tool, kept within bounds before anything is made of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from handrail.actions.tool_pins import Pins
from handrail.actions.tool_port import RemoteTool, ToolLied
from handrail.adapters.tools.schemas import UnusableSchema, check, fingerprint, problem

KEY_ARGUMENT = "idempotency_key"
NAME = re.compile(r"[A-Za-z0-9_.-]{1,128}")
MOST_TOOLS = 200
LONGEST_DESCRIPTION = 2000
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Offer:
    """A tool as described; ``output_schema`` None: its answers promise nothing."""

    name: str
    description: str
    input_schema: Mapping[str, object]
    output_schema: Mapping[str, object] | None = None

    @property
    def fingerprint(self) -> str:
        """Changes with anything that a person or a model might read, or code hold a value against."""
        return fingerprint(self.name, self.description, self.input_schema, self.output_schema)

    @property
    def takes_key(self) -> bool:
        """Whether the tool has an argument for the key under which a repeated call acts once."""
        return KEY_ARGUMENT in _properties(self.input_schema)

    def shown(self) -> RemoteTool:
        """The tool as others see it: its key is given by code alone, so it is no argument for them."""
        if not self.takes_key:
            return RemoteTool(self.name, self.description, self.input_schema, self.output_schema)
        properties = _properties(self.input_schema)
        required = cast("Sequence[object]", self.input_schema.get("required", ()))
        schema: dict[str, object] = {
            **self.input_schema,
            "properties": {name: each for name, each in properties.items() if name != KEY_ARGUMENT},
            "required": [name for name in required if name != KEY_ARGUMENT],
        }
        return RemoteTool(self.name, self.description, schema, self.output_schema)

    def arguments(self, given: Mapping[str, object], key: str) -> dict[str, object]:
        """The arguments as sent, with the key where the tool takes one."""
        return {**given, KEY_ARGUMENT: key} if self.takes_key else dict(given)

    def wrong_arguments(self, arguments: Mapping[str, object]) -> str | None:
        """Why the tool must not be called with these; None when it may."""
        return problem(dict(arguments), self.input_schema)

    def wrong_answer(self, data: object) -> str | None:
        """Where an answer breaks what was promised; None when it keeps it."""
        return None if self.output_schema is None else problem(data, self.output_schema)


def checked(offers: Sequence[Offer]) -> list[Offer]:
    """The offers, when each of them can be worked with. Raises ToolLied."""
    if len(offers) > MOST_TOOLS:
        raise ToolLied(f"the server offers {len(offers)} tools; at most {MOST_TOOLS} are read")
    names = [offer.name for offer in offers]
    if len(set(names)) < len(names):
        raise ToolLied("the server offers two tools under one name")
    for offer in offers:
        if not NAME.fullmatch(offer.name):
            raise ToolLied(f"the server offers a tool named {offer.name[:60]!r}")
        for schema in (offer.input_schema, offer.output_schema or {}):
            try:
                check(schema)
            except UnusableSchema as wrong:
                raise ToolLied(f"the schema of {offer.name} cannot be used: {wrong}") from wrong
    return list(offers)


async def pinned(server: str, name: str, offers: Sequence[Offer], pins: Pins) -> Offer:
    """The offer of this name, as it was accepted. Raises ToolLied when it is gone or has changed."""
    offer = next((offer for offer in offers if offer.name == name), None)
    if offer is None:
        raise ToolLied(f"the server {server} offers no tool {name} any more")
    if await pins.kept(server, name, offer.fingerprint) != offer.fingerprint:
        raise ToolLied(
            f"the server {server} describes {name} otherwise than when it was accepted; "
            "an admin can look at it under Integrations and accept it as it is now"
        )
    return offer


def shortened(text: str) -> tuple[str, bool]:
    """Text of a tool without controls, and whether it had to be cut."""
    plain = "".join(c for c in text[: LONGEST_TEXT + 1] if c.isprintable() or c in "\n\t")
    return plain[:LONGEST_TEXT], len(text) > LONGEST_TEXT


def _properties(schema: Mapping[str, object]) -> Mapping[str, object]:
    properties = schema.get("properties")
    return cast("Mapping[str, object]", properties) if isinstance(properties, Mapping) else {}
