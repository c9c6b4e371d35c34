"""Tool list: a list that a tool gives, told to the customer a line an item, whole or not at all."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from handrail.domain.tool import Listed
from handrail.domain.tool_flow import filled, told_fields
from handrail.domain.tool_words import Speech, moment_of

Item = Mapping[str, object]


def lines_of(
    listed: Listed, data: Mapping[str, object] | None, speech: Speech, now: datetime
) -> tuple[str, ...] | str:
    """A line for each item that is to be told, in the order of the tool, or what is wrong with them.

    An item that breaks the declared form is no reason to tell the others: the list would be short of it.
    """
    items = (data or {}).get(listed.items)
    if not isinstance(items, list | tuple):
        return f"its output has no list '{listed.items}'"
    lines: list[str] = []
    for item in cast(Sequence[object], items):
        if not isinstance(item, Mapping):
            return f"its list '{listed.items}' holds something that is no item"
        fields = cast(Item, item)
        if not _wanted(listed, fields, speech, now):
            continue
        values = told_fields(listed.tells, fields, speech)
        if isinstance(values, str):
            return values
        line = listed.line.get(speech.locale) or listed.line.get("en", "")
        lines.append(filled(line, values))
    return tuple(lines)


def _wanted(listed: Listed, item: Item, speech: Speech, now: datetime) -> bool:
    if any(item.get(name) != wanted for name, wanted in listed.only.items()):
        return False
    if listed.upcoming is None:
        return True
    at = moment_of(item.get(listed.upcoming))
    return at is None or not _is_over(at, now.astimezone(ZoneInfo(speech.zone)))


def _is_over(at: datetime | date, now: datetime) -> bool:
    """Whether it was before now; a day is over when it has ended."""
    if not isinstance(at, datetime):
        return at < now.date()
    return at < (now if at.tzinfo is not None else now.replace(tzinfo=None))


def list_text(listed: Listed, lines: Sequence[str], speech: Speech) -> str:
    """The lines as a text, at most ``most`` of them, and how many there are besides."""
    shown = [f"• {line}" for line in lines[: listed.most]]
    if len(lines) > listed.most:
        more = listed.more.get(speech.locale) or listed.more.get("en", "")
        shown.append(filled(more, {"count": str(len(lines) - listed.most)}))
    return "\n".join(shown)
