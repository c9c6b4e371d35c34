"""Run a replay: conversations side by side, a progress bar, and a table of what happened."""

import asyncio
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import httpx
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
from rich.table import Table

from handrail.replay.drive import TurnResult, drive
from handrail.replay.recorded import Recording, read_recording, shortened


@dataclass(frozen=True, slots=True)
class Plan:
    """What to replay, against which desk (its demo.json), and how."""

    file: Path
    demo_json: Path
    out: Path | None
    conversations: int | None
    concurrency: int
    timeout_s: float
    each_turn: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """Where the desk is and the key that reads its decisions."""

    base: str
    api_key: str


async def replay(plan: Plan) -> bool:
    """Replay the file and print the result; True when no turn met silence."""
    console = Console(stderr=True)
    recording = read_recording(plan.file, plan.conversations)
    if recording.skipped:
        console.print(f"{len(recording.skipped)} lines skipped:\n{shortened(recording.skipped)}")
    if not recording.conversations:
        console.print(f"{plan.file} holds no turn that can be replayed.")
        return False
    access = read_access(plan.demo_json)
    results = await _drive_all(plan, recording, access, console)
    summary = summarise(recording, results)
    _print(summary)
    if plan.out is not None:
        turns = [asdict(result) for result in results]
        plan.out.write_bytes(msgspec.json.format(msgspec.json.encode({**summary, "turns": turns})))
    return summary["silent_turns"] == 0


def read_access(demo_json: Path) -> Access:
    """The address and API key of a running demo."""
    demo = msgspec.json.decode(demo_json.read_bytes(), type=dict[str, object])
    return Access(str(demo["base_url"]), str(demo["api_key"]))


async def _drive_all(
    plan: Plan, recording: Recording, access: Access, console: Console
) -> list[TurnResult]:
    results: list[TurnResult] = []
    slots = asyncio.Semaphore(plan.concurrency)
    limits = httpx.Limits(max_connections=plan.concurrency * 2 + 4)
    bar = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    async with httpx.AsyncClient(base_url=access.base, limits=limits, timeout=30) as client:
        with Progress("turns", *bar, console=console) as progress:
            task = progress.add_task("turns", total=recording.turns)

            async def one(name: str) -> None:
                async with slots:
                    turns = recording.conversations[name]
                    conversation, mine = await drive(
                        client, name, turns, plan.timeout_s, plan.each_turn
                    )
                    await _add_decisions(client, access, conversation, mine)
                    results.extend(mine)
                    progress.advance(task, len(mine))

            async with asyncio.TaskGroup() as group:
                for name in recording.conversations:
                    group.create_task(one(name))
    return sorted(results, key=lambda result: (result.conversation, result.turn))


async def _add_decisions(
    client: httpx.AsyncClient, access: Access, conversation: str, results: Sequence[TurnResult]
) -> None:
    """Give each turn the decision that covers it: the one of its own message, or the next after it."""
    response = await client.get(
        f"/api/v1/conversations/{conversation}/decisions",
        headers={"Authorization": f"Bearer {access.api_key}"},
    )
    response.raise_for_status()
    decisions = cast(list[dict[str, object]], response.json()["decisions"])
    by_seq = {int(str(decision["turn_seq"])): decision for decision in decisions}
    for result in results:
        result.decision = by_seq.get(result.seq, {})


def summarise(recording: Recording, results: Sequence[TurnResult]) -> dict[str, object]:
    """Counts by who led, hand-offs with reasons, silence, and latencies in milliseconds."""
    decided = [result.decision for result in results if result.decision]
    latencies = sorted(r.latency_ms for r in results if r.latency_ms is not None)
    handoffs = [d for d in decided if d.get("lead") == "PERSON"]
    return {
        "conversations": len(recording.conversations),
        "turns_replayed": len(results),
        "lines_skipped": len(recording.skipped),
        "led_by": dict(Counter(str(d["lead"]) for d in decided).most_common()),
        "waiting_for_a_person": len(results) - len(decided),
        "outcomes": dict(Counter(str(d["outcome"]) for d in decided).most_common()),
        "handoffs_by_rule": dict(Counter(str(d["rule"]) for d in handoffs).most_common()),
        "silent_turns": sum(result.latency_ms is None for result in results),
        "latency_ms": _percentiles(latencies),
    }


def _percentiles(latencies: Sequence[float]) -> dict[str, float | None]:
    if len(latencies) < 2:
        only = latencies[0] if latencies else None
        return {"p50": only, "p95": only, "p99": only}
    cuts = statistics.quantiles(latencies, n=100, method="inclusive")
    return {"p50": round(cuts[49], 1), "p95": round(cuts[94], 1), "p99": round(cuts[98], 1)}


def _print(summary: Mapping[str, object]) -> None:
    table = Table("what", "figure", title="Replay", title_justify="left")
    for name, figure in summary.items():
        if isinstance(figure, Mapping):
            for key, value in cast(Mapping[str, object], figure).items():
                table.add_row(f"{name.replace('_', ' ')}: {key}", str(value))
        else:
            table.add_row(name.replace("_", " "), str(figure))
    Console().print(table)
