"""Drift: the error, or what customers write, moved away from what was certified.

Both watches are e-processes: while nothing moves, the probability that their evidence ever reaches
1 / false_alarm is at most false_alarm, however long and however often one looks (Ville 1939, "Etude
critique de la notion de collectif"; Ramdas, Grunwald, Vovk & Shafer 2023, "Game-theoretic statistics
and safe anytime-valid inference", Statistical Science 38). Who runs both gives each half.
"""

import math
from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

_BETS = (0.05, 0.15, 0.4)  # shares of the largest bet that cannot ruin a bettor
_SOON = 100.0  # half of the stake is laid on drift that begins within so many answers
_BURST = 20  # turns
_JUMPS = (0.0001, 0.001, 0.01, 0.1)
_SLOPES = (-2.0, -1.0, 0.0, 1.0, 2.0)


@dataclass(frozen=True, slots=True)
class ErrorWatch:
    """Evidence, over judged answers in the order of their turns, that the error is over ``alpha``.

    A bettor bets on each answer being wrong. As the drift may begin at any answer, the stake is
    spread over beginnings: after n answers the part _SOON / (n + _SOON) is still in the pocket
    (a mixture over change points, as in Shin, Ramdas & Rinaldo 2023, "E-detectors", NEJSDS 2).
    ``least`` is the lowest probability with which an answer is drawn: one drawn with p weighs
    least / p, so that draws of different probability stay fair.
    """

    alpha: float
    false_alarm: float
    least: float = 1.0
    seen: int = 0
    stakes: tuple[float, ...] = (0.0,) * len(_BETS)

    def after(self, *, wrong: bool, probability: float = 1.0) -> "ErrorWatch":
        """The watch after one more judged answer; ValueError if its draw was rarer than ``least``."""
        if not self.least <= probability <= 1:
            raise ValueError(
                f"an answer was drawn with probability {probability}, the watch begins at {self.least}. "
                "Start it with the lowest probability that the policy has."
            )
        weight = self.least / probability
        laid = _pocket(self.seen) - _pocket(self.seen + 1)
        stakes = tuple(
            (stake + laid) * (1 + bet / self.alpha * weight * (wrong - self.alpha))
            for stake, bet in zip(self.stakes, _BETS, strict=True)
        )
        return replace(self, seen=self.seen + 1, stakes=stakes)

    @property
    def evidence(self) -> float:
        """What the bettor has of one coin; its mean is at most 1 while the error is at most alpha."""
        return math.fsum(self.stakes) / len(self.stakes) + _pocket(self.seen)

    @property
    def alarmed(self) -> bool:
        """Whether the evidence is enough now."""
        return self.evidence >= 1 / self.false_alarm


def _pocket(seen: int) -> float:
    return _SOON / (seen + _SOON)


_Wealth = tuple[tuple[float, ...], ...]  # for each jump rate the money on each slope


@dataclass(frozen=True, slots=True)
class InputWatch:
    """Evidence that confidences no longer look like those of the certificate's window.

    A conformal test martingale: each new confidence is ranked among all before it, which gives
    p-values that are independent and uniform while the order does not matter, and the Composite
    Jumper bets against that (Vovk, Petej, Nouretdinov, Ahlberg, Carlsson & Gammerman 2021, "Retrain
    or not retrain: conformal test martingales for change-point detection", COPA).
    """

    false_alarm: float
    ranked: tuple[float, ...]  # ascending
    wealth: _Wealth = ((1 / len(_SLOPES),) * len(_SLOPES),) * len(_JUMPS)

    @classmethod
    def over(cls, confidences: Sequence[float], false_alarm: float) -> "InputWatch":
        """A watch that begins behind the confidences of the certificate's window, in any order."""
        return cls(false_alarm, tuple(sorted(confidences)))

    def after(self, confidence: float, tie: float) -> "InputWatch":
        """The watch after one more turn; ``tie`` is a fresh random number in [0, 1]."""
        ranked = list(self.ranked)
        insort(ranked, confidence)
        return replace(
            self, ranked=tuple(ranked), wealth=_bet(self.wealth, _rank(ranked, confidence, tie))
        )

    def after_all(self, confidences: Sequence[float], tie: Callable[[], float]) -> "InputWatch":
        """The same for many turns in their order; it stops at the first that raises the alarm."""
        ranked, wealth = list(self.ranked), self.wealth
        for confidence in confidences:
            if _evidence(wealth) >= 1 / self.false_alarm:
                break
            insort(ranked, confidence)
            wealth = _bet(wealth, _rank(ranked, confidence, tie()))
        return replace(self, ranked=tuple(ranked), wealth=wealth)

    @property
    def evidence(self) -> float:
        """What the bettor has of one coin; its mean is 1 while nothing moves."""
        return _evidence(self.wealth)

    @property
    def alarmed(self) -> bool:
        """Whether the evidence is enough now."""
        return self.evidence >= 1 / self.false_alarm


def once_a_burst(confidences: Sequence[float]) -> list[float]:
    """The confidences in their order, one that came among the last few turns already left out.

    Ranks are independent only while turns are. The same words sent again and again, by one program or
    by visitors trying the same example, are one input: they have the same confidence to the last bit.
    Whoever watches leaves them out of the certificate's window and of what came since alike, so
    that words which many customers use weigh the same on both sides.
    """
    latest: deque[float] = deque(maxlen=_BURST)
    kept: list[float] = []
    for confidence in confidences:
        if confidence not in latest:
            kept.append(confidence)
        latest.append(confidence)
    return kept


def _rank(ranked: Sequence[float], value: float, tie: float) -> float:
    """The smoothed conformal p-value: the share of ``ranked``, the value among them, that lies below."""
    below, up_to = bisect_left(ranked, value), bisect_right(ranked, value)
    return (below + tie * (up_to - below)) / len(ranked)


def _bet(wealth: _Wealth, p_value: float) -> _Wealth:
    return tuple(
        tuple(
            ((1 - jump) * part + jump * math.fsum(parts) / len(parts))
            * (1 + slope * (p_value - 0.5))
            for part, slope in zip(parts, _SLOPES, strict=True)
        )
        for parts, jump in zip(wealth, _JUMPS, strict=True)
    )


def _evidence(wealth: _Wealth) -> float:
    return math.fsum(math.fsum(parts) for parts in wealth) / len(wealth)
