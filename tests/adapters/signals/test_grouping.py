"""Grouping: what says alike comes together, the same way every time."""

import numpy as np
import pytest

from handrail.adapters.signals.grouping import MOST, group_alike


def around(centre: int, count: int, seed: int) -> list[list[float]]:
    rng = np.random.default_rng(seed)
    found = np.eye(16)[centre] + rng.normal(0, 0.05, (count, 16))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).tolist()


def test_three_heaps_are_three_groups_large_ones_first() -> None:
    vectors = around(0, 4, 1) + around(1, 9, 2) + around(2, 2, 3)
    groups = group_alike(vectors, 0.5)
    assert groups == [list(range(4, 13)), [0, 1, 2, 3], [13, 14]]
    assert group_alike(vectors, 0.5) == groups


def test_the_mean_likeness_counts_not_the_nearest() -> None:
    angles = np.radians([0.0, 40.0, 80.0, 120.0])
    chain = np.column_stack([np.cos(angles), np.sin(angles)]).tolist()
    assert group_alike(chain, 0.7) == [[0, 1], [2, 3]]


def test_few_and_too_many() -> None:
    assert group_alike([], 0.5) == []
    assert group_alike([[1.0]], 0.5) == [[0]]
    assert group_alike([[1.0, 0.0], [0.0, 1.0]], 0.5) == [[0], [1]]
    with pytest.raises(ValueError, match="at most"):
        group_alike([[1.0]] * (MOST + 1), 0.5)
