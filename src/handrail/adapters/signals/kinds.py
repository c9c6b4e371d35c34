"""Kinds of moment learnt from a company's own few examples.

A kind's score adds two views of a message: ridge regression on the kind vectors (what separates
the kinds) and the closest examples (whether anything like it was ever shown). A softmax over the scores
and one constant for "none of these" makes probabilities. The weights of the two views and the constant
were fitted once over many small made-up desks with out-of-scope messages (training/train_heads.py), so
that a probability means the same on a desk of 5 kinds and on one of 50.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handrail.domain.signals import KindScore

TOP = 5
SOFTNESS = 0.05  # of likenesses: the closest example counts most, the next ones beside it
BLOCK = 1024
DIGITS = 6  # of a probability: those after it depend on how many messages are read side by side

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the two views of a message become a probability; belongs to a model version."""

    penalty: float
    ridge: float
    nearest: float
    none: float


@dataclass(frozen=True, slots=True, eq=False)
class KindExamples:
    """A fitted head: what it knows of each kind, and how well it reads its own examples.

    ``accuracy`` is the share of examples read rightly when left out; ``confusable`` the pairs (kind,
    taken for, share of the kind's examples), most frequent first.
    """

    names: tuple[str, ...]
    starts: NDArray[np.intp]  # (kinds): where each kind's examples begin
    examples: Floats  # (examples, 1152), unit length, kind after kind
    weights: Floats  # (1152, kinds)
    calibration: Calibration
    accuracy: float
    confusable: tuple[tuple[str, str, float], ...]

    def scores(self, vectors: Sequence[Sequence[float]]) -> list[tuple[KindScore, ...]]:
        """The most probable kinds of each kind vector, best first; at most five."""
        if not self.names or not vectors:
            return [() for _ in vectors]
        shares = self.shares(np.asarray(vectors, dtype=np.float32))
        order = np.argsort(-shares[:, :-1], axis=1, kind="stable")[:, :TOP]
        return [
            tuple(
                KindScore(self.names[int(kind)], round(float(row[kind]), DIGITS)) for kind in best
            )
            for row, best in zip(shares, order, strict=True)
        ]

    def shares(self, vectors: Floats) -> NDArray[np.float64]:
        """Probability of every kind and, last, of none: (texts, 1152) -> (texts, kinds + 1)."""
        nearest = nearest_per_kind(vectors @ self.examples.T, self.starts)
        return probabilities(vectors @ self.weights, nearest, self.calibration)


def fit_kinds(
    names: Sequence[str], owners: Sequence[int], examples: Floats, calibration: Calibration
) -> KindExamples:
    """Fit a head on unit vectors (examples, 1152), each owned by one of `names`; deterministic.

    Every name owns at least one example. Leaving one out of a ridge regression has a closed form
    (Allen 1974): the error of each fitted value, divided by one less its leverage.
    """
    owned = np.asarray(owners, dtype=np.intp)
    if not names:
        return KindExamples((), owned, examples, examples.T, calibration, 0.0, ())
    order = np.argsort(owned, kind="stable")
    owned, examples = owned[order], examples[order]
    starts = np.searchsorted(owned, np.arange(len(names)))
    exact = examples.astype(np.float64)
    targets = np.eye(len(names))[owned]
    inverse = np.linalg.inv(exact.T @ exact + calibration.penalty * np.eye(exact.shape[1]))
    weights = inverse @ (exact.T @ targets)
    leverage = np.einsum("ij,ij->i", exact @ inverse, exact)
    left_out = targets - (targets - exact @ weights) / (1.0 - leverage)[:, None]
    nearest = _nearest_left_out(examples, starts)
    guesses = probabilities(left_out, nearest, calibration)[:, :-1].argmax(axis=1)
    return KindExamples(
        tuple(names),
        starts,
        examples,
        weights.astype(np.float32),
        calibration,
        float((guesses == owned).mean()),
        confusions(names, owned, guesses),
    )


def _nearest_left_out(examples: Floats, starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """What `nearest_per_kind` gives for each example among all the others, in blocks to save memory."""
    sizes = np.diff(np.append(starts, len(examples)))
    fewer = SOFTNESS * np.log(sizes / np.maximum(sizes - 1, 1))  # its own kind has one example less
    owned = np.repeat(np.arange(len(starts)), sizes)
    blocks: list[NDArray[np.float64]] = []
    for first in range(0, len(examples), BLOCK):
        similarity = examples[first : first + BLOCK] @ examples.T
        rows = np.arange(len(similarity))
        similarity[rows, first + rows] = -1.0
        nearest = nearest_per_kind(similarity, starts)
        kinds = owned[first : first + BLOCK]
        nearest[rows, kinds] += fewer[kinds]
        blocks.append(nearest)
    return np.concatenate(blocks)


def nearest_per_kind(
    similarity: NDArray[np.floating], starts: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Likeness to the closest examples of each kind: (texts, examples) -> (texts, kinds).

    A soft maximum, the logarithm of the mean of exponentials: several examples that are alike tell more
    than one, which may have been an odd wording.
    """
    sizes = np.diff(np.append(starts, similarity.shape[1]))
    raised = np.exp((similarity.astype(np.float64) - 1.0) / SOFTNESS)
    return 1.0 + SOFTNESS * np.log(np.add.reduceat(raised, starts, axis=1) / sizes)


def probabilities(
    ridge: NDArray[np.floating], nearest: NDArray[np.floating], calibration: Calibration
) -> NDArray[np.float64]:
    """Softmax over the kinds and, last, none of them: (texts, kinds) -> (texts, kinds + 1)."""
    scores = calibration.ridge * ridge + calibration.nearest * nearest
    none = np.full((len(scores), 1), calibration.none)
    logits = np.concatenate([scores, none], axis=1)
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def confusions(
    names: Sequence[str], owners: NDArray[np.intp], guesses: NDArray[np.intp]
) -> tuple[tuple[str, str, float], ...]:
    """Pairs of kinds whose left-out examples were taken for one another, most frequent first."""
    sizes = np.bincount(owners, minlength=len(names))
    wrong = owners != guesses
    pairs, counts = np.unique(np.stack([owners[wrong], guesses[wrong]]), axis=1, return_counts=True)
    shares = [
        (names[int(kind)], names[int(taken)], float(count / sizes[kind]))
        for kind, taken, count in zip(pairs[0], pairs[1], counts, strict=True)
    ]
    return tuple(sorted(shares, key=lambda pair: (-pair[2], pair[0], pair[1])))


def flatten(kinds: Mapping[str, Sequence[str]]) -> tuple[list[str], list[int], list[str]]:
    """Names, owner of each example, and the examples, in the order given; kinds without any drop."""
    names = [name for name, examples in kinds.items() if examples]
    owners = [index for index, name in enumerate(names) for _ in kinds[name]]
    return names, owners, [example for name in names for example in kinds[name]]
