"""Drive: one recorded conversation through the public API, each turn timed until something happens."""

import asyncio
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import httpx
import msgspec

from handrail.replay.recorded import RecordedTurn

TRIES = 40
REACTIONS = ("message", "handoff_requested", "queue_update", "disclosure")
HANDED_OFF = ("lead_changed", "handoff_requested", "queue_update")


@dataclass(slots=True)
class TurnResult:
    """What became of one turn; ``latency_ms`` None means silence."""

    conversation: str
    turn: int
    text: str
    label: str | None
    seq: int
    latency_ms: float | None
    reaction: str | None
    answer: str | None = None
    decision: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(slots=True)
class Events:
    """A conversation's events as its stream brings them, and who waits for the next."""

    seen: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    arrived: list[float] = field(default_factory=list[float])
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, event: dict[str, object]) -> None:
        """Keep an event that just arrived."""
        self.seen.append(event)
        self.arrived.append(time.perf_counter())
        self.changed.set()


async def drive(
    client: httpx.AsyncClient,
    name: str,
    turns: list[RecordedTurn],
    timeout_s: float,
    each_turn: bool,
) -> tuple[str, list[TurnResult]]:
    """Play a conversation, waiting for each turn's reaction before the next; gives its id and results.

    ``each_turn``: the customer stays with the AI after every hand-off, so that each turn is decided.
    """
    opened = await _post(client, "/api/v1/conversations", {"channel": "web", "locale": "en"})
    conversation, token = str(opened["id"]), str(opened["token"])
    own = {"Authorization": f"Bearer {token}"}
    events = Events()
    listening = asyncio.create_task(_listen(client, conversation, own, events))
    results: list[TurnResult] = []
    try:
        for turn in turns:
            path = f"/api/v1/conversations/{conversation}/messages"
            body = {"client_id": str(uuid.uuid4()), "text": turn.text[:8000]}
            began = time.perf_counter()
            seq = int(str((await _post(client, path, body, own))["seq"]))
            reaction = await _reaction(events, seq, timeout_s)
            if each_turn and reaction and reaction[0]["kind"] in HANDED_OFF:
                await client.delete(f"/api/v1/conversations/{conversation}/handoff", headers=own)
            results.append(_result(name, turn, seq, began, reaction))
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
    return conversation, results


def _result(
    name: str,
    turn: RecordedTurn,
    seq: int,
    began: float,
    reaction: tuple[dict[str, object], float] | None,
) -> TurnResult:
    event, at = reaction or (None, began)
    return TurnResult(
        name,
        turn.turn,
        turn.text,
        turn.label,
        seq,
        (at - began) * 1000 if event else None,
        str(event["kind"]) if event else None,
        str(event.get("text") or "") if event else None,
    )


async def _post(
    client: httpx.AsyncClient,
    path: str,
    body: Mapping[str, object],
    headers: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Post until it is acknowledged: the client_id makes a repeat harmless."""
    for attempt in range(TRIES):
        try:
            response = await client.post(path, json=dict(body), headers=dict(headers or {}))
            if response.status_code < 500 and response.status_code != 429:
                response.raise_for_status()
                return response.json()
        except httpx.TransportError:
            pass
        await asyncio.sleep(min(0.1 * 2**attempt, 2))
    raise ConnectionError(f"{path} was not acknowledged in {TRIES} tries")


async def _listen(
    client: httpx.AsyncClient, conversation: str, headers: Mapping[str, str], events: Events
) -> None:
    """Follow the stream; after a break go on behind the last event seen."""
    path, last = f"/api/v1/conversations/{conversation}/events/stream", 0
    while True:
        try:
            resume = {**headers, "Last-Event-ID": str(last)}
            async with client.stream("GET", path, headers=resume, timeout=None) as response:
                response.raise_for_status()
                numbered = False
                async for line in response.aiter_lines():
                    numbered = line.startswith("id:") or (numbered and line != "")
                    if numbered and line.startswith("data:"):
                        event = cast(dict[str, object], msgspec.json.decode(line[5:].strip()))
                        last = int(str(event["seq"]))
                        events.add(event)
        except httpx.HTTPError:
            await asyncio.sleep(0.2)


async def _reaction(
    events: Events, seq: int, timeout_s: float
) -> tuple[dict[str, object], float] | None:
    """The first thing said after message ``seq`` that is not the customer's, None after the time-out."""
    deadline = time.perf_counter() + timeout_s
    while True:
        for event, at in zip(events.seen, events.arrived, strict=True):
            later = int(str(event["seq"])) > seq
            if later and event["kind"] in REACTIONS and event["from"] != "customer":
                return event, at
            if later and event["kind"] == "handoff_requested":
                return event, at
        events.changed.clear()
        try:
            left = deadline - time.perf_counter()
            await asyncio.wait_for(events.changed.wait(), max(left, 0))
        except TimeoutError:
            return None
