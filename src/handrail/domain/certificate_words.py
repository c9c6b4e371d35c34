"""What a certificate, or its refusal, says in one sentence."""

from collections.abc import Mapping
from datetime import date
from typing import Final

_MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "de": (
        "Jan.",
        "Feb.",
        "März",
        "Apr.",
        "Mai",
        "Juni",
        "Juli",
        "Aug.",
        "Sep.",
        "Okt.",
        "Nov.",
        "Dez.",
    ),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}
_CERTIFICATE: Final[Mapping[str, str]] = {
    "en": "Over a confidence of {threshold} the AI's error on '{title}' is at most {alpha} ({sure} sure): "
    "{errors} wrong of {judged} judged, valid until {until}.",
    "de": "Über einer Sicherheit von {threshold} beträgt der Fehler der KI bei „{title}“ höchstens {alpha} "
    "(zu {sure} sicher): {errors} falsch von {judged} beurteilten, gültig bis {until}.",
    "es": "Por encima de una confianza de {threshold}, el error de la IA en «{title}» es como máximo "
    "del {alpha} (con una seguridad del {sure}): {errors} incorrectas de {judged} evaluadas, "
    "válido hasta el {until}.",
}
_REFUSAL: Final[Mapping[str, Mapping[str, str]]] = {
    "too_few": {
        "en": "Too few answers are judged: {judged}, {errors} of them wrong; "
        "{needed} without any error would do.",
        "de": "Zu wenige Antworten sind beurteilt: {judged}, davon {errors} falsch; "
        "{needed} ohne einen Fehler würden genügen.",
        "es": "Hay pocas respuestas evaluadas: {judged}, de ellas {errors} incorrectas; "
        "{needed} sin ningún error bastarían.",
    },
    "too_many_errors": {
        "en": "Too many answers are wrong: {errors} of {judged} judged, "
        "and a higher confidence does not help.",
        "de": "Zu viele Antworten sind falsch: {errors} von {judged} beurteilten, "
        "und eine höhere Sicherheit hilft nicht.",
        "es": "Hay demasiadas respuestas incorrectas: {errors} de {judged} evaluadas, "
        "y exigir más confianza no ayuda.",
    },
    "never": {
        "en": "The policy says that the AI never leads here.",
        "de": "Die Richtlinie sagt, dass die KI hier nie führt.",
        "es": "La política dice que aquí la IA nunca dirige.",
    },
}


def certificate_sentence(
    title: str, bound: tuple[float, float, float], counts: tuple[int, int], until: date, locale: str
) -> str:
    """A certificate in one sentence: en, de or es.

    ``bound`` is (threshold, alpha, delta), ``counts`` the judged answers and the wrong ones among them.
    """
    language = _language(locale)
    threshold, alpha, delta = bound
    judged, errors = counts
    return _CERTIFICATE[language].format(
        threshold=_number(threshold, language, 2),
        title=title,
        alpha=_percent(alpha, language),
        sure=_percent(1 - delta, language),
        errors=errors,
        judged=judged,
        until=_date(until, language),
    )


def refusal_sentence(reason: str, needed: int | None, counts: tuple[int, int], locale: str) -> str:
    """A refusal in one sentence; ``counts`` are the judged answers and the wrong ones among them."""
    judged, errors = counts
    words = _REFUSAL[reason][_language(locale)]
    return words.format(judged=judged, errors=errors, needed=needed)


def _language(locale: str) -> str:
    language = locale.lower().split("-")[0]
    return language if language in _CERTIFICATE else "en"


def _number(value: float, language: str, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text if language == "en" else text.replace(".", ",")


def _percent(share: float, language: str) -> str:
    number = f"{share * 100:.4g}"
    return (number if language == "en" else number.replace(".", ",")) + " %"


def _date(day: date, language: str) -> str:
    month = _MONTHS[language][day.month - 1]
    return f"{day.day}. {month} {day.year}" if language == "de" else f"{day.day} {month} {day.year}"
