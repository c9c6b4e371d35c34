"""How the two views of a message become the probability of a kind: fitted over many made-up desks.

Each desk draws 8 to 30 kinds with 6 to 12 examples from a public intent set, some kinds made of two
intents; the messages it is asked about are other wordings of these intents, and of intents it does not
have. The three weights minimise the log loss over all desks.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from sources import public_wordings

from handrail.adapters.signals.kinds import Calibration, fit_kinds, nearest_per_kind

if TYPE_CHECKING:
    from train_heads import Features

SOURCES = ("clinc150/train", "hwu64/train")
DESKS = 40
PENALTY = 1.0
WIDTH = 384


def calibrate_kinds(features: "Features", data: Path) -> dict[str, float]:
    """Fields of `Calibration`."""
    rng = np.random.default_rng(0)
    desks = []
    for name in SOURCES:
        wordings = [w for w in public_wordings(data, name) if w.public_label != "oos"]
        vectors = features.of([w.text for w in wordings])[:, :WIDTH].astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        labels = np.array([w.public_label for w in wordings])
        desks += [desk(vectors, labels, rng) for _ in range(DESKS)]
    weights = torch.tensor([10.0, 8.0, 8.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = sum(desk_loss(weights, *views) for views in desks) / len(desks)
        total.backward()
        return total

    optimizer.step(loss)
    ridge, nearest, none = (round(value, 3) for value in weights.tolist())
    return {"penalty": PENALTY, "ridge": ridge, "nearest": nearest, "none": none}


def desk(
    vectors: np.ndarray, labels: np.ndarray, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """One made-up desk: the two views of 250 messages, and the kind of each (last: none)."""
    kinds = int(rng.integers(8, 31))
    drawn = rng.choice(np.unique(labels), kinds + kinds // 4, replace=False)
    owner = {name: i if i < kinds else int(rng.integers(kinds)) for i, name in enumerate(drawn)}
    shown, asked = [], []
    for name in drawn:
        places = rng.permutation(np.flatnonzero(labels == name))
        count = int(rng.integers(6, 13))
        shown += places[:count].tolist()
        asked += places[count : count + 6].tolist()
    strange = rng.choice(np.flatnonzero(~np.isin(labels, drawn)), 100, replace=False)
    asked = [*rng.permutation(asked)[:150], *strange]
    owners = [owner[labels[i]] for i in shown]
    names = [str(kind) for kind in range(kinds)]
    head = fit_kinds(names, owners, vectors[shown], Calibration(PENALTY, 1.0, 1.0, 1.0))
    nearest = nearest_per_kind(vectors[asked] @ head.examples.T, head.owners, kinds)
    wanted = [owner.get(labels[i], kinds) for i in asked]
    ridge = vectors[asked] @ head.weights
    return torch.tensor(ridge), torch.tensor(nearest).float(), torch.tensor(wanted)


def desk_loss(
    weights: torch.Tensor, ridge: torch.Tensor, nearest: torch.Tensor, wanted: torch.Tensor
) -> torch.Tensor:
    scores = weights[0] * ridge + weights[1] * nearest
    none = weights[2].expand(len(scores), 1)
    return torch.nn.functional.cross_entropy(torch.cat([scores, none], dim=1), wanted)
