import hashlib
from pathlib import Path

import pytest

from handrail.adapters.signals.reader import MODEL, WORDS, BundledSignalReader

CARD = Path(__file__).parents[3] / "training" / "CARD.md"
FILES = [
    *(MODEL / name for name in ("encoder.onnx", "feeling.onnx", "tokenizer.json")),
    *(MODEL / name for name in ("heads.npz", "heads.json", "course.json")),
    *(WORDS / name for name in ("lexicon.toml", "language.toml")),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_shipped_file_is_the_one_the_card_describes(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert f"| {path.name} | {digest} |" in CARD.read_text(encoding="utf-8")


def test_the_card_is_of_the_shipped_version(reader: BundledSignalReader) -> None:
    assert f"`{reader.version}`" in CARD.read_text(encoding="utf-8")


def test_models_fit_in_the_package() -> None:
    assert sum(path.stat().st_size for path in FILES) < 37_000_000
