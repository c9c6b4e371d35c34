"""From a message to its answer on the customer's stream, through web, database and worker."""

import asyncio
import statistics
from dataclasses import dataclass

import httpx

from bench.desk_up import RunningDesk
from handrail.replay.drive import drive
from handrail.replay.recorded import RecordedTurn

QUESTIONS = (
    "hello",
    "What are your opening hours?",
    "How do I change my address?",
    "what does a replacement card cost",
    "my card was stolen",
    "thanks a lot",
)


@dataclass(frozen=True)
class Answering:
    """Milliseconds from posting to the first thing said, four customers at a time."""

    p50_ms: float
    p95_ms: float
    turns: int
    silent: int


async def measure_answering(desk: RunningDesk, conversations: int = 60) -> Answering:
    """Short conversations of six turns, each turn after the reaction to the one before."""
    slots = asyncio.Semaphore(4)

    async def one(client: httpx.AsyncClient, number: int) -> list[float | None]:
        async with slots:
            name = f"bench-{number}"
            turns = [RecordedTurn(name, n, text) for n, text in enumerate(QUESTIONS)]
            _, results = await drive(client, name, turns, timeout_s=20, each_turn=True)
            return [result.latency_ms for result in results]

    async with httpx.AsyncClient(base_url=desk.base, timeout=30) as client:
        await one(client, -1)
        rows = await asyncio.gather(*(one(client, number) for number in range(conversations)))
    took = [latency for row in rows for latency in row if latency is not None]
    cuts = statistics.quantiles(took, n=100)
    silent = sum(latency is None for row in rows for latency in row)
    return Answering(cuts[49], cuts[94], len(took) + silent, silent)
