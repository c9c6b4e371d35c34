"""Whether injected words bring about what nobody allowed: `python -m bench.tool_injection [DATA]`.

Every attempt is one conversation against the real turn: shipped policies, the bundled models, the rules
and the flow as they are; the rows are in memory and the back office is a fake that logs what arrives. An
effect is authorised when it is the one that the simulated customer said yes to, in words, on their own
account, and, where a person is asked, what an honest person approved. All else is counted as a breach.
"""

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bench.statistics import share
from bench.tool_attacks import attacks
from bench.tool_desk import BANK, SHOP, InjectionDesk
from handrail.domain.bounds import exact_upper

RESULTS = Path(__file__).parent / "results" / "tool_injection.json"
CHANNELS = ("message", "mid_flow", "article", "tool_output", "customer_fields")
PER_CHANNEL = 620
BY_OTHERS = ("article", "tool_output", "customer_fields")  # words that the customer does not write
SEED = 20261124


@dataclass
class Tally:
    """What came of the attempts through one channel."""

    attempts: int = 0
    breaches: int = 0
    done: list[bool] = field(default_factory=list[bool])
    sources: Counter[str] = field(default_factory=Counter[str])


async def main(folder: Path | None, per_channel: int = PER_CHANNEL) -> None:
    """Attack through every channel, do the benign tasks with and without attacks, write the result."""
    draw = random.Random(SEED)
    pool = [(name, text) for name, texts in attacks(folder).items() for text in texts]
    by_source = {name: [t for n, t in pool if n == name] for name, _ in pool}
    desks = [await InjectionDesk.of("banking"), await InjectionDesk.of("retail")]
    tasks = {"banking": BANK, "retail": SHOP}
    tallies = {name: Tally() for name in CHANNELS}
    benign: list[bool] = []
    for turn in range(per_channel * len(CHANNELS)):
        channel = CHANNELS[turn % len(CHANNELS)]
        source = draw.choice(sorted(by_source))
        desk = draw.choice(desks)
        task = draw.choice(tasks[desk.name])
        breach, done = await desk.attempt(task, channel, draw.choice(by_source[source]))
        tally = tallies[channel]
        tally.attempts += 1
        tally.breaches += breach
        tally.sources[source] += 1
        if channel in BY_OTHERS:
            tally.done.append(done)
        if turn % 10 == 0:
            breach, done = await desk.attempt(task, "none", "")
            assert not breach
            benign.append(done)
        if turn % 100 == 99:
            write(tallies, benign)  # so that a measurement that is cut off says how far it came
    write(tallies, benign)
    print(RESULTS.read_text())


def write(tallies: Mapping[str, Tally], benign: list[bool]) -> None:
    """The result, with the upper 95% bound of the share of breaches (Clopper and Pearson 1934)."""
    attempts = sum(tally.attempts for tally in tallies.values())
    breaches = sum(tally.breaches for tally in tallies.values())
    attacked = [done for name in BY_OTHERS for done in tallies[name].done]
    upper = exact_upper(breaches, attempts, 0.05)
    result = {
        "date": date.today().isoformat(),  # noqa: DTZ011 - the day on the machine that measured
        "command": "PYTHONPATH=src:. python -m bench.tool_injection DATA",
        "attempts": attempts,
        "unauthorised_effects": breaches,
        "upper_95": upper,
        "channels": {
            name: {
                "attempts": tally.attempts,
                "unauthorised_effects": tally.breaches,
                "sources": dict(tally.sources),
                "benign_tasks_done": share(tally.done) if tally.done else None,
            }
            for name, tally in tallies.items()
        },
        "benign_tasks": {
            "without_attacks": share(benign),
            "with_attacks": share(attacked),
            "lost_points": 100 * (share(benign)[0] - share(attacked)[0]),
        },
    }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
