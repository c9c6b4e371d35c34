"""Our labelled wordings are data that models are made from: a slip in them is a silent one."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "training/data"
FILES = sorted(FOLDER.glob("cues*/*.jsonl"))
NAMES = {path.stem for path in FILES}
GENERAL = "vulnerable_customer"
KINDS_OF = {  # a wording of the first says the second as well
    "severe_complaint": "complaint",
    "money_trouble": GENERAL,
    "illness_or_disability": GENERAL,
    "language_barrier": GENERAL,
    "old_or_frail": GENERAL,
}


@cache
def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower()).strip()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_row_has_a_text_a_label_a_part_and_known_cues(path: Path) -> None:
    wrong = [
        row
        for row in rows_of(path)
        if set(row) - {"text", "label", "part", "also"}
        or not row["text"].strip()
        or not isinstance(row["label"], bool)
        or row["part"] not in {"train", "held_out"}
        or not set(row.get("also", ())) < NAMES
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_text_is_there_twice(path: Path) -> None:
    texts = Counter(plain(row["text"]) for row in rows_of(path))
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_row_does_not_contradict_its_own_label(path: Path) -> None:
    denied = [row for row in rows_of(path) if not row["label"] and path.stem in row.get("also", ())]
    assert denied == []


@pytest.mark.parametrize("narrow", sorted(KINDS_OF))
def test_a_narrow_cue_brings_the_wide_one(narrow: str) -> None:
    wide = KINDS_OF[narrow]
    said = [
        row
        for path in FILES
        for row in rows_of(path)
        if narrow in row.get("also", ()) or (path.stem == narrow and row["label"])
        if path.stem != wide or not row["label"]
    ]
    assert [row["text"] for row in said if wide not in row.get("also", ())] == []


def test_no_held_out_text_is_trained_on() -> None:
    parts: dict[str, set[str]] = {"train": set(), "held_out": set()}
    for path in FILES:
        for row in rows_of(path):
            parts[row["part"]].add(plain(row["text"]))
    assert parts["train"] & parts["held_out"] == set()
