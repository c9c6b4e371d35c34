"""Every query of this folder, under its name, and values as the queries take them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final


def _named_queries(text: str) -> dict[str, str]:
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


QUERIES: Final = _named_queries(Path(__file__).with_name("queries.sql").read_text("utf-8"))


def vector(embedding: Sequence[float]) -> str:
    """As pgvector reads it; six digits are what its four bytes hold."""
    return f"[{','.join(f'{number:.6f}' for number in embedding)}]"


def language(locale: str) -> str:
    """The language of a locale: "de" of "de-AT"."""
    return locale.lower().partition("-")[0]


def clean(text: str) -> str:
    """Without the one character that PostgreSQL cannot hold."""
    return text.replace("\0", " ")
