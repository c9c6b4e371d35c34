"""Personal data: where a text tells who somebody is, and placeholders that stand for it elsewhere."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

SHORTEST_KNOWN = 3  # characters; a shorter value would stand for half the words of a text


class PersonalKind(StrEnum):
    """What a span of personal data is."""

    PERSON = "PERSON"
    ADDRESS = "ADDRESS"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    CARD = "CARD"
    IBAN = "IBAN"
    NATIONAL_ID = "NATIONAL_ID"  # social security, tax and identity numbers
    NUMBER = "NUMBER"  # of an account, a customer, a licence: called so by the words before it
    BIRTH_DATE = "BIRTH_DATE"
    IP = "IP"
    URL = "URL"


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data in a text: ``text[start:end]``, in characters; ``score`` from 0 to 1."""

    kind: PersonalKind
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Hidden:
    """Texts with placeholders in place of personal data; ``values`` says what each stands for."""

    texts: tuple[str, ...]
    values: Mapping[str, str]

    def restore(self, text: str) -> str:
        """The text with every known placeholder put back; unknown ones stay as they are."""
        return _PLACEHOLDER.sub(lambda found: self.values.get(found[0], found[0]), text)

    def strange(self, text: str) -> list[str]:
        """What looks like a placeholder in a model's text and is none of ours: invented or altered.

        What a text held from the start is a customer's own writing, and no placeholder.
        """
        given = [self._without_ours(each) for each in self.texts]
        found = (match[0] for match in _LIKE_A_PLACEHOLDER.finditer(self._without_ours(text)))
        return [one for one in found if not any(one in each for each in given)]

    def _without_ours(self, text: str) -> str:
        return _PLACEHOLDER.sub(lambda found: " " if found[0] in self.values else found[0], text)

    def lost(self, text: str) -> list[str]:
        """The placeholders that were sent and do not stand in the text."""
        return [name for name in self.values if name not in text]


_PLACEHOLDER = re.compile(r"<[A-Z_]+_\d+>")
_KINDS = "|".join(PersonalKind)
_LIKE_A_PLACEHOLDER = re.compile(
    r"[<\u2039\u27e8]\s{0,2}/?[^\W\d_][\w -]{0,30}\d\s{0,2}[>\u203a\u27e9]"
    rf"|[\[{{(]\s?(?:{_KINDS})[ _-]{{0,2}}\d{{1,4}}\s?[\]}})]"
    rf"|(?<!\w)(?:{_KINDS})_\d{{1,4}}(?!\w)",
    re.IGNORECASE,
)


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Spans in order of place, none over another: the surer one stays, of equals the longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (-s.score, s.start - s.end, s.start, s.kind)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def known_spans(text: str, known: Mapping[str, PersonalKind]) -> list[Span]:
    """Where a text has values that are known to be personal: whole in any case, names also in part.

    A part of a name counts as it is written in the name, so that "will" is a word and "Will" is not.
    """
    found: list[Span] = []
    for value, kind in known.items():
        parts = value.split() if kind is PersonalKind.PERSON else []
        for part in [value, *(p for p in parts if len(p) >= SHORTEST_KNOWN and p != value)]:
            flags = re.IGNORECASE if part == value else 0
            if len(part) >= SHORTEST_KNOWN:
                places = re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text, flags)
                found += [Span(kind, *place.span(), 1.0) for place in places]
    return without_overlaps(found)


def hide(texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Hidden:
    """The texts with ``<KIND_1>`` and so on in place of their spans.

    The same value, however it is spaced and cased, has the same placeholder in all texts. A name that
    a text holds already is passed over, so nobody can write a placeholder and read what it stands for.
    """
    written = {name for text in texts for name in _PLACEHOLDER.findall(text)}
    names: dict[tuple[PersonalKind, str], str] = {}
    values: dict[str, str] = {}
    hidden: list[str] = []
    for text, found in zip(texts, spans, strict=True):
        pieces, at = list[str](), 0
        for span in without_overlaps(found):
            value = text[span.start : span.end]
            same = (span.kind, _bare(value))
            if same not in names:
                names[same] = _free_name(span.kind, written)
                written.add(names[same])
                values[names[same]] = value
            pieces += [text[at : span.start], names[same]]
            at = span.end
        hidden.append("".join([*pieces, text[at:]]))
    return Hidden(tuple(hidden), values)


def _bare(value: str) -> str:
    """What two writings of one value share: letters and digits, in lower case."""
    return "".join(filter(str.isalnum, value.casefold())) or value


def _free_name(kind: PersonalKind, taken: Iterable[str]) -> str:
    used = set(taken)
    number = 1
    while (name := f"<{kind}_{number}>") in used:
        number += 1
    return name
