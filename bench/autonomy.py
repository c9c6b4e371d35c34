"""Certified autonomy, proved: `python -m bench.autonomy [PART ...]`; `PARTS` names them.

Writes `bench/results/autonomy.json`; a part that is not named keeps its last result there."""

import json
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table

from bench import (
    autonomy_ceiling,
    autonomy_drift,
    autonomy_judged,
    autonomy_looks,
    autonomy_mapie,
    autonomy_starts,
)
from bench.autonomy_worlds import (
    DEPENDENT,
    LABELS,
    REFUSE,
    TENTH,
    WORLDS,
    Recalibrated,
    bell,
    by_labels,
    recalibrate,
    share,
    two_sorts,
)
from handrail.domain.bounds import exact_interval
from handrail.domain.certificate import Bound
from handrail.domain.day_one import reviews_until_first

RESULT = Path(__file__).parent / "results" / "autonomy.json"
TRIALS = 1000
ERRORS = (0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08)
BOUNDS = (Bound(0.2, 0.1), TENTH, Bound(0.1, 0.05), Bound(0.05, 0.05))


@dataclass(frozen=True)
class Line:
    """One line of the table: what, measured, asked, and whether it is reached (None: nothing is asked)."""

    what: str
    measured: str
    asked: str = ""
    reached: bool | None = None


@dataclass(frozen=True)
class Part:
    """One part of the proof: its lines, and all numbers behind them."""

    lines: Sequence[Line]
    numbers: Mapping[str, object] = field(default_factory=dict[str, object])


def recalibrations() -> Part:
    """1,000 recalibrations in each world: violations, and refusals where they are due."""
    found = [
        (world, recalibrate(world, world.labels, TRIALS, seed))
        for seed, world in enumerate((*WORLDS, *REFUSE, *DEPENDENT))
    ]
    lines = [_violations(one, dependent=world in DEPENDENT) for world, one in found]
    lines += [_refusals(one) for world, one in found if world in REFUSE]
    return Part(lines, {"trials": [asdict(one) for _, one in found]})


def coverage() -> Part:
    """Coverage against the oracle's, by the number of labels."""
    series = [by_labels(world, 50, 100 + seed) for seed, world in enumerate(WORLDS)]
    numbers = [[{**asdict(one), "gap": one.gap} for one in each] for each in series]
    return Part([_behind_the_oracle(each) for each in series], {"by_labels": numbers})


def _violations(one: Recalibrated, *, dependent: bool) -> Line:
    what = f"violations, {one.world} ({one.labels:,} labels)"
    found = share(one.violations, one.violations_from, one.violations_to)
    measured = f"{found}, refused {one.refused:.1%}"
    if dependent:
        return Line(what, measured, f"{one.delta:.0%} if they were independent")
    return Line(what, measured, f"<= {one.delta:.0%}", one.violations <= one.delta)


def _refusals(one: Recalibrated) -> Line:
    least = 1.0 if one.labels < 22 else 1 - one.delta
    return Line(
        f"refusals, {one.world}", f"{one.refused:.1%}", f">= {least:.0%}", one.refused >= least
    )


def _behind_the_oracle(series: Sequence[Recalibrated]) -> Line:
    near = next((one.labels for one in series if one.gap <= 0.05), None)
    labels = ", ".join(f"{each:,}" for each in LABELS)
    return Line(
        f"points of coverage behind the oracle's {series[0].oracle:.0%} at {labels} labels, "
        f"{series[0].world}",
        ", ".join(f"{one.gap * 100:.1f}" for one in series),
        f"<= 5: from {near:,} on" if near else f"<= 5: not by {LABELS[-1]:,}",
        near is not None,
    )


def ceiling() -> Part:
    """How near to the oracle any way that counts errors could come."""
    found = autonomy_ceiling.ceilings()
    what = "points behind the oracle's that none can avoid"
    lines = [Line(f"{what}, {o.labels:,} labels, {o.world}", f"{o.gap * 100:.1f}") for o in found]
    return Part(lines, {"ceilings": [asdict(one) for one in found]})


def starts() -> Part:
    """What other starts would leave to people."""
    found = autonomy_starts.compare(100, 41)
    return Part(
        [
            Line(
                f"points of coverage behind the oracle's, {one.world}, starting at {one.rule}",
                f"{one.gap * 100:.1f}, refused {one.refused:.1%}",
            )
            for one in found
        ],
        {"starts": [asdict(one) for one in found]},
    )


def drift() -> Part:
    """False alarms where nothing moves, and how soon planted drift is found."""
    calm = [
        autonomy_drift.calm_errors(0.1, TRIALS, 3000, 1),
        autonomy_drift.calm_errors(0.05, TRIALS, 3000, 2),
        autonomy_drift.calm_input(TRIALS, 3000, 3),
    ]
    moved = [
        *(autonomy_drift.moved_errors(error, TRIALS, 4) for error in (0.15, 0.2, 0.3, 0.5)),
        autonomy_drift.moved_errors(0.3, TRIALS, 5, sampled=True),
        autonomy_drift.moved_input("a little lower (mean 0.75 to 0.66)", bell(3, 1.8), TRIALS, 6),
        autonomy_drift.moved_input("lower (mean 0.75 to 0.53)", bell(2, 2), TRIALS, 7),
        autonomy_drift.moved_input("two sorts (a third near 0.2)", two_sorts, TRIALS, 8),
    ]
    lines = [
        Line(
            f"false alarms in {each.length:,} observations: {each.what}",
            share(each.alarms, each.alarms_from, each.alarms_to),
            f"<= {autonomy_drift.FALSE_ALARM:.0%}",
            each.alarms <= autonomy_drift.FALSE_ALARM,
        )
        for each in calm
    ]
    lines += [
        Line(
            f"found after (p50 / p90), {each.what}",
            f"{each.p50} / {each.p90}, {each.found:.1%} found",
        )
        for each in moved
    ]
    return Part(
        lines, {"calm": [asdict(one) for one in calm], "moved": [asdict(one) for one in moved]}
    )


def day_one() -> Part:
    """Reviews until the first certificate, and what trying after each review would cost in truth."""
    source = Random(11)
    found = [
        reviews_until_first(error, bound, source.random, TRIALS, 3000)
        for bound in BOUNDS
        for error in ERRORS
        if error < bound.alpha
    ]
    lines = [
        Line(
            f"reviews until the first certificate (p50 / p90), alpha {one.alpha:.0%}, delta {one.delta:.0%}, "
            f"true error {one.error:.1%}",
            f"{one.p50 or 'over 3,000'} / {one.p90 or 'over 3,000'}",
        )
        for one in found
    ]
    wrong = {
        name: (autonomy_looks.ever(plan, 0.1001, TRIALS, source), asked)
        for name, plan, asked in autonomy_looks.PLANS
    }
    lines += [
        Line(
            f"wrong certificates at a true error just over alpha, tried {name} in 1,000 reviews",
            share(count / TRIALS, *exact_interval(count, TRIALS)),
            f"<= {TENTH.delta:.0%}" if asked else "why one look counts",
            count / TRIALS <= TENTH.delta if asked else None,
        )
        for name, (count, asked) in wrong.items()
    ]
    looks = {name: count / TRIALS for name, (count, _) in wrong.items()}
    return Part(lines, {"reviews": [asdict(one) for one in found], "wrong_by_looks": looks})


def mapie() -> Part:
    """The same windows through MAPIE's controller of precision."""
    found = autonomy_mapie.compare(40, 21)
    if found is None:
        return Part([Line("side by side with MAPIE", f"skipped: {autonomy_mapie.ABSENT}")])
    values, windows = found.p_values, found.windows
    careful = found.theirs_more_careful
    return Part(
        [
            Line(
                f"p-values like MAPIE {found.version}'s, or its between ours and ours with one error "
                "more (it rounds n x risk up)",
                f"{found.p_values_alike:,} and {found.p_values_explained - found.p_values_alike:,} "
                f"of {values:,}",
                "all",
                found.p_values_explained == values,
            ),
            Line(
                "thresholds like MAPIE's, or MAPIE's more careful: by that rounding, or because no start "
                "leaves its share to another",
                f"{found.same_threshold} and {careful} of {windows}",
                "all",
                found.same_threshold + careful == windows,
            ),
        ],
        asdict(found),
    )


def judged() -> Part:
    """Recorded conversations, split by task: the certificate against fixed cut-offs."""
    rows = autonomy_judged.recorded()
    if rows is None:
        return Part([Line("recorded conversations", f"skipped: {autonomy_judged.ABSENT}")])
    failed = sum(not one.success for one in rows) / len(rows)
    tasks = len({one.task for one in rows})
    lines = [Line("recorded conversations", f"{len(rows)} of {tasks} tasks, {failed:.0%} failed")]
    numbers: dict[str, object] = {"conversations": len(rows), "tasks": tasks, "failed": failed}
    for alpha in (0.1, 0.2, 0.4):
        for one_each in (False, True):
            how = "one conversation a task certifies" if one_each else "all conversations certify"
            led = autonomy_judged.by_task(rows, alpha, 200, 31, one_each)
            numbers[f"alpha {alpha}, {how}"] = [asdict(one) for one in led]
            lines += [
                _line(one, alpha, how) for one in led if one.way == "certificate" or not one_each
            ]
    return Part(lines, numbers)


def _line(one: autonomy_judged.Led, alpha: float, how: str) -> Line:
    error = "led nothing" if one.error is None else f"error {one.error:.1%} of what it led"
    measured = f"coverage {one.coverage:.1%}, {error}, over alpha in {one.over:.1%} of splits"
    if one.way != "certificate":
        return Line(f"alpha {alpha:.0%}: {one.way}", measured)
    why = ", ".join(f"{reason} {count}" for reason, count in one.reasons.items()) or "never"
    return Line(
        f"alpha {alpha:.0%}: certificate, {how}",
        f"{measured}; refused {one.refused:.0%} ({why})",
        "over alpha in <= 10% of splits",
        one.over <= 0.1,
    )


PARTS: Mapping[str, Callable[[], Part]] = {
    "recalibrations": recalibrations,
    "coverage": coverage,
    "ceiling": ceiling,
    "starts": starts,
    "drift": drift,
    "day_one": day_one,
    "mapie": mapie,
    "judged": judged,
}


def main(names: Sequence[str]) -> None:
    """Measure the parts that are named, print them, and keep them with the command."""
    for name in names:
        part = PARTS[name]()
        table = Table("what", "measured", "asked", "reached", title=name, title_justify="left")
        for line in part.lines:
            reached = {None: "", True: "yes", False: "NO"}[line.reached]
            table.add_row(line.what, line.measured, line.asked, reached)
        Console().print(table)
        kept: dict[str, object] = json.loads(RESULT.read_text()) if RESULT.exists() else {}
        kept[name] = {
            "command": f"PYTHONPATH=src python -m bench.autonomy {name}",
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "python": platform.python_version(),
            "lines": [asdict(line) for line in part.lines],
            **part.numbers,
        }
        RESULT.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:] or list(PARTS))
