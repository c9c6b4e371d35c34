"""GapSearch: one sorting of unanswered questions into articles to write, and when the next is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LOOK_EVERY = timedelta(minutes=15)
ENOUGH = 10  # questions that wait: then it is time, whatever the hour
AT_LEAST_EVERY = timedelta(hours=24)  # while any question waits
SILENT = timedelta(minutes=2)  # without a step: whoever searched is gone
GROWN = 5  # questions of a gap of which stewards are told


@dataclass(frozen=True, slots=True)
class GapSearch:
    """One search. Of ``waiting`` questions at its begin, ``sorted_in`` are in a gap now.

    ``started_by`` is who asked for it, empty where it ran by itself; ``moved_at`` its last step.
    """

    id: str
    started_at: datetime
    moved_at: datetime
    started_by: str = ""
    ended_at: datetime | None = None
    waiting: int = 0
    sorted_in: int = 0

    def runs(self, now: datetime) -> bool:
        """Whether it goes on; one whose process died does not."""
        return self.ended_at is None and now - self.moved_at < SILENT


def is_time(waiting: int, last: GapSearch | None, now: datetime) -> bool:
    """Whether to search by itself: enough questions wait, or some do and the last search is a day ago."""
    if waiting >= ENOUGH or waiting == 0:
        return waiting > 0
    return last is None or now - last.started_at >= AT_LEAST_EVERY
