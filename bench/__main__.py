"""Run the benchmarks and write one table: `python -m bench [NAME ...]`."""

import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import autonomy
from bench.answering import measure_answering
from bench.desk_up import a_desk
from bench.posting import CLIENTS, measure_posting
from bench.streams import measure_streams

RESULTS = Path(__file__).parent / "results"
NAMES = (
    "startup",
    "deciding",
    "posting",
    "answering",
    "streams",
)  # and "autonomy", which takes minutes


@dataclass(frozen=True)
class Figure:
    """One line of the table: what, measured, asked, and whether it is reached."""

    what: str
    measured: str
    asked: str
    reached: bool


async def main(names: list[str]) -> None:
    """Measure what is named, all of it by default, and write `bench/results/speed.json`."""
    figures: list[Figure] = []
    if "autonomy" in names:
        autonomy.main(tuple(autonomy.PARTS))
        names = [name for name in names if name != "autonomy"]
        if not names:
            return
    if "deciding" in names:
        figures += deciding()
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        async with a_desk(data) as desk:
            first = desk.started_in_s
            if "answering" in names:
                answering = await measure_answering(desk)
                what = f"message to answer on the stream, p50 / p95 of {answering.turns}"
                figure = f"{answering.p50_ms:.0f} / {answering.p95_ms:.0f} ms"
                figures.append(Figure(what, figure, "p95 <= 250 ms", answering.p95_ms <= 250))
            if "posting" in names:
                posting = await measure_posting(desk)
                what = (
                    f"posting a message, {CLIENTS} clients, share of pgbench on the same statement"
                )
                figure = (
                    f"{posting.ratio:.2f} ({posting.http_per_s:.0f} of {posting.pgbench_per_s:.0f}/s, "
                    f"p50 {posting.p50_ms:.1f} ms, p99 {posting.p99_ms:.1f} ms)"
                )
                figures.append(Figure(what, figure, ">= 0.50", posting.ratio >= 0.5))
            if "streams" in names:
                streams = await measure_streams(desk)
                figure = f"{streams.open} at {streams.kb_each:.1f} KB, {streams.woken} woken by one event"
                enough = streams.open == streams.woken == 10_000 and streams.kb_each <= 30
                figures.append(
                    Figure("idle streams in one web process", figure, "10,000 at <= 30 KB", enough)
                )
        if "startup" in names:
            async with a_desk(data) as desk:
                again = desk.started_in_s
            figure = f"{first:.1f} s fresh, {again:.1f} s again"
            figures.append(Figure("start of the demo to ready", figure, "< 60 s", first < 60))
    write(figures)


def deciding() -> list[Figure]:
    """In a process of its own, pinned to one core."""
    out = subprocess.run(
        [sys.executable, "-m", "bench.deciding"], capture_output=True, text=True, check=True
    ).stdout
    p50, p99, turns = out.split()
    what = f"deciding a turn without a language model, one core, p50 / p99 of {turns}"
    figure = f"{float(p50):.1f} / {float(p99):.1f} ms"
    return [Figure(what, figure, "p50 <= 10 ms", float(p50) <= 10)]


def write(figures: list[Figure]) -> None:
    """Print the table and keep it with the machine and the command."""
    table = Table("what", "measured", "asked", "reached", title="Speed", title_justify="left")
    for figure in figures:
        table.add_row(figure.what, figure.measured, figure.asked, "yes" if figure.reached else "NO")
    Console().print(table)
    RESULTS.mkdir(exist_ok=True)
    kept = {
        "command": "python -m bench",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "figures": [vars(figure) for figure in figures],
    }
    (RESULTS / "speed.json").write_text(json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or list(NAMES)))
