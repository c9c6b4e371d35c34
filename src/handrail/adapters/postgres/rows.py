"""Rows: the domain's values from what the tables hold."""

from datetime import timedelta
from typing import TypeVar, cast
from uuid import UUID

import msgspec

from handrail.adapters.postgres.pool import Record
from handrail.domain.conversation import Event, EventKind, MadeBy, Provenance, Speaker

T = TypeVar("T")

SEEN_LATELY = timedelta(seconds=90)  # staff whose desk was open within this time are there


def read(kind: type[T], row: Record) -> T:
    """A row as the value whose fields its columns are named after."""
    return msgspec.convert(dict(row), kind)


def read_event(row: Record) -> Event:
    """An event; written out, because screens read thousands of them."""
    made_by = cast("str | None", row["made_by"])
    return Event(
        seq=row["seq"],
        at=row["at"],
        kind=EventKind(row["kind"]),
        speaker=Speaker(row["speaker"]),
        text=row["text"],
        provenance=Provenance(MadeBy(made_by), row["staff_name"]) if made_by else None,
        data=row["data"],
    )


def cursor(row: Record) -> str:
    """The place of a row in its list."""
    return f"{row['key']}.{row['id']}"


def read_cursor(text: str | None) -> tuple[int | None, str | None]:
    """The place that a cursor names. Raises ValueError for any other text."""
    if text is None:
        return None, None
    key, _, row_id = text.partition(".")
    if not key.removeprefix("-").isascii() or len(key) > 18:
        raise ValueError("This cursor was not made here.")
    return int(key), str(UUID(row_id))
