"""Chunks are as long as the bundled encoder reads: what is longer it reads by both ends only."""

from pathlib import Path

import pytest
from tokenizers import Tokenizer

import handrail
from handrail.adapters.policy_files.articles import load_articles
from handrail.adapters.signals import encoder
from handrail.domain.document import Document, Section, chunks_of

PACKAGE = Path(handrail.__file__).parent
MOST = encoder.HEAD_TOKENS + encoder.TAIL_TOKENS
GERMAN = (
    "Bitte beachten Sie, dass die Überweisung ins außereuropäische Ausland mehrere Bankarbeitstage dauert "
    "und zusätzliche Bearbeitungsgebühren anfallen können. Die Höhe des Verfügungsrahmens für "
    "Bargeldabhebungen richtet sich nach der vereinbarten Kontoführung."
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(PACKAGE / "adapters" / "signals" / "model" / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def lengths(tokenizer: Tokenizer, text: str, language: str) -> list[int]:
    """Word pieces of each chunk with its title path, as it is embedded."""
    title, heading = "The title of an article", "A heading over this part"
    chunks = chunks_of(Document(title, (Section((heading,), text),)), language, "v1")
    wholes = [f"{title}. {heading}. {chunk.text}" for chunk in chunks]
    return [len(tokenizer.encode(whole).ids) for whole in wholes]


def test_english_chunks_are_read_whole_and_not_much_shorter(tokenizer: Tokenizer) -> None:
    shelves = [folder for folder in (PACKAGE / "policies").iterdir() if folder.is_dir()]
    texts = [article.text for folder in shelves for article in load_articles(folder)]
    found = lengths(tokenizer, "\n\n".join(texts), "en")
    assert max(found) <= MOST
    assert sum(found) / len(found) > MOST / 2


def test_german_chunks_are_read_whole_though_their_words_fall_to_pieces(
    tokenizer: Tokenizer,
) -> None:
    found = lengths(tokenizer, f"{GERMAN} " * 20, "de")
    assert max(found) <= MOST
    assert sum(found) / len(found) > MOST / 2
