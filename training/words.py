"""Weights of single word pieces, learnt beside the heads and added to them.

The bag of a message is the unit vector of its distinct word pieces, each as long as it is rare (Spärck
Jones 1972). Its logistic units are fitted alone: beside features that have seen the training rows they would
find nothing left to learn.
"""

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

PIECES = 30522  # of the tokenizer
STRENGTH = 2.0  # inverse of the penalty
# Of the log-odds, what the words may give. No more: wordings of one hand share words, which flatters them.
SHARES = (0.0, 0.1, 0.2, 0.3, 0.4)


def rarity_of(found: list[np.ndarray]) -> np.ndarray:
    """How much each word piece says, by the messages that hold it: (pieces), half precision."""
    holding = np.zeros(PIECES)
    for pieces in found:
        holding[pieces] += 1
    return (np.log((1 + len(found)) / (1 + holding)) + 1).astype(np.float16)


def bags(found: list[np.ndarray], rarity: np.ndarray) -> csr_matrix:
    """The bag of each message: (messages, pieces)."""
    ends = np.cumsum([0, *map(len, found)])
    places = np.concatenate(found)
    says = rarity.astype(np.float32)[places]
    bag = csr_matrix((says, places, ends), shape=(len(found), PIECES))
    lengths = np.sqrt(np.asarray(bag.multiply(bag).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return csr_matrix(bag.multiply(1.0 / lengths[:, None]))


def fit_words(bag: csr_matrix, wanted: np.ndarray, weight: np.ndarray) -> tuple:
    """Weights (pieces, labels) and biases; a row of no weight teaches a label nothing."""
    columns, biases = [], []
    for label in range(wanted.shape[1]):
        known = np.flatnonzero(weight[:, label] > 0)
        unit = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
        unit.fit(bag[known], wanted[known, label] > 0, weight[known, label])
        columns.append(unit.coef_[0])
        biases.append(unit.intercept_[0])
    return np.array(columns).T, np.array(biases)


def best_share(dense: np.ndarray, words: np.ndarray, wanted: np.ndarray) -> float:
    """The share of the words in the log-odds with the best mean average precision on rows kept apart."""
    return max(SHARES, key=lambda s: mean_precision((1 - s) * dense + s * words, wanted))


def mean_precision(scores: np.ndarray, wanted: np.ndarray) -> float:
    """Mean over the labels that some row has of the average precision."""
    labels = [column for column in range(wanted.shape[1]) if wanted[:, column].any()]
    return float(np.mean([average_precision_score(wanted[:, i] > 0, scores[:, i]) for i in labels]))


def packed(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights as eight bits, and what one step of each label is worth."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def arrays_of(
    name: str, dense: tuple[np.ndarray, np.ndarray], words: np.ndarray
) -> dict[str, np.ndarray]:
    """What `Units` reads: weights on features (features, labels), biases, weights of the pieces."""
    return {name: dense[0].astype(np.float16)} | word_arrays(name, words, dense[1])


def word_arrays(name: str, words: np.ndarray, bias: np.ndarray) -> dict[str, np.ndarray]:
    """What `Words` reads: weights of the pieces (pieces, labels) and biases."""
    pieces, scale = packed(words)
    return {
        f"{name}_bias": bias.astype(np.float32),
        f"{name}_pieces": pieces,
        f"{name}_scale": scale,
    }
