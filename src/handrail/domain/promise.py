"""Promise: one commitment of the company's, who gave it, when it is due, and what became of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handrail.domain.conversation import WrongState
from handrail.domain.due import Due, due_in
from handrail.domain.policy import OpeningHours
from handrail.domain.promises import promises_in


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    LATE = "late"  # its time has come, and nobody has said that it was kept
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise. ``staff_id`` is who keeps it; the AI's own have nobody until somebody confirms them.

    ``moved_from`` are the times at which it was due before. ``raised_at`` is when supervisors heard.
    """

    id: str
    conversation_id: str
    seq: int  # the message that made it
    text: str
    made_by: str  # "staff" or "ai"
    made_at: datetime
    staff_id: str | None = None
    due_at: datetime | None = None
    due_words: str = ""
    state: PromiseState = PromiseState.OPEN
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    late_at: datetime | None = None
    raised_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    because: str = ""
    moved_from: tuple[datetime, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it still has to be kept."""
        return self.state in (PromiseState.OPEN, PromiseState.LATE)

    def confirmed(self, by: str, at: datetime) -> "Promise":
        """This person says that it is a promise, and keeps it if nobody else does."""
        self._must_stand()
        return replace(self, confirmed_at=at, confirmed_by=by, staff_id=self.staff_id or by)

    def due(self, at: datetime) -> "Promise":
        """It is due then; a time that was already promised is remembered."""
        self._must_stand()
        before = (self.due_at,) if self.due_at is not None and self.due_at != at else ()
        return replace(
            self,
            due_at=at,
            state=PromiseState.OPEN,
            late_at=None,
            raised_at=None,
            moved_from=self.moved_from + before,
        )

    def kept(self, by: str, at: datetime) -> "Promise":
        """It was kept."""
        self._must_stand()
        return replace(self, state=PromiseState.KEPT, ended_at=at, ended_by=by)

    def withdrawn(self, by: str, at: datetime, because: str) -> "Promise":
        """It will not be kept, or it was none."""
        self._must_stand()
        return replace(
            self, state=PromiseState.WITHDRAWN, ended_at=at, ended_by=by, because=because
        )

    def late(self, at: datetime) -> "Promise":
        """Its time has come."""
        return replace(self, state=PromiseState.LATE, late_at=at)

    def raised(self, at: datetime) -> "Promise":
        """Supervisors were told."""
        return replace(self, raised_at=at)

    def _must_stand(self) -> None:
        if not self.stands:
            raise WrongState(f"This promise is over ({self.state}); reload the list.")


def promised_in(text: str, said_at: datetime, hours: OpeningHours) -> list[tuple[str, Due | None]]:
    """The promises in a message, each with when it is due if it says so."""
    return [(sentence, due_in(sentence, said_at, hours)) for sentence in promises_in(text)]
