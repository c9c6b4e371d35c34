"""The figures of the monitor of failing conversations: what is measured, and on which tasks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from course_data import Cuts, Recorded
from logistic import (
    Logistic,
    auroc,
    auroc_within,
    calibration_error,
    fit_logistic,
    interval,
    sigmoid,
)
from repeats_model import fold_of

from handrail.domain.course import AI, CUSTOMER, Knots, Mood

FOLDS = 5
IDENTITY_FOLDS = 50
CALLED = "calls_"  # how features of tool calls begin
FALSE_ALARMS = 0.20  # share of the development conversations that end well and may be alarmed


@dataclass(frozen=True)
class Set:
    """The conversations, their beginnings, and the choices made on the development part."""

    recorded: Sequence[Recorded]
    cuts: Cuts

    @property
    def failed(self) -> np.ndarray:
        return np.array([one.failed for one in self.recorded], dtype=float)

    @property
    def develops(self) -> np.ndarray:
        return np.array([one.develops for one in self.recorded])

    def column(self, name: str) -> np.ndarray:
        """A property of every conversation: "task", "model" or "domain"."""
        return np.array([getattr(one, name) for one in self.recorded])


@dataclass(frozen=True)
class Choice:
    """Penalty and tilt of the regression."""

    penalty: float
    tilt: float


def fit(data: Set, inside: np.ndarray, choice: Choice, features: np.ndarray) -> Logistic:
    """The model on the beginnings of the conversations ``inside``; each conversation weighs the same."""
    cuts = data.cuts
    rows = np.flatnonzero(inside[cuts.owner])
    length = np.bincount(cuts.owner, weights=cuts.end * cuts.seen)
    weight = (cuts.seen[rows] / length[cuts.owner[rows]]) ** choice.tilt
    weight /= np.bincount(cuts.owner[rows], weights=weight, minlength=len(length))[cuts.owner[rows]]
    return fit_logistic(features[rows], data.failed[cuts.owner[rows]], choice.penalty, weight)


def left_out(data: Set, folds: np.ndarray, choice: Choice, features: np.ndarray) -> np.ndarray:
    """Log odds of every beginning by a model that saw nothing of its fold; nan where the fold is -1."""
    scores = np.full(len(data.cuts.owner), np.nan)
    for fold in np.unique(folds[folds >= 0]):
        away = folds == fold
        rows = away[data.cuts.owner]
        scores[rows] = fit(data, ~away, choice, features).score(features[rows])
    return scores


def splits(data: Set) -> dict[str, np.ndarray]:
    """Folds by task, where the development tasks always train, and by model, one left out at a time."""
    return {
        "by_task": np.where(data.develops, -1, fold_of(data.column("task"), FOLDS)),
        "by_model": np.unique(data.column("model"), return_inverse=True)[1],
    }


def ranking(data: Set, scores: np.ndarray) -> dict:
    """AUROC at half and at the end over the reported tasks, as a whole and within groups, with intervals."""
    figures: dict[str, dict] = {}
    for name, at in (("half", data.cuts.half), ("end", data.cuts.end)):
        rows = np.flatnonzero(at & ~data.develops[data.cuts.owner])
        owner = data.cuts.owner[rows]
        score, failed = scores[rows], data.failed[owner]
        tasks, shares = data.column("task")[owner], sigmoid(score)

        figures[name] = {
            "conversations": len(rows),
            "failed": round(float(failed.mean()), 4),
            "auroc": interval(partial(_auroc, score, failed), tasks),
            **{
                f"auroc_within_{column}": interval(
                    partial(_auroc_within, score, failed, data.column(column)[owner]), tasks
                )
                for column in ("domain", "model", "task")
            },
            "calibration_error": round(calibration_error(shares, failed), 4),
            "by_domain": _by(data, "domain", owner, score),
            "by_model": _by(data, "model", owner, score),
        }
    return figures


def _auroc(score: np.ndarray, failed: np.ndarray, take: np.ndarray) -> float:
    return auroc(score[take], failed[take])


def _auroc_within(
    score: np.ndarray, failed: np.ndarray, groups: np.ndarray, take: np.ndarray
) -> float:
    return auroc_within(score[take], failed[take], groups[take])


def _by(data: Set, column: str, owner: np.ndarray, score: np.ndarray) -> dict:
    groups = data.column(column)[owner]
    return {
        str(group): {
            "conversations": int((groups == group).sum()),
            "failed": round(float(data.failed[owner][groups == group].mean()), 3),
            "auroc": round(auroc(score[groups == group], data.failed[owner][groups == group]), 4),
        }
        for group in np.unique(groups)
    }


def warning(data: Set, developed: np.ndarray, reported: np.ndarray) -> dict:
    """Alarms at the customers' turns, over a threshold that alarms a set share of good development ones."""
    asked, develops = data.cuts.asked, data.develops
    highest = _highest(data, developed, asked)
    good = highest[develops & (data.failed == 0)]
    threshold = float(np.quantile(good, 1 - FALSE_ALARMS))
    highest = _highest(data, reported, asked)
    part = ~develops
    early = []
    for number in np.flatnonzero(part & (data.failed == 1) & (highest > threshold)):
        turns = np.flatnonzero((data.cuts.owner == number) & asked)
        first = int(np.argmax(reported[turns] > threshold))
        early.append(len(turns) - first)
    tasks = data.column("task")
    figures = {"threshold": round(float(sigmoid(np.array(threshold))), 4)}
    for name, kind in (("recall_of_failures", 1), ("good_ones_alarmed", 0)):
        rows = np.flatnonzero(part & (data.failed == kind))
        hit = highest[rows] > threshold
        figures[name] = interval(lambda take, hit=hit: float(hit[take].mean()), tasks[rows])
    figures["turns_of_warning"] = {
        "median": float(np.median(early)) if early else 0.0,
        "quartiles": [float(cut) for cut in np.percentile(early, [25, 75])] if early else [],
        "at_least_two": round(float(np.mean(np.array(early) >= 2)), 4) if early else 0.0,
    }
    return figures


def _highest(data: Set, scores: np.ndarray, asked: np.ndarray) -> np.ndarray:
    highest = np.full(len(data.recorded), -np.inf)
    seen = asked & ~np.isnan(scores)
    np.maximum.at(highest, data.cuts.owner[seen], scores[seen])
    return highest


def without_calls(cuts: Cuts) -> Cuts:
    """The same beginnings without what was called: all that there is where a desk has no tools."""
    heard = [place for place, name in enumerate(cuts.names) if not name.startswith(CALLED)]
    names = tuple(cuts.names[place] for place in heard)
    return replace(cuts, names=names, features=cuts.features[:, heard])


def groups_of(names: Sequence[str]) -> dict[str, list[int]]:
    """Which features belong together, for the ablation."""
    lengths = ("lines", "words", "last_words", "questions")
    repeated = ("repeated", "last_repeated", "most_repeated", "echo", "last_echo")
    sizes = {f"{party}_{name}" for party in (CUSTOMER, AI) for name in lengths}
    wanted: dict[str, Callable[[str], bool]] = {
        "length_and_questions": lambda name: name in sizes,
        "what_the_ai_does": lambda name: (
            name.startswith("ai_") and name not in {*sizes, "ai_twice"}
        ),
        "what_the_customer_does": lambda name: (
            name.startswith("customer_") and name not in {*sizes, "customer_twice"}
        ),
        "mood": lambda name: name in Mood.__dataclass_fields__,
        "repetition": lambda name: name in repeated,
        "contradictions_and_promises": lambda name: (
            name in Knots.__dataclass_fields__ and name not in repeated
        ),
        "calls_of_tools": lambda name: name.startswith(CALLED),
    }
    places = {
        group: [place for place, name in enumerate(names) if fits(name)]
        for group, fits in wanted.items()
    }
    return {group: found for group, found in places.items() if found}


def ablation(data: Set, choice: Choice) -> dict:
    """AUROC by task without each group of features, and with it alone. Reported, never chosen by."""
    folds = splits(data)["by_task"]
    every = data.cuts.features
    figures = {}
    for group, places in groups_of(data.cuts.names).items():
        rest = np.delete(every, places, axis=1)
        figures[group] = {
            "features": len(places),
            "without": _short(data, left_out(data, folds, choice, rest)),
            "alone": _short(data, left_out(data, folds, choice, every[:, places])),
        }
    return figures


def _short(data: Set, scores: np.ndarray) -> dict:
    figures = {}
    for name, at in (("half", data.cuts.half), ("end", data.cuts.end)):
        rows = np.flatnonzero(at & ~data.develops[data.cuts.owner])
        figures[name] = round(auroc(scores[rows], data.failed[data.cuts.owner[rows]]), 4)
    return figures


def identity(data: Set) -> dict:
    """What the names of task and model alone tell of a conversation by all the others, left out by fiftieths:
    how much of an outcome was settled before the first word."""
    columns = {
        name: np.unique(data.column(name), return_inverse=True)[1] for name in ("task", "model")
    }
    shown = {name: np.eye(place.max() + 1)[place] for name, place in columns.items()}
    shown["task_and_model"] = np.hstack([shown["task"], shown["model"]])
    part = np.flatnonzero(~data.develops)
    figures = {}
    for name, rows in shown.items():
        score = np.zeros(len(rows))
        for away in np.array_split(np.random.default_rng(0).permutation(len(rows)), IDENTITY_FOLDS):
            others = np.setdiff1d(np.arange(len(rows)), away)
            score[away] = fit_logistic(rows[others], data.failed[others], 1.0).score(rows[away])
        figures[name] = round(auroc(score[part], data.failed[part]), 4)
    return figures
