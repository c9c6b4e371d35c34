"""Tone: how the house speaks to customers: its form of address, its greeting and its closing."""

import re

from handrail.domain.drafting import Address, Tone

_SAID: dict[str, dict[Address, str]] = {
    "de": {Address.FORMAL: "Sie", Address.INFORMAL: "du"},
    "es": {Address.FORMAL: "usted", Address.INFORMAL: "tú"},
}
# German "Sie" at the beginning of a sentence may be "they"; in the middle it may not.
_SHOWS = {
    "de": {
        Address.FORMAL: re.compile(r"(?<=[\w,;:] )(?:Sie|Ihnen|Ihre?[mnrs]?)\b"),
        Address.INFORMAL: re.compile(r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[mnrs]?|euch)\b"),
    },
    "es": {
        Address.FORMAL: re.compile(r"\b(?:usted|ustedes)\b", re.IGNORECASE),
        Address.INFORMAL: re.compile(r"\b(?:tú|ti|contigo|tuy[oa]s?|tus?)\b", re.IGNORECASE),
    },
}


def style_lines(tone: Tone, language: str) -> tuple[str, ...]:
    """How a model is to speak, as data for it; none where the language has one form of address."""
    said = _SAID.get(language, {}).get(tone.address) if tone.address is not None else None
    return (f"form of address: {said}",) if said else ()


def speaks_otherwise(text: str, tone: Tone, language: str) -> bool:
    """Whether a text addresses the customer otherwise than the house does."""
    forms = _SHOWS.get(language)
    if forms is None or tone.address is None:
        return False
    other = Address.INFORMAL if tone.address is Address.FORMAL else Address.FORMAL
    return forms[other].search(text) is not None and forms[tone.address].search(text) is None


def house_lines(tone: Tone, locale: str, customer: str | None, company: str) -> tuple[str, str]:
    """Greeting and closing in this locale, empty where the house has none.

    Where the customer's name is not known, it is left out with what joins it to the greeting.
    """
    greeting, closing = tone.greeting.get(locale, ""), tone.closing.get(locale, "")
    if not customer:
        greeting = re.sub(r",? ?\{customer\}", "", greeting)
        closing = re.sub(r",? ?\{customer\}", "", closing)
    known = {"customer": customer or "", "company": company}
    return greeting.format(**known).strip(), closing.format(**known).strip()
