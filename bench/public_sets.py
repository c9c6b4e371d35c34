"""Rows of the public sets that measurements read from a folder; none of them is in the repository."""

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

Row = dict[str, Any]
DEV, TEST = 26, 77  # of 256: the first tenth is for development, then a fifth for tests


def public_rows(folder: Path, name: str) -> list[Row]:
    """Rows of a public file, such as "banking77/test". Raises FileNotFoundError where it is absent."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def plain(text: str) -> str:
    """A text without case and signs, so that leaks between the parts of a set are seen."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def is_tested(text: str) -> bool:
    """Whether a text of a set without splits is for testing: a fifth, by a hash of its words."""
    return DEV <= part_of(text) < TEST


def part_of(text: str) -> int:
    """The part that a text of a set without splits belongs to, 0 to 255, by a hash of its words."""
    words = re.sub(r"(rt )?@\w+:?|https?://\S+|[^a-z0-9 ]", "", text.lower()).strip()
    return hashlib.sha256(words.encode()).digest()[0]
