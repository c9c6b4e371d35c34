"""What the shipped encoder sees in texts, kept on disk between runs."""

import hashlib
from pathlib import Path

import numpy as np

from handrail.adapters.signals.encoder import MIDDLE, Encoder, kind_vectors
from handrail.adapters.signals.text import prepare

MODEL = Path(__file__).parent.parent / "src/handrail/adapters/signals/model"
CHUNK = 2000


class Features:
    """The views of texts by one encoder file; a text is encoded once, in files of a few thousand."""

    def __init__(self, cache: Path, model: Path = MODEL) -> None:
        self._encoder = Encoder(model)
        files = b"".join((model / name).read_bytes() for name in ("encoder.onnx", "feeling.onnx"))
        self._folder = cache / hashlib.sha256(files).hexdigest()[:12]
        self._folder.mkdir(parents=True, exist_ok=True)

    def of(self, texts: list[str]) -> np.ndarray:
        """Features of the heads: (texts, 5760), half precision."""
        return self._views(texts)[2]

    def emotions(self, texts: list[str]) -> np.ndarray:
        """Log-odds of GoEmotions' emotions: (texts, 28), single precision; not kept."""
        return np.array([self._encoder.encode(prepare(text)).emotions for text in texts])

    def kinds(self, texts: list[str]) -> np.ndarray:
        """Kind vectors: (texts, 1152), single precision."""
        embeddings, intents, features = self._views(texts)
        views = (embeddings, intents, features[:, MIDDLE])
        return kind_vectors(*(view.astype(np.float32) for view in views))

    def embeddings(self, texts: list[str]) -> np.ndarray:
        """Sentence vectors: (texts, 384), single precision."""
        return self._views(texts)[0].astype(np.float32)

    def pieces(self, texts: list[str]) -> list[np.ndarray]:
        """The distinct word pieces of each text."""
        return [self._encoder.pieces(prepare(text)) for text in texts]

    def _views(self, texts: list[str]) -> tuple[np.ndarray, ...]:
        chunks = [self._chunk(texts[at : at + CHUNK]) for at in range(0, len(texts), CHUNK)]
        return tuple(np.concatenate(parts) for parts in zip(*chunks, strict=True))

    def _chunk(self, texts: list[str]) -> tuple[np.ndarray, ...]:
        name = hashlib.sha256("\0".join(texts).encode(errors="replace")).hexdigest()[:24]
        path = self._folder / f"{name}.npz"
        if not path.exists():
            rows = [self._encoder.encode(prepare(text))[:3] for text in texts]
            views = [np.array(part, dtype=np.float16) for part in zip(*rows, strict=True)]
            partial = path.with_suffix(".part.npz")
            np.savez(partial, *views)
            partial.replace(path)
        with np.load(path) as kept:
            return tuple(kept[name] for name in kept.files)
