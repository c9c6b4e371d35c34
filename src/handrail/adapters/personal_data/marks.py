"""Marks: personal data that shows by its form, its check digits or the words before it."""

import re
from collections.abc import Callable, Iterable, Iterator
from ipaddress import ip_address

from handrail.domain.check_digits import (
    is_card,
    is_german_tax_id,
    is_iban,
    is_nhs_number,
    is_spanish_id,
    is_us_ssn,
)
from handrail.domain.personal_data import PersonalKind, Span

CERTAIN, CHECKED, NAMED, LIKELY = 1.0, 0.95, 0.8, 0.6

_EMAIL = re.compile(r"[\w.+%'-]*\w@\w[\w-]*(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']+[^\s<>\"'.,;:!?)\]]", re.IGNORECASE)
_IP4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_IP6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)
_CARD = re.compile(r"(?<![\w.-])\d(?:[ -]?\d){11,22}(?![\w-])")
_CARD_WORD = re.compile(r"\b(?:card|cc|visa|mastercard|amex|\w*karte\w*|tarjeta)\b", re.IGNORECASE)
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z0-9]){11,34}(?!\w)", re.IGNORECASE)
_AS_IBAN = re.compile(
    r"[a-z]{2}\d{2}[a-z0-9]*(?: [a-z]{4})?(?: (?=[a-z]*\d)[a-z0-9]{4})*(?: \d{1,3})?", re.IGNORECASE
)
_IBAN_WORD = re.compile(r"\biban\b", re.IGNORECASE)
_SSN = re.compile(r"(?<![\w-])\d{3}([- ]?)\d{2}\1\d{4}(?![\w-])")
_SSN_WORD = re.compile(r"\b(?:ssn|ss#|social(?: security)?)\b", re.IGNORECASE)
_NINO = re.compile(
    r"(?<!\w)[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z] ?\d\d ?\d\d ?\d\d ?[a-d](?!\w)", re.IGNORECASE
)
_NHS = re.compile(r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])")
_NHS_WORD = re.compile(r"\bnhs\b", re.IGNORECASE)
_DNI = re.compile(r"(?<!\w)(?:\d{2}\.?\d{3}\.?\d{3}|[xyz]-?\d{7})[- ]?[a-z](?!\w)", re.IGNORECASE)
_IDNR = re.compile(r"(?<![\w-])\d{2} ?\d{3} ?\d{3} ?\d{3}(?![\w-])")
_IDNR_WORD = re.compile(r"\bsteuer\w*|\bid-?nr\b|\btax\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"\b(?:account|acct|customer|member(?:ship)?|client|policy|patient|student|insurance|passport"
    r"|licen[cs]e|identity card|national id|tax id|konto|kunden|ausweis|reisepass|personalausweis"
    r"|f(?:ü|ue)hrerschein|versicherungs?|steuer|mitglieds|cuenta|cliente|pasaporte|carn[eé]|p[oó]liza"
    r"|seguridad social|socio)"
    r"[ -]?(?:numbers?|no\b\.?|num\b\.?|nr\b\.?|nummer|#|id\b|code|n[º°]|de conducir)*"
    r"(?:\W{1,3}(?:is|was|ending|with|the|number|nr|ist|lautet|die|es|el|n[uú]mero)\b){0,3}"
    r"\W{1,4}(?P<value>(?=(?:[^\s\d]*[- ]?\d){5})[a-z0-9](?:[a-z0-9]|[-./ ](?=\d)){3,24})(?!\w)"
    r"|\b(?:n[uú]mero de (?:cuenta|cliente|socio|p[oó]liza|pasaporte|la seguridad social))"
    r"(?:\W{1,3}(?:es|la|el)\b)*\W{1,4}(?P<value2>[a-z]{0,3}\d(?:[a-z0-9]|[-./ ](?=\d)){3,24})(?!\w)",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:born|birth(?:day|date)?|d\.?o\.?b\.?|geb(?:oren|\.)|geburts\w+|nac[ií]\w*|nacimiento)\b"
    r"[^\d\n]{0,25}?(?P<value>\d{4}-\d\d?-\d\d?"
    r"|\d\d?(?:st|nd|rd|th)?[./ -]{1,2}(?:de )?(?:\d\d?|[^\W\d_]{3,10})"
    r"[., /-]{1,2}(?:de )?\d{2,4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d\d?"
    r"(?:st|nd|rd|th)?,? \d{4})(?!\d)",
    re.IGNORECASE,
)
_BEFORE = 45  # characters before a number in which a word may name it


def by_form(text: str) -> Iterator[Span]:
    """Spans of every kind that needs neither a model nor telephone plans; they may overlap."""
    yield from _spans(PersonalKind.EMAIL, CERTAIN, _EMAIL.finditer(text))
    yield from _spans(PersonalKind.URL, CERTAIN, _URL.finditer(text))
    yield from _spans(PersonalKind.IP, CHECKED, filter(_is_ip, _IP4.finditer(text)))
    yield from _spans(PersonalKind.IP, CHECKED, filter(_is_ip, _IP6.finditer(text)))
    yield from _cards(text)
    yield from _ibans(text)
    yield from _national(text)
    for found in _NUMBER.finditer(text):
        group = "value" if found["value"] else "value2"
        yield Span(PersonalKind.NUMBER, *found.span(group), NAMED)
    for found in _BORN.finditer(text):
        yield Span(PersonalKind.BIRTH_DATE, *found.span("value"), NAMED)


def _spans(kind: PersonalKind, score: float, found: Iterable[re.Match[str]]) -> Iterator[Span]:
    for match in found:
        yield Span(kind, *match.span(), score)


def _is_ip(found: re.Match[str]) -> bool:
    try:
        address = ip_address(found[0])
    except ValueError:
        return False
    return not address.is_unspecified


def _cards(text: str) -> Iterator[Span]:
    for found in _CARD.finditer(text):
        part = _longest(found, is_card)
        if part and text[part[0]] in "23456":
            yield Span(PersonalKind.CARD, *part, CHECKED)
        elif _named(text, found, _CARD_WORD):
            yield Span(PersonalKind.CARD, *found.span(), NAMED)


def _ibans(text: str) -> Iterator[Span]:
    for found in _IBAN.finditer(text):
        part = _longest(found, is_iban, at_start=True)
        if part:
            yield Span(PersonalKind.IBAN, *part, CERTAIN)
        elif _named(text, found, _IBAN_WORD):
            written = _AS_IBAN.match(text, *found.span())
            yield Span(PersonalKind.IBAN, *(written or found).span(), NAMED)


def _national(text: str) -> Iterator[Span]:
    for found in _SSN.finditer(text):
        if _named(text, found, _SSN_WORD):
            yield Span(PersonalKind.NATIONAL_ID, *found.span(), CHECKED)
        elif found[1] == "-" and is_us_ssn(_bare(found[0])):
            yield Span(PersonalKind.NATIONAL_ID, *found.span(), NAMED)
    for found in _NHS.finditer(text):
        if _named(text, found, _NHS_WORD) and is_nhs_number(_bare(found[0])):
            yield Span(PersonalKind.NATIONAL_ID, *found.span(), CHECKED)
    for found in _IDNR.finditer(text):
        if _named(text, found, _IDNR_WORD) and is_german_tax_id(_bare(found[0])):
            yield Span(PersonalKind.NATIONAL_ID, *found.span(), CHECKED)
    yield from _spans(PersonalKind.NATIONAL_ID, NAMED, _NINO.finditer(text))
    spanish = (found for found in _DNI.finditer(text) if is_spanish_id(_bare(found[0])))
    yield from _spans(PersonalKind.NATIONAL_ID, CHECKED, spanish)


def _bare(said: str) -> str:
    return re.sub(r"[ .-]", "", said)


def _named(text: str, found: re.Match[str], word: re.Pattern[str]) -> bool:
    """Whether the word stands shortly before, in the same paragraph."""
    before = text[max(0, found.start() - _BEFORE) : found.start()]
    return word.search(before.rpartition("\n\n")[2]) is not None


def _longest(
    found: re.Match[str], valid: Callable[[str], bool], *, at_start: bool = False
) -> tuple[int, int] | None:
    """The longest run of the match's groups, set apart by blanks or hyphens, that is valid."""
    groups = list(re.finditer(r"[^ -]+", found[0]))
    runs = [
        (first.start(), last.end())
        for place, first in enumerate(groups[:1] if at_start else groups)
        for last in groups[place:]
    ]
    for start, end in sorted(runs, key=lambda run: run[0] - run[1]):
        if valid(_bare(found[0][start:end])):
            return found.start() + start, found.start() + end
    return None
