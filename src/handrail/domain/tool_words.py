"""Tool words: values of a tool as a customer reads them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?")
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    ),
    "de": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August"),
        *("September", "Oktober", "November", "Dezember"),
    ),
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
        *("septiembre", "octubre", "noviembre", "diciembre"),
    ),
}
_DAY: Mapping[str, str] = {
    "en": "{day} {month} {year}",
    "de": "{day}. {month} {year}",
    "es": "{day} de {month} de {year}",
}
_CLOCK: Mapping[str, str] = {"en": "{day}, {clock}", "de": "{day}, {clock} Uhr"}


@dataclass(frozen=True, slots=True)
class Speech:
    """How a customer is spoken to: the policy's locale, and the time zone of its hours."""

    locale: str
    zone: str = "UTC"


ENGLISH = Speech("en")
"""For the record, where only whether it can be said matters."""


def spoken(value: object, speech: Speech) -> str:
    """A plain value as words: dates and times of ISO 8601 in the language and zone, others as they are.

    A time without a zone is said as it stands, a whole number without a point.
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    try:
        if _DATE.fullmatch(text):
            return _day(date.fromisoformat(text), speech)
        if _TIME.fullmatch(text):
            at = datetime.fromisoformat(text)
            local = at if at.tzinfo is None else at.astimezone(ZoneInfo(speech.zone))
            pattern = _CLOCK.get(speech.locale, "{day}, {clock}")
            return pattern.format(day=_day(local, speech), clock=f"{local:%H:%M}")
    except ValueError:  # no such day or hour
        return text
    return text


def _day(day: date, speech: Speech) -> str:
    months = _MONTHS.get(speech.locale)
    if months is None:
        return f"{day:%Y-%m-%d}"
    return _DAY[speech.locale].format(day=day.day, month=months[day.month - 1], year=day.year)


def moment_of(value: object) -> datetime | date | None:
    """The day or moment that a value of ISO 8601 names; None for another."""
    text = str(value)
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        if _TIME.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        return None
    return None
