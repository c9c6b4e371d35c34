"""Promised time: when a sentence says that something will have happened (English, German, Spanish)."""

import re
from datetime import datetime, timedelta

_NUMBERS = {
    word: value
    for value, words in {
        1: "a an one einer einem un una",
        2: "two zwei dos",
        3: "three drei tres",
        4: "four vier cuatro",
        5: "five fünf cinco",
        6: "six sechs seis",
        7: "seven sieben siete",
        10: "ten zehn diez",
        14: "fourteen vierzehn catorce",
    }.items()
    for word in words.split()
}
_UNITS = (
    (r"min(?:ute|uto)?(?:s|n)?", timedelta(minutes=1)),
    (r"(?:hour|stunde|hora)(?:s|n)?", timedelta(hours=1)),
    (r"(?:(?:working|business) )?(?:day|tag|werktag|arbeitstag|día)(?:s|e|en)?", timedelta(days=1)),
    (r"(?:week|woche|semana)(?:s|n)?", timedelta(weeks=1)),
)
_SPAN = re.compile(
    rf"\b(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})(?: ?(?:to|-|\u2013|bis|a) ?(?P<upper>\d{{1,3}}))? ?"
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


_MONTHS = (
    r"jan(?:uary|uar)?|enero",
    r"feb(?:ruary|ruar)?|febrero",
    r"mar(?:ch)?|märz|marzo",
    r"apr(?:il)?|abril",
    r"may|mai|mayo",
    r"june?|juni|junio",
    r"july?|juli|julio",
    r"aug(?:ust)?|agosto",
    r"sept?(?:ember)?|septiembre",
    r"o[ck]t(?:ober)?|octubre",
    r"nov(?:ember)?|noviembre",
    r"de[cz](?:ember)?|diciembre",
)
_MONTH = "|".join(f"(?P<{{side}}{place}>{names})" for place, names in enumerate(_MONTHS))
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)? (?:of |de )?(?:{_MONTH.replace('{side}', 'after')})"
    rf"|(?:{_MONTH.replace('{side}', 'before')}) (?P<later>\d{{1,2}})(?:st|nd|rd|th)?)\b",
    re.IGNORECASE,
)


def due(text: str, said_at: datetime) -> datetime | None:
    """When what ``text`` promises should have happened, or None when it names no time that is read.

    Of "2 to 3 days" the later counts; a day ends at midnight in the zone of ``said_at``; a weekday is
    the next of that name. A date ends with its day, in this year or the next. Read are dates with a named
    month, spans, today, tomorrow and weekdays.
    """
    if date := _date(text, said_at):
        return date
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


def _date(text: str, said_at: datetime) -> datetime | None:
    match = _DATE.search(text)
    if match is None:
        return None
    month = next(
        place + 1 for place in range(12) if match[f"after{place}"] or match[f"before{place}"]
    )
    day = int(match["day"] or match["later"])
    year = said_at.year + ((month, day) < (said_at.month, said_at.day))
    try:
        return _end_of_day(said_at.replace(year=year, month=month, day=day), 0)
    except ValueError:  # 31 June
        return None


def _end_of_day(at: datetime, days: int) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days + 1)
