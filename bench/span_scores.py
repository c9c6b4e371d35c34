"""Span scores: what of the labelled personal data is found, exact and by overlap."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.personal_data_peers import Finder, Mark
from bench.shares import bootstrap, share

# What Presidio's set calls the kinds that we claim. It labels no birth dates, only dates.
CLAIMED = (
    "PERSON", "STREET_ADDRESS", "EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "US_SSN",
    "US_DRIVER_LICENSE", "IP_ADDRESS", "DOMAIN_NAME",
)  # fmt: skip
CHECKED = ("CREDIT_CARD", "IBAN_CODE", "US_SSN")
ADDRESS_PARTS = {"STREET_ADDRESS", "GPE", "ZIP_CODE"}


@dataclass(frozen=True)
class Row:
    """A synthetic sentence with its labels."""

    text: str
    template: str
    template_id: int
    marks: tuple[Mark, ...]


def spans_found(find: Finder, rows: Sequence[Row]) -> dict[str, Any]:
    """F1 by span, exact and by overlap, of the kinds that we claim and of all; recall of checked ids.

    A found span and a label match when their kinds do and they are the same (exact) or share a
    character (overlap), one to one. "Whole addresses": neighbouring street, place and postcode labels
    with nothing but blanks, commas and ">" between them are one, since that is what is found.
    """
    found = [find(row.text) for row in rows]
    labelled = [list(row.marks) for row in rows]
    whole = [_whole_addresses(row) for row in rows]
    templates = [row.template_id for row in rows]
    kinds = sorted({kind for row in rows for kind, _, _ in row.marks})
    return {
        "rows": len(rows),
        "templates": len(set(templates)),
        "claimed_whole_addresses": f1(whole, found, CLAIMED, templates),
        "claimed_as_labelled": f1(labelled, found, CLAIMED, templates),
        "claimed_without_addresses": f1(labelled, found, _without(CLAIMED), templates),
        "all_kinds": f1(labelled, found, kinds, templates),
        "by_kind": {kind: f1(whole, found, [kind], templates) for kind in CLAIMED},
        "checked_ids_recall": recall(labelled, found, CHECKED),
    }


def _without(kinds: Iterable[str]) -> list[str]:
    return [kind for kind in kinds if kind != "STREET_ADDRESS"]


def _whole_addresses(row: Row) -> list[Mark]:
    parts = sorted((m for m in row.marks if m[0] in ADDRESS_PARTS), key=lambda m: m[1])
    groups: list[list[Mark]] = []
    for part in parts:
        if groups and not row.text[groups[-1][-1][2] : part[1]].strip(" ,\n>?"):
            groups[-1].append(part)
        else:
            groups.append([part])
    streets = [g for g in groups if any(kind == "STREET_ADDRESS" for kind, _, _ in g)]
    merged: list[Mark] = [("STREET_ADDRESS", group[0][1], group[-1][2]) for group in streets]
    inside = {part for group in streets for part in group}
    return [mark for mark in row.marks if mark not in inside] + merged


def f1(
    labelled: Sequence[Sequence[Mark]],
    found: Sequence[Sequence[Mark]],
    kinds: Sequence[str],
    templates: Sequence[int],
) -> dict[str, Any]:
    """Precision, recall and F1 over all rows; 95% intervals of F1 by drawing templates again."""
    counts: dict[int, list[int]] = {}
    for label, find, template in zip(labelled, found, templates, strict=True):
        mine = counts.setdefault(template, [0, 0, 0, 0])
        for place, count in enumerate(_matches(label, find, kinds)):
            mine[place] += count
    rows = list(counts.values())
    gold, predicted, exact, overlap = (sum(column) for column in zip(*rows, strict=True))
    if not gold:
        return {"labels": 0, "found": predicted}

    def of(hits: int) -> Callable[[Sequence[Sequence[int]]], float]:
        return lambda drawn: (
            2 * sum(c[hits] for c in drawn) / (sum(c[0] + c[1] for c in drawn) or 1)
        )

    return {
        "labels": gold,
        "found": predicted,
        "exact": {
            "f1": bootstrap(of(2), rows),
            "precision": round(exact / (predicted or 1), 4),
            "recall": round(exact / gold, 4),
        },
        "overlap": {
            "f1": bootstrap(of(3), rows),
            "precision": round(overlap / (predicted or 1), 4),
            "recall": round(overlap / gold, 4),
        },
    }


def _matches(
    label: Sequence[Mark], find: Sequence[Mark], kinds: Sequence[str]
) -> tuple[int, int, int, int]:
    """Labels, found spans, exact matches and overlaps, one to one."""
    gold = [mark for mark in label if mark[0] in kinds]
    left = [mark for mark in find if mark[0] in kinds]
    predicted, exact, overlap = len(left), len(set(gold) & set(left)), 0
    for kind, start, end in sorted(gold, key=lambda mark: mark not in left):
        same = [m for m in left if m[0] == kind and m[1] < end and start < m[2]]
        if same:
            left.remove(min(same, key=lambda m: m != (kind, start, end)))
            overlap += 1
    return len(gold), predicted, exact, overlap


def recall(
    labelled: Sequence[Sequence[Mark]], found: Sequence[Sequence[Mark]], kinds: Sequence[str]
) -> dict[str, Any]:
    """Share of labels of these kinds that a span of the same kind covers whole."""
    return share(
        [
            any(m[0] == kind and m[1] <= start and end <= m[2] for m in find)
            for label, find in zip(labelled, found, strict=True)
            for kind, start, end in label
            if kind in kinds
        ]
    )
