"""A language model for journeys: an OpenAI-compatible server on 127.0.0.1 that says what is written down."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

from tests.adapters.llm.hostile_server import HostileServer, hostile_server, says


@asynccontextmanager
async def scripted_model(translations: Mapping[str, str]) -> AsyncGenerator[HostileServer]:
    """Translates what it knows; puts a briefing's first line in short; answers nothing else."""
    heard: list[HostileServer] = []

    async def behave(writer: asyncio.StreamWriter) -> None:
        asked = cast(dict[str, Any], heard[0].requests[-1])
        material = json.loads(asked["messages"][-1]["content"])
        if "message" in material:
            said = json.dumps({"translation": translations.get(material["message"], "?")})
        elif "lines" in material:
            first = material["lines"][0]["text"]
            said = json.dumps(
                {"sentences": [{"text": f"The customer asks: {first}", "lines": [1]}]}
            )
        else:
            said = "NO_ANSWER"
        await says(said)(writer)

    async with hostile_server(behave) as server:
        heard.append(server)
        yield server
