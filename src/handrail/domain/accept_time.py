"""Time to accept: how long what was prepared lay before a person until it was accepted; never by whom."""

from dataclasses import dataclass
from enum import StrEnum

FEWEST = 20  # fewer tell nothing of a kind, and might tell of a person


class Prepared(StrEnum):
    """What is prepared for a person to accept."""

    WRAP_UP = "wrap_up"  # from first seeing it to accepting it
    DRAFT = "draft"  # from the turn's lying before the person to sending the draft


@dataclass(frozen=True, slots=True)
class AcceptTime:
    """Of one kind, or of all with ``kind`` None: how many were accepted, and how long it took.

    Seconds at the lower quartile, the median and the upper quartile. ``amended``: accepted with changes.
    """

    prepared: Prepared
    kind: str | None
    accepted: int
    amended: int
    lower_s: float | None
    median_s: float | None
    upper_s: float | None

    @property
    def few(self) -> bool:
        """Whether there are too few to tell anything; then the times are not shown."""
        return self.accepted < FEWEST
