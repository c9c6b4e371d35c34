"""One logistic head per cue, and the bias that puts its threshold at one half."""

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from conversations import SOURCES, conversational_wordings
from sources import EVERYDAY, Wording, is_dev, own_wordings, public_wordings, variants

from handrail.domain.signals import CUES

if TYPE_CHECKING:
    from train_heads import Features

PUBLIC = {"banking77/train": None, "clinc150/train": None, "hwu64/train": 4000}
TURNS = {"multidogo/turn_train": 6000}
# Whose development messages choose the thresholds; each group allows its own share of false alarms.
DEV_SOURCES = (("banking77/train", "clinc150/train"), SOURCES)
BACKGROUND = 4000  # short public messages drawn for a first fit; the most mistaken join
MISTAKEN = 200  # of them, for each cue
PENALTY = 100.0
POSITIVE_WEIGHT = 3.0
FALSE_ALARMS = 0.008  # share of each group's development messages that a threshold may flag
URGENT = {"asks_for_person", "self_harm"}  # missing these costs most: on longer turns they may flag
URGENT_FALSE_ALARMS = 0.015
RECALL_WEIGHT = 1.2  # beta of the F measure: a missed cue costs more than a person called in vain
FOLDS = 5


class Pool:
    """Messages with features: our own with their variants, and public ones as background."""

    def __init__(self, features: "Features", data: Path) -> None:
        public = [
            wording
            for name, limit in (PUBLIC | TURNS).items()
            for wording in public_wordings(data, name, limit)
        ]
        spoken = conversational_wordings(data)
        learned = [w for w in spoken if dev_group(w) < 0]
        own = own_wordings("train")
        brief = [w for w in public if w.source in ("banking77/train", *TURNS)]
        varied = own + variants(own, harmless(brief), harmless(learned), seed=1)
        public += spoken
        self.wordings: list[Wording] = varied + public
        runs = [list(run) for _, run in groupby(self.wordings, key=lambda w: w.source)]
        raw = np.concatenate([features.of([w.text for w in part]) for part in runs])
        background = raw[len(varied) :].astype(np.float32)
        self.mean, self.deviation = background.mean(axis=0), background.std(axis=0) + 1e-3
        self.inputs = torch.tensor((raw - self.mean) / self.deviation)
        number = np.arange(len(own))
        self.group = np.concatenate([number, np.repeat(number, 3), np.full(len(public), -1)])
        self.plain = np.arange(len(self.wordings)) < len(own)
        self.dev_group = np.array([dev_group(w) for w in self.wordings])
        self.dev = self.dev_group >= 0
        self.spoken = np.array([w.source in SOURCES for w in self.wordings])
        says = [[w.says(cue) for cue in CUES] for w in self.wordings]
        self.known = np.array([[answer is not None for answer in row] for row in says])
        self.wanted = np.array([[answer is True for answer in row] for row in says])


def harmless(wordings: list[Wording]) -> list[Wording]:
    """Those that say no cue for sure."""
    return [w for w in wordings if all(w.says(cue) is False for cue in CUES)]


def dev_group(wording: Wording) -> int:
    """Which group of development messages it belongs to; -1 for none."""
    for number, sources in enumerate(DEV_SOURCES):
        if wording.source in sources and is_dev(wording):
            return number
    return -1


def train_cues(features: "Features", data: Path) -> tuple[dict[str, np.ndarray], dict]:
    """Weights (3456, cues) and biases, with each cue's figures in cross-validation."""
    pool = Pool(features, data)
    scores = np.full(pool.wanted.shape, np.nan)
    dev = np.flatnonzero(pool.dev)
    scores[dev] = 0.0
    for fold in range(FOLDS):
        outside = (pool.group >= 0) & (pool.group % FOLDS == fold)
        model = fit_with_mistakes(pool, np.flatnonzero((pool.group >= 0) & ~outside))
        scores[outside] = decide(model, pool.inputs[outside])
        scores[dev] += decide(model, pool.inputs[dev]) / FOLDS
    thresholds, report = choose_thresholds(pool, scores)
    weights, bias = fit_with_mistakes(pool, np.flatnonzero(pool.group >= 0))
    plain = (weights.numpy() / pool.deviation).T
    return {
        "cue": plain.astype(np.float32),
        "cue_bias": (bias.numpy() - pool.mean @ plain - thresholds).astype(np.float32),
    }, report


def fit_with_mistakes(pool: Pool, own: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """Fit on ours, the conversations and a random background; again with what that fit mistook."""
    others = np.flatnonzero((pool.group < 0) & ~pool.dev)
    always = others[pool.wanted[others].any(axis=1) | pool.spoken[others]]
    drawn = np.random.default_rng(0).choice(others, BACKGROUND, replace=False)
    first = np.unique(np.concatenate([own, drawn, always]))
    model = fit(pool, first)
    mistaken = np.where(
        pool.known[others] & ~pool.wanted[others], decide(model, pool.inputs[others]), -np.inf
    )
    worst = np.argsort(-mistaken, axis=0)[:MISTAKEN].ravel()
    return fit(pool, np.unique(np.concatenate([first, others[worst]])), model)


def fit(
    pool: Pool, rows: np.ndarray, start: tuple[torch.Tensor, torch.Tensor] | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Regularised logistic regression of all cues at once; positives weigh more, they are few."""
    given = pool.inputs[rows]
    wanted = torch.tensor(pool.wanted[rows], dtype=torch.float32)
    weight = torch.tensor(pool.known[rows], dtype=torch.float32)
    weight *= 1.0 + (POSITIVE_WEIGHT - 1.0) * wanted
    blank = torch.zeros(len(CUES), given.shape[1]), torch.full((len(CUES),), -3.0)
    weights, bias = (values.clone().requires_grad_() for values in start or blank)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = torch.nn.functional.binary_cross_entropy_with_logits(
            torch.nn.functional.linear(given, weights, bias), wanted, weight, reduction="sum"
        )
        total = total + 0.5 * PENALTY * (weights**2).sum()
        total.backward()
        return total

    optimizer.step(loss)
    return weights.detach(), bias.detach()


def decide(model: tuple[torch.Tensor, torch.Tensor], inputs: torch.Tensor) -> np.ndarray:
    return torch.nn.functional.linear(inputs, *model).numpy()


def choose_thresholds(pool: Pool, scores: np.ndarray) -> tuple[np.ndarray, dict]:
    """Best F measure on left-out wordings of ours, at no more false alarms than allowed on dev."""
    thresholds, report = [], {}
    for column, cue in enumerate(CUES):
        score, wanted, known = scores[:, column], pool.wanted[:, column], pool.known[:, column]
        denied = known & ~wanted
        groups = [denied & (pool.dev_group == number) for number in range(len(DEV_SOURCES))]
        own = (pool.group >= 0) & known
        judged = own & np.array([w.cue in (cue, EVERYDAY) for w in pool.wordings])
        allowed = (FALSE_ALARMS, URGENT_FALSE_ALARMS if cue in URGENT else FALSE_ALARMS)
        floor = max(
            float(np.quantile(score[rows], 1.0 - share))
            for rows, share in zip(groups, allowed, strict=True)
        )
        options = [floor, *(value for value in score[judged & wanted] if value > floor)]
        best = max(options, key=lambda t: f_measure(score[judged] >= t, wanted[judged]))
        thresholds.append(best)
        report[cue] = {
            name: round(float((score[rows] >= best).mean()), 4)
            for name, rows in {
                "recall": judged & wanted & pool.plain,
                "recall_of_variants": judged & wanted & ~pool.plain,
                "negatives_flagged": judged & ~wanted & pool.plain,
                "other_cues_flagged": own & ~judged & ~wanted & pool.plain,
                "dev_flagged": groups[0],
                "spoken_dev_flagged": groups[1],
            }.items()
        }
    return np.array(thresholds), report


def f_measure(flagged: np.ndarray, wanted: np.ndarray) -> float:
    hits = float((flagged & wanted).sum())
    squared = RECALL_WEIGHT**2
    return (1 + squared) * hits / (squared * wanted.sum() + flagged.sum() + 1e-9)
