"""Every query of this folder, under its name, and values as the queries take them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from handrail.domain.question_words import QuestionWord, weight

PLACES = 2**28  # of words' hashes, as the migration that made the weights has it


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


def weights(words: Sequence[QuestionWord]) -> str:
    """What a question's words weigh, as pgvector reads a sparse vector."""
    places: dict[int, float] = {}
    for said in words:
        places[said.place] = places.get(said.place, 0.0) + weight(said)
    return f"{{{','.join(f'{place}:{points:.4f}' for place, points in places.items())}}}/{PLACES}"


def any_of(alternatives: Sequence[Sequence[QuestionWord]]) -> str:
    """A tsquery for what has all words of any of these; for none, one that finds nothing."""
    return " | ".join(
        " & ".join(_quoted(said.word) for said in together) for together in alternatives if together
    )


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def language(locale: str) -> str:
    """The language of a locale: "de" of "de-AT"."""
    return locale.lower().partition("-")[0]


def clean(text: str) -> str:
    """Without the one character that PostgreSQL cannot hold."""
    return text.replace("\0", " ")
