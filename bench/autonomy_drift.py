"""Drift: false alarms over long runs in which nothing moves, and turns until planted drift is found."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.autonomy_worlds import bell
from handrail.domain.bounds import exact_interval
from handrail.domain.drift import ErrorWatch, InputWatch

FALSE_ALARM = 0.05
CALM = 300  # judged answers, or turns, before the drift
BEFORE = bell(4, 1.5)


@dataclass(frozen=True)
class Calm:
    """Runs in which nothing moves: the share with an alarm at any time, with its 95% interval."""

    what: str
    runs: int
    length: int
    alarms: float
    alarms_from: float
    alarms_to: float


@dataclass(frozen=True)
class Found:
    """Planted drift: observations from its beginning to the alarm; None where it took longer than looked."""

    what: str
    runs: int
    p50: int | None
    p90: int | None
    found: float


def calm_errors(error: float, runs: int, length: int, seed: int) -> Calm:
    """Judged answers with the error that the certificate allows, or less."""
    source = Random(seed)
    alarms = sum(_errors(source, error, error, length) is not None for _ in range(runs))
    return _calm(f"error stays at {error:.0%} under an alpha of 10%", runs, length, alarms)


def moved_errors(error: float, runs: int, seed: int, sampled: bool = False) -> Found:
    """After some judged answers with 4% wrong, so many are."""
    source = Random(seed)
    took = [_errors(source, 0.04, error, CALM + 2000, sampled) for _ in range(runs)]
    how = ", drawn with 0.1 or 1" if sampled else ""
    return _found(f"error 4% -> {error:.0%} under an alpha of 10%{how}, in judged answers", took)


def calm_input(runs: int, length: int, seed: int) -> Calm:
    source = Random(seed)
    alarms = sum(_input(source, BEFORE, length) is not None for _ in range(runs))
    return _calm("confidences stay as they were", runs, length, alarms)


def moved_input(what: str, after: Callable[[float], float], runs: int, seed: int) -> Found:
    source = Random(seed)
    took = [_input(source, after, CALM + 2000) for _ in range(runs)]
    return _found(f"confidences: {what}, in turns", took)


def _errors(
    source: Random, before: float, after: float, length: int, sampled: bool = False
) -> int | None:
    watch = ErrorWatch(0.1, FALSE_ALARM, least=0.1 if sampled else 1.0)
    for seen in range(length):
        wrong = source.random() < (before if seen < CALM else after)
        probability = source.choice((0.1, 1.0)) if sampled else 1.0
        watch = watch.after(wrong=wrong, probability=probability)
        if watch.alarmed:
            return seen + 1
    return None


def _input(source: Random, after: Callable[[float], float], length: int) -> int | None:
    """A window of 300 turns, as many like them, then others."""
    watch = InputWatch.over([BEFORE(source.random()) for _ in range(300)], FALSE_ALARM)
    turns = [(BEFORE if k < CALM else after)(source.random()) for k in range(length)]
    watch = watch.after_all(turns, source.random)
    return len(watch.ranked) - 300 if watch.alarmed else None


def _calm(what: str, runs: int, length: int, alarms: int) -> Calm:
    return Calm(what, runs, length, alarms / runs, *exact_interval(alarms, runs))


def _found(what: str, took: list[int | None]) -> Found:
    """Of those runs that had no alarm before the drift began."""
    late = [seen for seen in took if seen is None or seen > CALM]
    delays = sorted(seen - CALM for seen in late if seen)

    def quantile(share: float) -> int | None:
        place = int(share * len(late))
        return delays[place] if place < len(delays) else None

    return Found(what, len(late), quantile(0.5), quantile(0.9), len(delays) / len(late))
