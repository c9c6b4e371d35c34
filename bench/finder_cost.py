"""Finder cost: start, memory and time a message of a finder of personal data, on one core.

python -m bench.finder_cost NAME
"""

import json
import os
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from bench.personal_data_peers import FINDERS

POLICIES = Path(__file__).parents[1] / "src/handrail/policies"


def cost_apart(name: str) -> dict[str, Any]:
    """The cost, measured in a process of its own on one core."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.finder_cost", name],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    return json.loads(done.stdout.splitlines()[-1])


def cost(name: str) -> dict[str, Any]:
    """Seconds and MB until the first message is read, then milliseconds of one core a message."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = _texts_to_time()
    before, began = _memory_mb(), perf_counter()
    find = FINDERS[name]()
    find(texts[0])
    start = perf_counter() - began
    took: list[float] = []
    for text in texts * 3:
        began = thread_time()  # of the processor: neighbours of this machine do not count
        find(text)
        took.append((thread_time() - began) * 1000)
    cuts = statistics.quantiles(took[len(texts) :], n=100)
    return {
        "start_s": round(start, 2),
        "memory_mb": round(_memory_mb() - before, 1),
        "p50_ms": round(cuts[49], 3),
        "p99_ms": round(cuts[98], 3),
        "messages": len(took) - len(texts),
    }


def _texts_to_time() -> list[str]:
    """Examples of the shipped policies, each fourth with personal data behind it."""
    policies = [tomllib.loads(path.read_text()) for path in sorted(POLICIES.glob("*.toml"))]
    texts = [t for p in policies for kind in p["kinds"] for t in kind.get("examples", ())]
    said = " My name is Ottilie Brandvold, card 4111 1111 1111 1111, call me on 020 7946 0958."
    some = texts[:: max(1, len(texts) // 400)]
    return [text + said if place % 4 == 0 else text for place, text in enumerate(some)]


def _memory_mb() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmRSS"].split()[0]) / 1024


if __name__ == "__main__":
    print(json.dumps(cost(sys.argv[1])))
