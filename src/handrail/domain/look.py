"""Look: which of the judged answers may be asked for a certificate now, and under which bound."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from handrail.domain.certificate import Bound, Judged
from handrail.domain.day_one import planned_looks


@dataclass(frozen=True, slots=True)
class Look:
    """The evidence of the last planned look, its share of the bound, and how many judged bring the next."""

    judged: tuple[Judged, ...]
    bound: Bound
    next: int


def look_at(judged: Sequence[Judged], bound: Bound) -> Look:
    """The last planned look at judged answers, in the order of their judging.

    Whoever watches evidence grow and asks when it looks well breaks a bound that was made for one
    question (optional stopping). So looks are planned by count alone, each spends its own part of
    delta, and what was judged since counts at the next: then it does not matter how often a page
    shows it. Before the first look all that there is is shown under the first look's bound.
    """
    looks = planned_looks(bound, len(judged))
    if not looks:
        first = bound.at_look(1)
        return Look(tuple(judged), first, first.needed)
    count, at_look = looks[-1]
    return Look(tuple(judged[:count]), at_look, math.ceil(count * 1.5))
