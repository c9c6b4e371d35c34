"""Level: low, medium or high, with an order."""

from enum import StrEnum
from functools import total_ordering


@total_ordering
class Level(StrEnum):
    """How much of something there is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0, 1 or 2."""
        return tuple(Level).index(self)

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, Level) else NotImplemented

    def raised(self) -> "Level":
        """One step higher, high at most."""
        return tuple(Level)[min(self.rank + 1, 2)]
