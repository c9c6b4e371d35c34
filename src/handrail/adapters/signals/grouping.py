"""Grouping: texts that say alike, by average-link clustering of their unit vectors, in numpy."""

from collections.abc import Sequence

import numpy as np

MOST = 600  # vectors in one call: time grows with the square of their number, and memory too


def group_alike(vectors: Sequence[Sequence[float]], alike: float) -> list[list[int]]:
    """Places of vectors in groups whose mean likeness (cosine) is ``alike`` or more; large ones first.

    Every place is in one group, the same input gives the same groups (Sokal and Michener 1958:
    unweighted average link). Raises ValueError for more vectors than ``MOST``.
    """
    if len(vectors) > MOST:
        raise ValueError(f"{len(vectors)} vectors at once, at most {MOST}: group them in parts")
    groups = [[place] for place in range(len(vectors))]
    if len(groups) > 1:
        given = np.array(vectors, dtype=np.float64)
        groups = _merged(given @ given.T, groups, alike)
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _merged(likeness: np.ndarray, groups: list[list[int]], alike: float) -> list[list[int]]:
    np.fill_diagonal(likeness, -np.inf)
    while True:
        at = int(likeness.argmax())
        one, other = sorted(divmod(at, len(likeness)))
        if likeness[one, other] < alike:
            return [group for group in groups if group]
        mine, theirs = len(groups[one]), len(groups[other])
        mean = (mine * likeness[one] + theirs * likeness[other]) / (mine + theirs)
        likeness[one], likeness[:, one] = mean, mean
        likeness[one, one] = -np.inf
        likeness[other], likeness[:, other] = -np.inf, -np.inf
        groups[one], groups[other] = sorted(groups[one] + groups[other]), []
