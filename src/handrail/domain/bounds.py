"""Bounds: how large an error can still be, given what was judged; exact for answers that were drawn alike."""

import math
from statistics import NormalDist

_STEPS = 100  # of Newton; a handful is enough
_FINE = 1e-14
_NORMAL = NormalDist()


def binomial_tail(errors: int, judged: int, rate: float) -> float:
    """P(at most ``errors`` of ``judged`` are wrong) when each is wrong with probability ``rate``.

    The regularised incomplete beta function I(1 - rate; judged - errors, errors + 1), by its
    continued fraction (Abramowitz & Stegun 1964, 26.5.8 and 26.5.24; modified Lentz's method).
    """
    if errors >= judged or rate <= 0:
        return 1.0
    if errors < 0 or rate >= 1:
        return 0.0
    a, b, x = float(judged - errors), errors + 1.0, 1 - rate
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(rate)
    )
    if x < (a + 1) / (a + b + 2):
        return min(1.0, front * _fraction(a, b, x) / a)
    return max(0.0, 1 - front * _fraction(b, a, rate) / b)


def _fraction(a: float, b: float, x: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1), tiny)
    value, step = d, 0
    while True:
        step += 1
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d, tiny)
            c = _not_zero(1 + term / c, tiny)
            change = d * c
            value *= change
        if abs(change - 1) < 1e-15 or step > 10_000:
            return value


def _not_zero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny


def exact_upper(errors: int, judged: int, delta: float) -> float:
    """The error rate that is not exceeded, except with probability ``delta``; 1 with nothing judged.

    The one-sided bound of Clopper & Pearson (1934), "The use of confidence or fiducial limits
    illustrated in the case of the binomial", Biometrika 26.
    """
    if errors >= judged:
        return 1.0
    if errors == 0:
        return -math.expm1(math.log(delta) / judged)
    low, high = errors / judged, 1.0
    rate, constant = _near(low, judged, delta), _log_density(errors, judged)
    for _ in range(_STEPS):  # Newton's method on the tail's logarithm, kept between what is known
        tail = binomial_tail(errors, judged, rate)
        low, high = (rate, high) if tail > delta else (low, rate)
        if high - low < _FINE:
            break
        density = constant + errors * math.log(rate) + (judged - errors - 1) * math.log1p(-rate)
        step = math.log(tail / delta) * tail / math.exp(density) if tail else math.inf
        if abs(step) < _FINE:
            break
        rate = rate + step if low < rate + step < high else (low + high) / 2
    return rate


def _near(rate: float, judged: int, delta: float) -> float:
    """A first guess at the bound: Wilson's, from the normal distribution."""
    z = max(0.0, -_NORMAL.inv_cdf(delta)) + 1 / judged
    middle = rate + z * z / (2 * judged)
    width = z * math.sqrt(rate * (1 - rate) / judged + z * z / (4 * judged * judged))
    return (middle + width) / (1 + z * z / judged)


def _log_density(errors: int, judged: int) -> float:
    """The tail's slope at a rate r is this much, as a logarithm, times r^errors (1 - r)^(rest - 1)."""
    return math.lgamma(judged + 1) - math.lgamma(errors + 1) - math.lgamma(judged - errors)


def exact_interval(errors: int, judged: int, level: float = 0.95) -> tuple[float, float]:
    """The two-sided interval of Clopper & Pearson (1934) for a share; (0, 1) with nothing judged."""
    tail = (1 - level) / 2
    return 1 - exact_upper(judged - errors, judged, tail), exact_upper(errors, judged, tail)


def needed_without_error(alpha: float, delta: float) -> int:
    """How many answers, judged without a single error, show an error of at most ``alpha``.

    The least n with (1 - alpha)^n <= delta: 22 for 0.10 and 0.10, 59 for 0.05 and 0.05.
    """
    return math.ceil(math.log(delta) / math.log1p(-alpha))
