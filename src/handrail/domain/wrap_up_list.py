"""Wrap-up list: the reasons, outcomes and fields that a desk writes down, in the desk's own words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handrail.domain.policy import Policy
from handrail.domain.wrap_up import Outcome
from handrail.domain.wrap_up_rules import CUSTOMER_FIELDS, FIGURES, FieldFrom, FieldRule, FieldType

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_OUTCOMES: Mapping[Outcome, Mapping[str, str]] = {
    Outcome.SOLVED: {"en": "Solved", "de": "Gelöst", "es": "Resuelto"},
    Outcome.NOT_SOLVED: {"en": "Not solved", "de": "Nicht gelöst", "es": "No resuelto"},
    Outcome.PASSED_ON: {"en": "Passed on", "de": "Weitergegeben", "es": "Trasladado"},
    Outcome.UNKNOWN: {
        "en": "Not known whether solved",
        "de": "Nicht bekannt, ob gelöst",
        "es": "No se sabe si está resuelto",
    },
}


class Part(StrEnum):
    """Which part of a wrap-up an entry is of."""

    REASON = "reason"
    OUTCOME = "outcome"
    FIELD = "field"


class Refused(Exception):
    """An entry cannot be so; the first argument says why and what to do, the second where."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One reason, outcome or field. ``crm`` is its name in the company's own system.

    ``type``, ``source`` and ``of`` are a field's alone. A retired entry is not offered any more; what
    was accepted with it keeps it.
    """

    part: Part
    name: str
    title: Mapping[str, str]  # by locale, English for sure
    place: int
    crm: str = ""
    type: FieldType | None = None
    source: FieldFrom | None = None
    of: str = ""
    retired_at: datetime | None = None
    retired_by: str = ""

    @property
    def words(self) -> str:
        """The entry in one line, for the record of changes."""
        titles = ", ".join(f"{locale}: {text}" for locale, text in sorted(self.title.items()))
        return f"{titles} → {self.crm}" if self.crm else titles


class Did(StrEnum):
    """What somebody did to an entry."""

    ADDED = "added"
    CHANGED = "changed"
    ORDERED = "ordered"
    RETIRED = "retired"
    BROUGHT_BACK = "brought_back"


@dataclass(frozen=True, slots=True)
class ListChange:
    """Who did what to which entry, with its words before and after."""

    id: str
    at: datetime
    by_name: str
    part: Part
    name: str
    did: Did
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class WrapUpList:
    """All entries, retired ones too, each part in its order. ``fixed``: names that are the policy's."""

    entries: tuple[Entry, ...]
    fixed: frozenset[tuple[Part, str]]

    def of(self, part: Part) -> list[Entry]:
        """One part's entries in their order."""
        return [entry for entry in self.entries if entry.part is part]

    def entry(self, part: Part, name: str) -> Entry | None:
        """One entry; None for a name that the list does not have."""
        return next((entry for entry in self.of(part) if entry.name == name), None)

    def offered(self, part: Part) -> frozenset[str]:
        """The names that may still be chosen."""
        return frozenset(entry.name for entry in self.of(part) if entry.retired_at is None)

    def title(self, part: Part, name: str, locale: str) -> str:
        """An entry's title for a reader; its name where the list does not have it any more."""
        entry = self.entry(part, name)
        return (entry.title.get(locale) or entry.title["en"]) if entry is not None else name

    def rules(self) -> tuple[FieldRule, ...]:
        """The fields that are still wanted."""
        return tuple(
            FieldRule(entry.name, entry.title, entry.type, entry.source, entry.of)
            for entry in self.of(Part.FIELD)
            if entry.retired_at is None and entry.type is not None and entry.source is not None
        )

    def asked_of(self, policy: Policy) -> Policy:
        """The policy with the fields of this list in the place of its own."""
        return replace(policy, wrap_up=replace(policy.wrap_up, fields=self.rules()))

    def saved(self, entry: Entry) -> Entry:
        """The entry as it may be kept: its place and what cannot change stay. Raises Refused."""
        _check(entry)
        known = self.entry(entry.part, entry.name)
        if known is None:
            last = max((one.place for one in self.of(entry.part)), default=0)
            return replace(entry, place=last + 1)
        return replace(known, title=entry.title, crm=entry.crm)

    def retired(self, part: Part, name: str, at: datetime, by: str) -> Entry:
        """The entry, not offered any more. Raises Refused, LookupError."""
        entry = self._known(part, name)
        if part is Part.OUTCOME and name in set(Outcome):
            raise Refused("This outcome is read from what was said: rename it instead.", "name")
        return replace(entry, retired_at=at, retired_by=by)

    def brought_back(self, part: Part, name: str) -> Entry:
        """The entry, offered again. Raises LookupError."""
        return replace(self._known(part, name), retired_at=None, retired_by="")

    def ordered(self, part: Part, names: Sequence[str]) -> list[Entry]:
        """The part's entries in a new order. Raises Refused where one is missing or there twice."""
        if sorted(names) != sorted(entry.name for entry in self.of(part)):
            raise Refused("Name every entry of this part once, in the order you want.", "names")
        return [replace(self._known(part, name), place=i + 1) for i, name in enumerate(names)]

    def _known(self, part: Part, name: str) -> Entry:
        entry = self.entry(part, name)
        if entry is None:
            raise LookupError(f"no {part} {name}")
        return entry


def wrap_up_list(policy: Policy, kept: Sequence[Entry]) -> WrapUpList:
    """The policy's own entries and those that were kept, which take their place by name.

    A kept field never changes what the policy says of where its value comes from.
    """
    own = {(entry.part, entry.name): entry for entry in _of_policy(policy)}
    merged = dict(own)
    for entry in kept:
        key = (entry.part, entry.name)
        if key in own:
            policys = own[key]
            entry = replace(entry, type=policys.type, source=policys.source, of=policys.of)  # noqa: PLW2901
        merged[key] = entry
    ordered = sorted(merged.values(), key=lambda entry: (entry.part, entry.place, entry.name))
    return WrapUpList(tuple(ordered), frozenset(own))


def _of_policy(policy: Policy) -> list[Entry]:
    kinds = [k for k in policy.kinds.values() if k.reply is None and k != policy.unknown]
    reasons = [Entry(Part.REASON, k.name, k.title, i) for i, k in enumerate(kinds, 1)]
    outcomes = [
        Entry(Part.OUTCOME, outcome.value, title, i)
        for i, (outcome, title) in enumerate(_OUTCOMES.items(), 1)
    ]
    fields = [
        Entry(Part.FIELD, r.name, r.title, i, type=r.type, source=r.source, of=r.of)
        for i, r in enumerate(policy.wrap_up.fields, 1)
    ]
    return [*reasons, *outcomes, *fields]


def _check(entry: Entry) -> None:
    if not NAME.fullmatch(entry.name):
        raise Refused("A name is small letters, digits and _, a letter first, 40 at most.", "name")
    if not entry.title.get("en", "").strip():
        raise Refused("Give it a title in English.", "title.en")
    if entry.part is not Part.FIELD:
        return
    if entry.type is None or entry.source is None:
        raise Refused("Say what the field holds and where its value comes from.", "source")
    wanted = {FieldFrom.FIGURE: FIGURES, FieldFrom.CUSTOMER: CUSTOMER_FIELDS}.get(
        entry.source, ("",)
    )
    if entry.of not in wanted:
        raise Refused(f"Choose one of: {', '.join(wanted) or 'nothing'}.", "of")
