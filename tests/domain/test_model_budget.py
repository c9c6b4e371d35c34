"""What language models may cost: amounts, limits, prices, and tokens that nobody counted."""

import pytest

from handrail.domain.model_budget import (
    Allowance,
    Amount,
    Prices,
    Usage,
    most_tokens,
    usage_of,
    usual_tokens,
)


def test_amounts_add_up() -> None:
    assert Amount(1, 2, 3) + Amount(10, 20, 30) == Amount(11, 22, 33)
    assert Amount(11, 22, 33) - Amount(10, 20, 30) == Amount(1, 2, 3)


@pytest.mark.parametrize(
    ("allowance", "limit"),
    [
        (Allowance(), None),
        (Allowance(tokens=10, micros=10, ms=10), None),
        (Allowance(tokens=9), "tokens"),
        (Allowance(micros=9), "money"),
        (Allowance(ms=9), "time"),
        (Allowance(tokens=0), "tokens"),
    ],
)
def test_the_limit_that_is_passed_is_named(allowance: Allowance, limit: str | None) -> None:
    assert allowance.passed_by(Amount(10, 10, 10)) == limit


def test_a_price_per_million_is_one_of_millionths_per_token() -> None:
    prices = Prices(tokens_in=0.15, tokens_out=0.60)
    assert prices.cost(1_000_000, 1_000_000) == 750_000
    assert prices.cost(1, 0) == 1
    assert Prices().cost(1000, 1000) == 0


def test_no_request_has_more_tokens_than_bytes_and_their_envelope() -> None:
    assert most_tokens(300) == 500
    assert usual_tokens(300) == 100
    assert usual_tokens(1) == 1
    assert usual_tokens(0) == 0


@pytest.mark.parametrize(
    ("told", "usage"),
    [
        ((40, 7), Usage(40, 7, False, 5)),
        ((0, 0), Usage(100, 10, True, 5)),
        ((-3, 7), Usage(0, 7, False, 5)),
        ((10**12, 10**12), Usage(500, 50, False, 5)),
    ],
)
def test_usage_is_as_told_within_the_possible_and_estimated_where_nothing_was_told(
    told: tuple[int, int], usage: Usage
) -> None:
    assert usage_of(told, sizes=(300, 30), most=(500, 50), ms=5) == usage
