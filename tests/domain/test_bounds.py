import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.bounds import (
    binomial_tail,
    exact_interval,
    exact_upper,
    needed_without_error,
)

counts = st.integers(1, 200).flatmap(
    lambda judged: st.tuples(st.integers(0, judged), st.just(judged))
)
rates = st.floats(0.001, 0.999)


def by_integers(errors: int, judged: int, thousandths: int) -> float:
    """The same tail with whole numbers: no rounding before the last division."""
    parts = sum(
        math.comb(judged, k) * thousandths**k * (1000 - thousandths) ** (judged - k)
        for k in range(errors + 1)
    )
    return parts / 1000**judged


# scipy.stats.binom.cdf, SciPy 1.17
@pytest.mark.parametrize(
    ("errors", "judged", "rate", "tail"),
    [
        (0, 10, 0.1, 0.34867844009999993),
        (3, 100, 0.05, 0.2578386591160152),
        (12, 200, 0.1, 0.0320465287969066),
        (500, 10000, 0.05, 0.5118950329565741),
        (950, 10000, 0.1, 0.04867142814079677),
        (98, 100, 0.99, 0.2642380210770439),
        (7, 8, 0.5, 0.99609375),
        (1, 3000, 0.001, 0.19899886246060722),
        (2500, 5000, 0.51, 0.0807142408480838),
    ],
)
def test_tails_as_scipy_has_them(errors: int, judged: int, rate: float, tail: float) -> None:
    assert binomial_tail(errors, judged, rate) == pytest.approx(tail, rel=1e-9)


@given(counts, st.integers(1, 999))
def test_tails_as_whole_numbers_have_them(count: tuple[int, int], thousandths: int) -> None:
    errors, judged = count
    exact = by_integers(errors, judged, thousandths)
    assert binomial_tail(errors, judged, thousandths / 1000) == pytest.approx(
        exact, rel=1e-9, abs=1e-13
    )


def test_tails_at_the_ends() -> None:
    assert binomial_tail(-1, 10, 0.5) == 0
    assert binomial_tail(10, 10, 0.5) == 1
    assert binomial_tail(0, 10, 0) == 1
    assert binomial_tail(3, 10, 1) == 0
    # Here a term of the continued fraction is exactly zero.
    assert binomial_tail(0, 1, 0.5) == pytest.approx(0.5)


# scipy.stats.beta.ppf(1 - delta, errors + 1, judged - errors), SciPy 1.17
@pytest.mark.parametrize(
    ("errors", "judged", "delta", "upper"),
    [
        (0, 22, 0.1, 0.09937197978872149),
        (1, 38, 0.1, 0.0985467087816429),
        (3, 100, 0.05, 0.07571079374983004),
        (12, 200, 0.1, 0.08761788029993338),
        (950, 10000, 0.05, 0.09996065260654441),
        (99, 100, 0.1, 0.9989469496904544),
    ],
)
def test_bounds_as_scipy_has_them(errors: int, judged: int, delta: float, upper: float) -> None:
    assert exact_upper(errors, judged, delta) == pytest.approx(upper, rel=1e-9)


@given(counts, st.floats(0.001, 0.5))
def test_at_the_bound_the_tail_is_delta(count: tuple[int, int], delta: float) -> None:
    errors, judged = count
    upper = exact_upper(errors, judged, delta)
    assert upper == 1 if errors == judged else upper > errors / judged
    if errors < judged:
        assert binomial_tail(errors, judged, upper) == pytest.approx(delta, rel=1e-6)


def test_intervals_as_in_the_tables() -> None:
    assert exact_interval(3, 100) == pytest.approx((0.006229971538306395, 0.08517605297428002))
    assert exact_interval(10, 20) == pytest.approx((0.27195784956079183, 0.7280421504392081))
    assert exact_interval(0, 0) == (0, 1)


@pytest.mark.parametrize(
    ("alpha", "delta", "needed"),
    [(0.1, 0.1, 22), (0.05, 0.05, 59), (0.1, 0.05, 29), (0.2, 0.1, 11), (0.01, 0.05, 299)],
)
def test_answers_needed_without_error(alpha: float, delta: float, needed: int) -> None:
    assert needed_without_error(alpha, delta) == needed
    assert exact_upper(0, needed, delta) <= alpha < exact_upper(0, needed - 1, delta)


@given(st.integers(2, 3000), st.data(), st.floats(1e-12, 0.5))
def test_the_exact_bound_is_where_the_tail_is_delta(
    judged: int, data: st.DataObject, delta: float
) -> None:
    errors = data.draw(st.integers(1, judged - 1))
    low, high = errors / judged, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if binomial_tail(errors, judged, middle) > delta else (low, middle)
        )
    assert exact_upper(errors, judged, delta) == pytest.approx(high, rel=1e-11)


def test_a_bound_asked_for_with_little_confidence_is_the_share_itself() -> None:
    assert exact_upper(5, 10, 0.9) == pytest.approx(0.5)
