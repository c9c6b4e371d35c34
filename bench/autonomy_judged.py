"""Certificates on real judged outcomes: recorded AI conversations that succeeded or failed, split by task."""

import gzip
import json
import os
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from bench.autonomy_worlds import AT
from handrail.domain.certificate import Bound, Certified, Judged, Refusal
from handrail.domain.risk_curve import certify

FOLDER = Path(os.environ.get("HANDRAIL_BENCH_DATA", "shared/data")) / "tau_trajectories"
ABSENT = f"no recorded conversations in {FOLDER}: name the folder above it in HANDRAIL_BENCH_DATA"
CUTS = (0.8, 0.9)
WORDS = 1024
WORD = re.compile(r"[a-z]{2,}")
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Recorded:
    """One conversation: its task, its features, and whether it succeeded."""

    task: str
    features: Numbers
    success: bool


@dataclass(frozen=True)
class Led:
    """What one way to choose the threshold did on the tasks held out, over all splits.

    ``coverage`` is the share the AI would have led, ``error`` the share of those that failed (None
    where it led nothing), ``over`` the share of splits whose error was over alpha.
    """

    way: str
    splits: int
    refused: float
    reasons: Mapping[str, int]
    coverage: float
    error: float | None
    over: float


def recorded(folder: Path = FOLDER) -> list[Recorded] | None:
    """The conversations without the rows that nobody verified; None where the data are absent."""
    if not (folder / "trajectories.jsonl.gz").exists():
        return None
    found: list[Recorded] = []
    with gzip.open(folder / "trajectories.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = cast(Mapping[str, Any], json.loads(line))
            if not row.get("pr_submission_unverified"):
                task = f"{row['domain']}-{row['task_id']}"
                found.append(Recorded(task, _features(row["messages"]), bool(row["success"])))
    return found


def _features(messages: Sequence[Mapping[str, Any]]) -> Numbers:
    """Words of both sides, hashed, and how long and how troubled the conversation was."""
    words, counts = np.zeros(WORDS), np.zeros(8)
    for message in messages:
        role, text = message.get("role"), str(message.get("content") or "").lower()
        calls = cast(Sequence[Any], message.get("tool_calls") or ())
        counts[0] += role == "user"
        counts[1] += role == "assistant"
        counts[2] += len(calls)
        counts[3] += role == "tool" and "error" in text
        counts[4] += any("transfer_to_human" in str(call) for call in calls)
        counts[5] += role == "assistant" and ("sorry" in text or "unable" in text)
        counts[6] += len(text) if role == "user" else 0
        counts[7] += len(text) if role == "assistant" else 0
        if role in ("user", "assistant"):
            for word in WORD.findall(text):
                words[_hashed(word)] += 1
    words = np.log1p(words)
    return np.concatenate([words / max(1e-9, float(np.linalg.norm(words))), np.log1p(counts)])


def _hashed(word: str) -> int:
    value = 5381  # the same in every process, which hash() is not
    for letter in word:
        value = (value * 33 + ord(letter)) % 2**32
    return value % WORDS


@dataclass(frozen=True)
class Predictor:
    """Logistic regression: what is subtracted from and divided into each feature, and the weights."""

    centre: Numbers
    spread: Numbers
    weights: Numbers

    def confidence(self, one: Recorded) -> float:
        """The probability of success."""
        row = np.append((one.features - self.centre) / self.spread, 1.0)
        return float(1 / (1 + np.exp(-row @ self.weights)))


def fitted(train: Sequence[Recorded]) -> Predictor:
    """Logistic regression with the usual ridge of 1, counts standardised, words as they are; nothing tuned.

    Solved by iteratively reweighted least squares over the conversations (there are fewer of them
    than features).
    """
    rows = np.array([one.features for one in train])
    wanted = np.array([float(one.success) for one in train])
    centre, spread = np.zeros(rows.shape[1]), np.ones(rows.shape[1])
    centre[WORDS:] = rows[:, WORDS:].mean(axis=0)
    spread[WORDS:] = rows[:, WORDS:].std(axis=0) + 1e-9
    rows = np.hstack([(rows - centre) / spread, np.ones((len(rows), 1))])
    alike = rows @ rows.T
    shares, scores = np.zeros(len(rows)), np.zeros(len(rows))
    for _ in range(30):
        chance = 1 / (1 + np.exp(-scores))
        trust = np.maximum(1e-6, chance * (1 - chance))
        goal = scores + (wanted - chance) / trust
        shares = np.linalg.solve(alike + np.diag(1 / trust), goal)
        scores = alike @ shares
    return Predictor(centre, spread, rows.T @ shares)


def by_task(
    rows: Sequence[Recorded], alpha: float, splits: int, seed: int, one_each: bool
) -> list[Led]:
    """Many splits of the tasks: 30% teach the predictor, 40% certify, 30% are led.

    ``one_each`` keeps one conversation of each task where it certifies, as independence asks.
    """
    source, bound = Random(seed), Bound(alpha, 0.1)
    tasks = sorted({one.task for one in rows})
    ways: dict[str, list[tuple[int, int, int]]] = {"certificate": []}
    ways |= {f"fixed cut-off {cut}": [] for cut in CUTS}
    reasons: dict[str, int] = {}
    for _ in range(splits):
        source.shuffle(tasks)
        first, second = round(len(tasks) * 0.3), round(len(tasks) * 0.7)
        model = fitted(_of(rows, tasks[:first]))
        calibration = _of(rows, tasks[first:second])
        if one_each:
            calibration = _one_of_each(calibration, source)
        levels = [model.confidence(one) for one in calibration]
        judged = [
            Judged(level, not one.success, 1.0, AT)
            for one, level in zip(calibration, levels, strict=True)
        ]
        found = certify(judged, levels, bound)
        if isinstance(found, Refusal):
            reasons[found.reason] = reasons.get(found.reason, 0) + 1
        test = [(model.confidence(one), one.success) for one in _of(rows, tasks[second:])]
        cut = found.threshold if isinstance(found, Certified) else None
        ways["certificate"].append(_led(test, cut))
        for fixed in CUTS:
            ways[f"fixed cut-off {fixed}"].append(_led(test, fixed))
    return [
        _summed(way, led, alpha, reasons if way == "certificate" else {})
        for way, led in ways.items()
    ]


def _of(rows: Sequence[Recorded], tasks: Iterable[str]) -> list[Recorded]:
    wanted = set(tasks)
    return [one for one in rows if one.task in wanted]


def _one_of_each(rows: Sequence[Recorded], source: Random) -> list[Recorded]:
    mixed = source.sample(list(rows), len(rows))
    return list({one.task: one for one in mixed}.values())


def _led(test: Sequence[tuple[float, bool]], threshold: float | None) -> tuple[int, int, int]:
    """(all, led, failed among those led)."""
    led = [success for level, success in test if threshold is not None and level >= threshold]
    return len(test), len(led), sum(not success for success in led)


def _summed(
    way: str, led: Sequence[tuple[int, int, int]], alpha: float, reasons: Mapping[str, int]
) -> Led:
    total = sum(count for _, count, _ in led)
    failed = sum(wrong for _, _, wrong in led)
    return Led(
        way=way,
        splits=len(led),
        refused=sum(reasons.values()) / len(led),
        reasons=reasons,
        coverage=statistics.fmean(count / everything for everything, count, _ in led),
        error=failed / total if total else None,
        over=statistics.fmean(count > 0 and wrong > alpha * count for _, count, wrong in led),
    )
