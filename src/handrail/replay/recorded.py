"""Recorded turns: JSON lines in, conversations out; a bad line is named and skipped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec


class RecordedTurn(msgspec.Struct, frozen=True):
    """One customer's turn as it was recorded."""

    conversation: str | int
    turn: int
    text: str
    label: str | None = None


@dataclass(slots=True)
class Recording:
    """What a file holds: per conversation its turns in order, and the lines that were skipped."""

    conversations: dict[str, list[RecordedTurn]] = field(
        default_factory=dict[str, list[RecordedTurn]]
    )
    skipped: list[str] = field(default_factory=list[str])

    @property
    def turns(self) -> int:
        """How many turns there are."""
        return sum(len(turns) for turns in self.conversations.values())


def read_recording(path: Path, conversations: int | None = None) -> Recording:
    """The recording in a JSON-lines file, at most so many conversations.

    A line that is not as it should be is skipped and named, with its number and the reason.
    """
    recording = Recording()
    seen: set[tuple[str, int]] = set()
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            turn = msgspec.json.decode(line, type=RecordedTurn)
            name = str(turn.conversation)
            _refuse(turn, (name, turn.turn) in seen)
        except (msgspec.DecodeError, ValueError) as error:
            recording.skipped.append(f"line {number}: {error}")
            continue
        seen.add((name, turn.turn))
        full = conversations is not None and len(recording.conversations) >= conversations
        if name in recording.conversations or not full:
            recording.conversations.setdefault(name, []).append(turn)
    for turns in recording.conversations.values():
        turns.sort(key=lambda turn: turn.turn)
    return recording


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _refuse(turn: RecordedTurn, twice: bool) -> None:
    if not turn.text.strip():
        raise ValueError("`text` is empty")
    if twice:
        raise ValueError(f"turn {turn.turn} of conversation {turn.conversation!r} is there already")


def shortened(skipped: Sequence[str], most: int = 20) -> str:
    """The skipped lines as a few lines of text."""
    more = [f"... and {len(skipped) - most} more"] if len(skipped) > most else []
    return "\n".join([*skipped[:most], *more])
