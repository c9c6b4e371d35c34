"""CircuitBreaker: leaves a failing server alone for a while (Nygard, Release It!, 2007)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic


@dataclass
class CircuitBreaker:
    """Opens after ``failures`` in a row for ``rest_s`` seconds; then lets one try through at a time."""

    failures: int = 3
    rest_s: float = 30.0
    clock: Callable[[], float] = monotonic
    _in_a_row: int = field(default=0, init=False)
    _resting_until: float = field(default=0.0, init=False)

    def allows(self) -> bool:
        """Whether to try now. After a rest, a yes keeps others out for another rest."""
        if self._in_a_row < self.failures:
            return True
        if self.clock() < self._resting_until:
            return False
        self._resting_until = self.clock() + self.rest_s
        return True

    def succeeded(self) -> None:
        """The server answered."""
        self._in_a_row = 0

    def failed(self) -> None:
        """The server failed."""
        self._in_a_row += 1
        self._resting_until = self.clock() + self.rest_s
