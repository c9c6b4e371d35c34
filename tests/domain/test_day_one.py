import random

from handrail.domain.certificate import Bound
from handrail.domain.day_one import planned_looks, reviews_until_first

TENTH = Bound(0.1, 0.1)


def test_without_errors_the_first_look_is_enough() -> None:
    found = reviews_until_first(0.0, TENTH, random.Random(1).random, trials=20)
    assert (found.p50, found.p90, found.got_one) == (29, 29, 1)
    assert (found.error, found.alpha, found.delta) == (0, 0.1, 0.1)


def test_more_errors_more_reviews() -> None:
    source = random.Random(2)
    low, high = (
        reviews_until_first(error, TENTH, source.random, trials=200) for error in (0.01, 0.05)
    )
    assert low.p90 is not None
    assert high.p50 is not None
    assert low.p90 < high.p50


def test_an_error_over_alpha_seldom_gets_one() -> None:
    found = reviews_until_first(0.11, TENTH, random.Random(3).random, trials=300, most=500)
    assert found.p50 is None
    assert found.p90 is None
    assert found.got_one <= 0.1


def test_looks_grow_by_half_and_share_delta() -> None:
    looks = planned_looks(TENTH, 1000)
    assert [judged for judged, _ in looks] == [29, 44, 66, 99, 149, 224, 336, 504, 756]
    assert sum(bound.delta for _, bound in looks) < TENTH.delta
    assert planned_looks(TENTH, 20) == []
