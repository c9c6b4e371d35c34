"""Ask a server: one call that leaves, its answer weighed, and nothing believed."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handrail.actions.desk import Desk
from handrail.actions.tool_port import (
    ToolFailed,
    ToolLied,
    ToolNotCalled,
    ToolOutcome,
    ToolTimedOut,
    ToolTooBig,
    ToolUnreachable,
)
from handrail.domain.tool import Call, ToolSpec

GRACE_S = 2.0  # for a server that does not end by its deadline itself
LONGEST_OUTPUT = 100_000  # characters of JSON
LONGEST_SAID = 300


class Happened(StrEnum):
    """What is known of a call's effect."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call: whether it happened, the fields that came, and what to say of it to staff."""

    happened: Happened
    says: str
    data: Mapping[str, object] | None = None

    @property
    def ok(self) -> bool:
        """Whether it happened for sure."""
        return self.happened is Happened.YES


async def ask_server(desk: Desk, spec: ToolSpec, call: Call) -> Answer:
    """Call the tool once, under its key. Every misbehaviour that the port names has an answer."""
    server = desk.tools.get(spec.server)
    if server is None:
        return Answer(Happened.NO, f"No server '{spec.server}' is connected.")
    try:
        async with asyncio.timeout(spec.deadline_s + GRACE_S):
            came = await server.call(
                spec.remote_name, dict(call.arguments), call.idempotency_key, spec.deadline_s
            )
    except ToolNotCalled as error:
        return Answer(Happened.NO, f"It was not called: {_short(error)}")
    except ToolUnreachable as error:
        return Answer(Happened.NO, f"The server could not be reached: {_short(error)}")
    except (ToolTimedOut, TimeoutError):
        return Answer(Happened.MAYBE, f"No answer within {spec.deadline_s:g} s.")
    except ToolTooBig as error:
        return Answer(Happened.MAYBE, f"The answer was too large to read: {_short(error)}")
    except ToolLied as error:
        return Answer(Happened.MAYBE, f"The answer broke the tool's contract: {_short(error)}")
    except ToolFailed as error:
        return Answer(Happened.MAYBE, f"The call failed: {_short(error)}")
    return _weighed(came)


def _weighed(came: ToolOutcome) -> Answer:
    if not came.ok:
        return Answer(Happened.NO, f"The server refused: {_short(came.text)}")
    if came.data is not None and _too_large(came.data):
        return Answer(Happened.MAYBE, "The answer was too large to read.")
    return Answer(Happened.YES, "The server says that it is done.", came.data)


def _too_large(data: Mapping[str, object]) -> bool:
    try:
        return len(json.dumps(data)) > LONGEST_OUTPUT
    except (TypeError, ValueError, RecursionError):
        return True


def _short(said: object) -> str:
    """A server's words for the record of staff: one line, cut."""
    text = " ".join(str(said)[: LONGEST_SAID * 4].split())
    return text if len(text) <= LONGEST_SAID else text[:LONGEST_SAID] + "…"
