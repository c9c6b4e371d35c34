"""Every query of this folder, under its name, and values as the queries take them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final


def _named_queries(text: str) -> dict[str, str]:
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _queries_of(*files: str) -> dict[str, str]:
    texts = [Path(__file__).with_name(file).read_text("utf-8") for file in files]
    return {name: query for text in texts for name, query in _named_queries(text).items()}


QUERIES: Final = _queries_of("queries.sql", "lists.sql", "versions.sql")


def vector(embedding: Sequence[float]) -> str:
    """As pgvector reads it; six digits are what its four bytes hold."""
    return f"[{','.join(f'{number:.6f}' for number in embedding)}]"


def language(locale: str) -> str:
    """The language of a locale: "de" of "de-AT"."""
    return locale.lower().partition("-")[0]


def clean(text: str) -> str:
    """Without the one character that PostgreSQL cannot hold."""
    return text.replace("\0", " ")
