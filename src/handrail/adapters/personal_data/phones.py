"""Phones: telephone numbers as people write them, here and abroad."""

import re
from collections.abc import Iterable, Iterator

from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse

from handrail.domain.personal_data import PersonalKind, Span

CERTAIN, NAMED, LIKELY = 0.9, 0.75, 0.6
REGIONS = {
    "en": ("US", "GB", "AU", "IE", "NZ"),
    "de": ("DE", "AT", "CH"),
    "es": ("ES", "MX", "AR", "CO", "CL"),
}
_DIGITS = re.compile(r"(?<![\w.,/+-])(?:\+|00)?[(]?\d(?:[ ().\-/]{0,2}\d){5,14}(?![\w]|[-/.,]\d)")
_WORD = re.compile(
    r"\b(?:phones?|telephones?|tele?|mobiles?|cell(?:phone)?s?|fax|call(?:ed|ing|s)?|ring|reach|text(?:ed|ing)?"
    r"|messages?|sms|whatsapp|dial|contact number|my number|handy\w*|telefon\w*|mobil\w*|r(?:u|ie)f\w*"
    r"|anruf\w*|erreich\w*|tel[eé]fono|m[oó]vil|celular|ll[aá]m\w*)\b",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"\b(?:orders?|invoices?|tracking|reference|ref|ticket|case|booking|parcel|amount|bestell\w*|rechnung\w*"
    r"|auftrag\w*|pedido|factura|reserva)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{4}([-./])\d\d?\1\d\d?(?: .*)?|\d\d?([-./])\d\d?\2\d{2,4}|(?:19|20)\d\d ?- ?(?:19|20)\d\d"
)
_SHORTEST = 9  # digits of a number that nothing around it calls a phone
_NEAR = 45  # characters before a number, and half as many after it, in which a word may name it


def phones(text: str, language: str) -> Iterator[Span]:
    """Telephone numbers: with a country code, valid in a country of the language, or any six to
    fifteen digits that the words around call one. Method: the numbering plans of libphonenumber."""
    regions = _regions(language)
    for found in _DIGITS.finditer(text):
        if _DATE.fullmatch(found[0]):
            continue
        score = _score(text, found, regions)
        if score is not None:
            yield Span(PersonalKind.PHONE, *found.span(), score)


def _regions(language: str) -> tuple[str, ...]:
    spoken, _, region = language.partition("-")
    usual = REGIONS.get(spoken.lower(), REGIONS["en"])
    return (region.upper(), *usual) if len(region) == 2 else usual


def _score(text: str, found: re.Match[str], regions: Iterable[str]) -> float | None:
    said = found[0]
    if said.startswith(("+", "00")) and _is_possible(said):
        return CERTAIN
    before = text[max(0, found.start() - _NEAR) : found.start()]
    after = text[found.end() : found.end() + _NEAR // 2].partition(".")[0]
    phone, other = _last(_WORD, before), _last(_OTHER_NUMBER, before)
    if other > phone:
        return None
    if phone >= 0 or _WORD.search(after):
        return NAMED
    # Shorter or unbroken digits are as often a house number, a price, a code.
    written = len(re.sub(r"\D", "", said)) >= _SHORTEST and (not said.isdigit() or said[0] == "0")
    return LIKELY if written and any(_is_valid(said, region) for region in regions) else None


def _last(word: re.Pattern[str], text: str) -> int:
    """Where the word stands last, -1 for nowhere."""
    return max((found.start() for found in word.finditer(text)), default=-1)


def _is_possible(said: str) -> bool:
    try:
        return is_possible_number(parse(re.sub("^00", "+", said), None))
    except NumberParseException:
        return False


def _is_valid(said: str, region: str) -> bool:
    try:
        return is_valid_number(parse(said, region))
    except NumberParseException:
        return False
