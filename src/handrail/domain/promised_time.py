"""Promised time: when a sentence says that something will have happened (English, German, Spanish)."""

import re
from datetime import datetime, timedelta

_NUMBERS = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7},
    **{
        "ten": 10,
        "fourteen": 14,
        "einer": 1,
        "einem": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
    },
    **{"sieben": 7, "zehn": 10, "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5},
    **{"siete": 7, "diez": 10},
}
_UNITS = (
    (r"min(?:ute|uto)?(?:s|n)?", timedelta(minutes=1)),
    (r"(?:hour|stunde|hora)(?:s|n)?", timedelta(hours=1)),
    (r"(?:(?:working|business) )?(?:day|tag|werktag|arbeitstag|día)(?:s|e|en)?", timedelta(days=1)),
    (r"(?:week|woche|semana)(?:s|n)?", timedelta(weeks=1)),
)
_SPAN = re.compile(
    rf"\b(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})(?: ?(?:to|-|–|bis|a) ?(?P<upper>\d{{1,3}}))? ?"
    rf"(?:{'|'.join(f'(?P<unit{place}>{form})' for place, (form, _) in enumerate(_UNITS))})\b",
    re.IGNORECASE,
)
_DAYS = (
    (re.compile(r"\b(?:today|tonight|heute|hoy)\b", re.IGNORECASE), 0),
    (re.compile(r"\b(?:tomorrow|morgen|mañana)\b", re.IGNORECASE), 1),
)
_WEEKDAYS = (
    r"monday|montag|lunes",
    r"tuesday|dienstag|martes",
    r"wednesday|mittwoch|miércoles",
    r"thursday|donnerstag|jueves",
    r"friday|freitag|viernes",
    r"saturday|samstag|sábado",
    r"sunday|sonntag|domingo",
)


def due(text: str, said_at: datetime) -> datetime | None:
    """When what ``text`` promises should have happened, or None when it names no time that is read.

    Of "2 to 3 days" the later counts; a day ends at midnight in the zone of ``said_at``; a weekday is
    the next of that name. Read are spans, today, tomorrow and weekdays; no dates.
    """
    if match := _SPAN.search(text):
        number = match["upper"] or match["number"].lower()
        unit = next(u for place, (_, u) in enumerate(_UNITS) if match[f"unit{place}"])
        return said_at + unit * (int(number) if number.isdigit() else _NUMBERS[number])
    for named, days in _DAYS:
        if named.search(text):
            return _end_of_day(said_at, days)
    for weekday, names in enumerate(_WEEKDAYS):
        if re.search(rf"\b(?:{names})\b", text, re.IGNORECASE):
            return _end_of_day(said_at, (weekday - said_at.weekday()) % 7 or 7)
    return None


def _end_of_day(at: datetime, days: int) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days + 1)
