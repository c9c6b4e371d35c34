"""Bounds: how large an error can still be, given what was judged; exact where answers were drawn alike."""

import math
from collections import Counter
from collections.abc import Iterable
from operator import mul
from statistics import NormalDist

_STEPS = 100  # of Newton; a handful is enough
_FINE = 1e-14
_NORMAL = NormalDist()
_BETS = (0.25, 0.5, 0.75, 1.0)  # shares of the largest bet that cannot ruin a bettor
_PLACES = 2**24
_LEVELS = 100  # weights are rounded to hundredths, to the careful side


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


class Weighted:
    """Judged answers that were drawn with different, known probabilities; adds up, never forgets.

    An answer drawn with probability p stands for 1/p answers. Weights are taken relative to the
    least probability, so that they lie in (0, 1], and a bettor who bets against "the weighted
    error is over alpha" gets rich only when it is not (Waudby-Smith & Ramdas 2024, "Estimating
    means of bounded random variables by betting", JRSS B 86). Weights are rounded up for wrong
    answers and down for right ones, so the evidence is never overstated.
    """

    def __init__(self, least: float) -> None:
        self._least = least
        self._counts: Counter[tuple[int, bool]] = Counter()
        self._mass = self._wrong = 0.0

    def add(self, probability: float, *, wrong: bool) -> None:
        """Take one judged answer into account."""
        weight = self._least / probability * _LEVELS
        level = math.ceil(weight - 1e-9) if wrong else math.floor(weight + 1e-9)
        self._counts[level, wrong] += 1
        self._mass += 1 / probability
        self._wrong += wrong / probability

    @property
    def risk(self) -> float:
        """The estimated error: wrong answers' share by weight (Hajek's ratio)."""
        return self._wrong / self._mass

    def copy(self) -> "Weighted":
        """What was judged so far, apart from what is added later."""
        copied = Weighted(self._least)
        copied._counts = self._counts.copy()
        copied._mass, copied._wrong = self._mass, self._wrong
        return copied

    def doubt(self, alpha: float) -> float:
        """A p-value of "the error is over alpha": the reciprocal of what the bettor has, 1 at most."""
        logs = [self.log_wealth(alpha, bet) for bet in _BETS]
        return min(1.0, math.exp(-_log_mean_exp(logs)))

    def upper(self, delta: float, like: float | None = None) -> float:
        """The error rate that is not exceeded, except with probability ``delta``, rounded up to 2^-24.

        ``like``, the rate of much the same answers, is found sooner from, and changes nothing.
        """
        near = self._near(delta, like or self.risk) * _PLACES
        place = max(1, math.ceil(near))
        if 0.05 < place - near < 0.95:  # surely between two places
            return place / _PLACES
        place = min(place, _PLACES - 1)  # or its neighbour
        place += self.doubt(place / _PLACES) > delta
        place -= self.doubt((place - 1) / _PLACES) <= delta
        return place / _PLACES

    def _near(self, delta: float, rate: float) -> float:
        """About where the doubt is ``delta``: Newton's method on what the bettor has, by the odds."""
        right = [(level / _LEVELS, n) for (level, wrong), n in self._counts.items() if not wrong]
        bets = [(self._lost(bet), [(bet * weight, n) for weight, n in right]) for bet in _BETS]
        low, high = 0.0, math.inf
        odds = rate / (1 - rate) if 0 < rate < 1 else 1 / self._counts.total()
        for _ in range(_STEPS):
            logs = [
                lost + sum([n * math.log1p(won * odds) for won, n in wins]) for lost, wins in bets
            ]
            ahead = _log_mean_exp(logs) + math.log(delta)
            low, high = (low, odds) if ahead > 0 else (odds, high)
            shares = [math.exp(value - max(logs)) for value in logs]
            slopes = [sum([n * won / (1 + won * odds) for won, n in wins]) for _, wins in bets]
            slope = sum(map(mul, shares, slopes)) / sum(shares)
            if slope <= 0 or odds > _PLACES:
                return 1.0
            step = ahead / slope
            if abs(step) < 1e-9:
                break
            odds = odds - step if low < odds - step < high else min(2 * odds, (low + high) / 2)
        return odds / (1 + odds)

    def _lost(self, bet: float) -> float:
        """What the wrong answers leave of one coin at one size of bet, as a logarithm."""
        left = [
            (1 - bet * level / _LEVELS, n) for (level, wrong), n in self._counts.items() if wrong
        ]
        if any(factor <= 0 for factor, _ in left):
            return -math.inf
        return sum([n * math.log(factor) for factor, n in left])

    def needed_without_error(self, alpha: float, delta: float) -> int:
        """How many answers, drawn as these were and all right, would show an error of at most alpha."""
        levels = sum(level * count for (level, _), count in self._counts.items())
        weight = max(1.0, levels / self._counts.total()) / _LEVELS
        low, high = 0, 1
        while _all_right(high, weight, alpha) > delta:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            if _all_right(middle, weight, alpha) > delta:
                low = middle
            else:
                high = middle
        return high

    def log_wealth(self, alpha: float, bet: float) -> float:
        """The logarithm of what one coin became at one size of bet (0 to 1); minus infinity when ruined."""
        total = 0.0
        for (level, wrong), count in self._counts.items():
            weight = level / _LEVELS
            factor = 1 - bet * weight if wrong else 1 + bet * weight * alpha / (1 - alpha)
            if factor <= 0:
                return -math.inf
            total += count * math.log(factor)
        return total


def _all_right(judged: int, weight: float, alpha: float) -> float:
    growth = [judged * math.log1p(bet * weight * alpha / (1 - alpha)) for bet in _BETS]
    return math.exp(-_log_mean_exp(growth))


def _log_mean_exp(logs: Iterable[float]) -> float:
    values = list(logs)
    most = max(values)
    return most + math.log(math.fsum(math.exp(value - most) for value in values) / len(values))
