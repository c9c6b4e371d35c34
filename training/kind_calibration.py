"""How the two views of a message become the probability of a kind: fitted over many made-up desks.

Each desk draws 5 to 30 kinds with 5 to 30 examples from a set whose intents the encoder was never tuned
on, some kinds made of two intents; the messages it is asked about are other wordings of these intents,
and of intents it does not have. The three weights minimise the log loss over all desks.
"""

from pathlib import Path

import numpy as np
import torch
from features import Features
from sources import Wording, public_rows

from handrail.adapters.signals.kinds import Calibration, fit_kinds, nearest_per_kind

DESKS = 40
PENALTY = 0.1
LEAST = 20  # messages of an intent that may take part
MOST = 60
STRANGE = (
    40  # messages of no kind a desk has, beside up to 150: a fifth, as in CLINC150's test part
)


def calibrate_kinds(features: Features, data: Path) -> dict[str, float]:
    """Fields of `Calibration`."""
    rng = np.random.default_rng(0)
    desks = []
    for rows in (service_intents(data), banking_and_hotel_intents(data)):
        wordings = few_each(rows, rng)
        vectors = features.kinds([w.text for w in wordings])
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


def service_intents(data: Path) -> list[Wording]:
    """MultiDoGO's sentences of six trades."""
    rows = {
        row["text"]: row["intent"]
        for row in public_rows(data, "multidogo/sentence_train")
        if row["intent"] not in ("outofdomain", "contentonly") and "<div>" not in row["intent"]
    }
    return [Wording(text, public_label=label) for text, label in rows.items()]


def banking_and_hotel_intents(data: Path) -> list[Wording]:
    """NLU++: what a message wants, as the set of its intents."""
    rows = {
        row["text"]: f"{row['domain']} {' '.join(sorted(row['intents']))}"
        for row in public_rows(data, "nlupp/all_folds")
        if row["intents"]
    }
    return [Wording(text, public_label=label) for text, label in rows.items()]


def few_each(wordings: list[Wording], rng: np.random.Generator) -> list[Wording]:
    """At most MOST messages of each intent that has LEAST."""
    by_label: dict[str, list[Wording]] = {}
    for place in rng.permutation(len(wordings)):
        by_label.setdefault(wordings[place].public_label, []).append(wordings[place])
    return [w for found in by_label.values() if len(found) >= LEAST for w in found[:MOST]]


def desk(
    vectors: np.ndarray, labels: np.ndarray, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """One made-up desk: the two views of 190 messages, and the kind of each (last: none)."""
    most = len(np.unique(labels)) * 3 // 5
    kinds = int(rng.integers(5, min(31, most)))
    drawn = rng.choice(np.unique(labels), kinds + kinds // 4, replace=False)
    owner = {name: i if i < kinds else int(rng.integers(kinds)) for i, name in enumerate(drawn)}
    shown, asked = [], []
    for name in drawn:
        places = rng.permutation(np.flatnonzero(labels == name))
        count = int(rng.integers(5, min(31, len(places) - 5)))
        shown += places[:count].tolist()
        asked += places[count : count + 6].tolist()
    others = np.flatnonzero(~np.isin(labels, drawn))
    strange = rng.choice(others, min(STRANGE, len(others)), replace=False)
    asked = [*rng.permutation(asked)[:150], *strange]
    shown.sort(key=lambda place: owner[labels[place]])
    owners = [owner[labels[i]] for i in shown]
    names = [str(kind) for kind in range(kinds)]
    head = fit_kinds(names, owners, vectors[shown], Calibration(PENALTY, 1.0, 1.0, 1.0))
    nearest = nearest_per_kind(vectors[asked] @ head.examples.T, head.starts)
    wanted = [owner.get(labels[i], kinds) for i in asked]
    ridge = vectors[asked] @ head.weights
    return torch.tensor(ridge), torch.tensor(nearest).float(), torch.tensor(wanted)


def desk_loss(
    weights: torch.Tensor, ridge: torch.Tensor, nearest: torch.Tensor, wanted: torch.Tensor
) -> torch.Tensor:
    scores = weights[0] * ridge + weights[1] * nearest
    none = weights[2].expand(len(scores), 1)
    return torch.nn.functional.cross_entropy(torch.cat([scores, none], dim=1), wanted)
