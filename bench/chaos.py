"""Kill -9 of web, worker and database while customers write; then count what was lost or doubled.

    python -m bench.chaos [--kills 300] [--restarts 20]

A third of the kills hit workers at named points, the rest web or worker at random moments.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from bench.crashing_worker import POINTS
from bench.desk_up import RunningDesk, a_desk

CUSTOMERS = 16
PATIENCE = 120  # seconds
SETTLES_WITHIN_S = 120
QUESTIONS = (
    "hello",
    "What are your opening hours?",
    "how do I change my address",
    "I want to speak to a person",
    "my card was stolen yesterday",
    "can I raise my credit limit",
    "what is the fee for a transfer abroad",
    "this is the third time I ask",
    "thanks",
)


@dataclass
class Tally:
    """What was done and what came of it."""

    kills: dict[str, int] = field(default_factory=dict[str, int])
    database_restarts: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    reordered: int = 0
    gaps: int = 0
    unanswered: int = 0
    answered_twice: int = 0
    ownerless: int = 0

    def killed(self, what: str) -> None:
        self.kills[what] = self.kills.get(what, 0) + 1

    @property
    def harmless(self) -> bool:
        wrong = (self.lost, self.doubled, self.reordered, self.gaps, self.unanswered)
        return not any((*wrong, self.answered_twice, self.ownerless))


@dataclass
class Acknowledged:
    """What customers were told is kept: conversation, seq and text, in the order of telling."""

    told: list[tuple[str, int, str]] = field(default_factory=list[tuple[str, int, str]])


async def chaos(kills: int, restarts: int, seed: int = 7) -> Tally:
    """Run customers and killers side by side, let the desk settle, count."""
    dice, tally, acknowledged = random.Random(seed), Tally(), Acknowledged()
    async with a_desk() as desk:
        stop = asyncio.Event()
        customers = [
            asyncio.create_task(_customer(desk, number, stop, acknowledged, seed))
            for number in range(CUSTOMERS)
        ]
        try:
            at_points = kills // 3
            await _kill_at_random(desk, kills - at_points, dice, tally)
            await _kill_at_points(desk, at_points, dice, tally)
            await _restart_database(desk, restarts, dice, tally)
        finally:
            stop.set()
            ended = await asyncio.gather(*customers, return_exceptions=True)
        for error in ended:
            if isinstance(error, BaseException):
                raise error
        await _settled(desk)
        await _count(desk, acknowledged, tally)
    return tally


async def _customer(
    desk: RunningDesk, number: int, stop: asyncio.Event, acknowledged: Acknowledged, seed: int
) -> None:
    """Write short conversations, each message after something was said to the one before."""
    dice = random.Random(seed * 1000 + number)
    async with httpx.AsyncClient(base_url=f"{desk.base}/api/v1/conversations", timeout=5) as client:
        while not stop.is_set():
            opened = await _call(client, "POST", "", {"channel": "web", "locale": "en"})
            own = {"Authorization": f"Bearer {opened['token']}"}
            for _ in range(4):
                text = f"{dice.choice(QUESTIONS)} #{uuid.uuid4().hex[:6]}"
                body = {"client_id": str(uuid.uuid4()), "text": text}
                kept = await _call(client, "POST", f"/{opened['id']}/messages", body, own)
                acknowledged.told.append((opened["id"], kept["seq"], text))
                path = f"/{opened['id']}/events?after={kept['seq']}"
                for _ in range(PATIENCE * 4):
                    if stop.is_set() or (await _call(client, "GET", path, None, own))["events"]:
                        break
                    await asyncio.sleep(0.25)


async def _call(
    client: httpx.AsyncClient,
    method: str,
    path: str,
    body: dict[str, str] | None,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Call until it is acknowledged, as an app with an outbox does."""
    for _ in range(PATIENCE * 5):
        with suppress(httpx.TransportError):
            response = await client.request(method, path, json=body, headers=headers)
            if response.status_code < 500:
                return response.raise_for_status().json()
        await asyncio.sleep(0.2)
    raise ConnectionError(f"{method} {path} was not acknowledged within minutes")


async def _kill_at_random(desk: RunningDesk, kills: int, dice: random.Random, tally: Tally) -> None:
    """Kill web or worker at any moment, web only when it serves again after the last time."""
    async with httpx.AsyncClient(base_url=desk.base, timeout=2) as client:
        for _ in range(kills):
            await _call(client, "GET", "/healthz", None)
            await asyncio.sleep(dice.uniform(0.1, 1.2))
            what = dice.choice(("web", "worker"))
            with suppress(ProcessLookupError):
                os.kill(desk.pid(what), signal.SIGKILL)
                tally.killed(f"{what}, at random")
            _show(tally)


async def _kill_at_points(desk: RunningDesk, kills: int, dice: random.Random, tally: Tally) -> None:
    """The usual worker pauses, and workers that carry a bomb do the work."""
    environment = {**os.environ, "DATABASE_URL": desk.database_url}
    worker = desk.pid("worker")
    os.kill(worker, signal.SIGSTOP)
    try:
        for number in range(kills):
            point = POINTS[number % len(POINTS)]
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bench.crashing_worker", point, str(dice.randint(1, 6)),
                env=environment,
            )  # fmt: skip
            try:
                await asyncio.wait_for(child.wait(), 60)
            except TimeoutError:
                child.kill()
                await child.wait()
                tally.killed("worker, point not reached")
            else:
                tally.killed(f"worker, when {point}")
            _show(tally)
    finally:
        os.kill(worker, signal.SIGCONT)


async def _restart_database(
    desk: RunningDesk, restarts: int, dice: random.Random, tally: Tally
) -> None:
    for _ in range(restarts):
        await asyncio.sleep(dice.uniform(1.0, 2.5))
        pid_file = next(desk.folder.glob("postgres/**/postmaster.pid"))
        os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGKILL)
        tally.database_restarts += 1
        _show(tally)


def _show(tally: Tally) -> None:
    done = sum(tally.kills.values())
    print(f"\r{done} kills, {tally.database_restarts} database restarts", end="", file=sys.stderr)


async def _settled(desk: RunningDesk) -> None:
    """Wait until no turn is open any more, or time is up."""
    connection = await asyncpg.connect(desk.database_url)
    for _ in range(SETTLES_WITHIN_S):
        if not await connection.fetchval(
            "SELECT count(*) FROM conversations WHERE asked_seq > answered_seq AND state = 'ai'"
        ):
            break
        await asyncio.sleep(1)
    await connection.close()


async def _count(desk: RunningDesk, acknowledged: Acknowledged, tally: Tally) -> None:
    connection = await asyncpg.connect(desk.database_url)
    rows = await connection.fetch(
        "SELECT conversation_id::text AS id, seq, text FROM events WHERE kind = 'message'"
        " AND speaker = 'customer' ORDER BY 1, 2"
    )
    kept = {(row["id"], row["seq"]): row["text"] for row in rows}
    tally.acknowledged = len(acknowledged.told)
    tally.lost = sum(kept.get((told, seq)) != text for told, seq, text in acknowledged.told)
    texts = [(row["id"], row["text"]) for row in rows]
    tally.doubled = len(texts) - len(set(texts))
    by_conversation: dict[str, list[int]] = {}
    for told, seq, _ in acknowledged.told:
        by_conversation.setdefault(told, []).append(seq)
    tally.reordered = sum(seqs != sorted(seqs) for seqs in by_conversation.values())
    tally.gaps = await connection.fetchval(
        "SELECT count(*) FROM (SELECT conversation_id FROM events GROUP BY 1"
        " HAVING max(seq) <> count(*)) AS gaps"
    )
    tally.unanswered = await connection.fetchval(
        "SELECT count(*) FROM conversations WHERE asked_seq > answered_seq AND state = 'ai'"
    )
    tally.answered_twice = await connection.fetchval(
        "SELECT count(*) FROM (SELECT 1 FROM events WHERE kind = 'message' AND speaker = 'ai'"
        " GROUP BY conversation_id, data->>'reply_to' HAVING count(*) > 1) AS twice"
    )
    tally.ownerless = await connection.fetchval(
        "SELECT count(*) FROM conversations c WHERE state = 'queued' AND NOT EXISTS (SELECT FROM"
        " handoffs h WHERE h.conversation_id = c.id AND h.state IN ('queued', 'offered'))"
    )
    await connection.close()


def main() -> None:
    """Run, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--restarts", type=int, default=20)
    wanted = parser.parse_args()
    tally = asyncio.run(chaos(wanted.kills, wanted.restarts))
    kept = {
        "command": f"python -m bench.chaos --kills {wanted.kills} --restarts {wanted.restarts}",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        **asdict(tally),
    }
    print("\n" + json.dumps(kept, indent=2))
    if wanted.kills >= 300:
        results = Path(__file__).parent / "results"
        results.mkdir(exist_ok=True)
        (results / "chaos.json").write_text(json.dumps(kept, indent=2) + "\n")
    sys.exit(0 if tally.harmless and tally.acknowledged else 1)


if __name__ == "__main__":
    main()
