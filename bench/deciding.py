"""Deciding a turn without a language model: reading the signals, assessing, deciding; on one core."""

import os
import statistics
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from handrail.adapters.policy_files.load import load_policy
from handrail.adapters.signals.reader import BundledSignalReader
from handrail.domain.autonomy import who_leads
from handrail.domain.certificate import Standing
from handrail.domain.moment import Turn, assess
from handrail.domain.staffing import Staffing

POLICIES = Path(__file__).parents[1] / "src/handrail/policies"


@dataclass(frozen=True)
class Deciding:
    """Milliseconds for one turn on one core."""

    p50_ms: float
    p99_ms: float
    turns: int


def measure_deciding(rounds: int = 4) -> Deciding:
    """Every example of the bank's policy as a turn, one after the other, pinned to one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    policy = load_policy((POLICIES / "banking.toml").read_text(), "banking.toml")
    reader = BundledSignalReader()
    head = reader.fit({name: kind.examples for name, kind in policy.kinds.items()})
    texts = [text for kind in policy.kinds.values() for text in kind.examples]
    staffing = Staffing(in_hours=True, on_duty=1, free=1)
    certified = Standing("certificate", 0.5, "certified")
    took: list[float] = []
    for text in texts[:50] + texts * rounds:
        began = perf_counter()
        [reading] = reader.read([text], head)
        who_leads(assess(Turn(text), reading.signals, policy), policy, staffing, certified)
        took.append((perf_counter() - began) * 1000)
    cuts = statistics.quantiles(took[50:], n=100)
    return Deciding(cuts[49], cuts[98], len(took) - 50)


if __name__ == "__main__":
    result = measure_deciding()
    print(f"{result.p50_ms} {result.p99_ms} {result.turns}")
