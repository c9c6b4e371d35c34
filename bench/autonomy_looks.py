"""What it costs in truth to try for a certificate again and again until one passes."""

from collections.abc import Sequence
from random import Random

from bench.autonomy_worlds import TENTH
from handrail.domain.bounds import binomial_tail
from handrail.domain.certificate import Bound
from handrail.domain.day_one import planned_looks

REVIEWS = 1000
# What the plan is called, its looks, and whether it has to keep delta.
PLANS: Sequence[tuple[str, Sequence[tuple[int, Bound]], bool]] = (
    ("once", [(REVIEWS, TENTH)], True),
    ("as planned", planned_looks(TENTH, REVIEWS), True),
    ("after each review", [(count, TENTH) for count in range(TENTH.needed, REVIEWS + 1)], False),
)


def ever(plan: Sequence[tuple[int, Bound]], error: float, trials: int, source: Random) -> int:
    """In how many trials any look of the plan passes, at one threshold and one true error."""
    allowed = [(judged, _allowed(judged, bound)) for judged, bound in plan]
    return sum(_passes(allowed, error, source) for _ in range(trials))


def _passes(looks: Sequence[tuple[int, int]], error: float, source: Random) -> bool:
    errors = seen = 0
    for judged, most in looks:
        errors += sum(source.random() < error for _ in range(judged - seen))
        seen = judged
        if errors <= most:
            return True
    return False


def _allowed(judged: int, bound: Bound) -> int:
    errors = -1
    while binomial_tail(errors + 1, judged, bound.alpha) <= bound.delta:
        errors += 1
    return errors
