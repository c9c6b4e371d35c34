"""The sentence encoder: one message in, its vectors and the features of the heads out."""

import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnxruntime  # pyright: ignore[reportMissingTypeStubs]
from numpy.typing import NDArray
from tokenizers import Tokenizer

HEAD_TOKENS = 129  # [CLS] and the first 128 word pieces
TAIL_TOKENS = 127  # the last 126 word pieces and [SEP]

Floats = NDArray[np.float32]


MIDDLE = slice(-768, -384)  # of the features: the mean over the words after the fourth layer


class Views(NamedTuple):
    """One text as the encoder sees it."""

    embedding: Floats  # (384), a unit vector: finds articles
    intent: Floats  # (384), a unit vector: tuned to tell intents apart
    features: Floats  # (5760): what the heads read
    emotions: Floats  # (28): log-odds of GoEmotions' emotions, by layers of their own
    pieces: NDArray[np.intp]  # numbers of its distinct word pieces

    @property
    def kind(self) -> Floats:
        """The unit vector (1152) that tells kinds of moments apart.

        New kinds are read best by three views at once: what the text is about, which intent it comes
        close to, and, from a lower layer, its words.
        """
        return kind_vectors(
            self.embedding[None], self.intent[None], self.features[None, MIDDLE].astype(np.float32)
        )[0]


def kind_vectors(embeddings: Floats, intents: Floats, words: Floats) -> Floats:
    """Three views of each text, (texts, 384) each -> unit vectors (texts, 1152), a third of each view."""
    words = words / np.linalg.norm(words, axis=1, keepdims=True)
    return np.concatenate([embeddings, intents, words], axis=1) * np.float32(math.sqrt(1 / 3))


class Encoder:
    """all-MiniLM-L6-v2 as we tuned it, int8, on one thread; safe to use from several threads at once.

    Its layers tell what a text is about; further layers, which stand on them, how it is said. Who only
    looks for a text runs the former alone.
    """

    def __init__(self, folder: Path) -> None:
        self._meaning = _session(folder / "encoder.onnx")
        self._feeling = _session(folder / "feeling.onnx")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def encode(self, text: str) -> Views:
        """The views of one prepared text; long ones by both ends.

        One text per run: int8 activations are scaled per run, so in a batch a message would read
        differently beside different neighbours. On one core a batch is hardly faster.
        """
        ids = self._ids(text)
        embedding, intent, means, lower, middle = self._run(ids)
        felt, emotions = self._feeling.run(None, {"lower": lower, "middle": middle})
        features = np.concatenate([felt[0], means[0]])
        return Views(embedding[0], intent[0], features, emotions[0], np.unique(ids[0, 1:-1]))

    def embedding(self, text: str) -> Floats:
        """The `embedding` of a prepared text's views, without reading the rest."""
        return self._run(self._ids(text))[0][0]

    def pieces(self, text: str) -> NDArray[np.intp]:
        """The `pieces` of a prepared text's views, without running the network."""
        return np.unique(self._window(self._tokenizer.encode(text).ids)[1:-1]).astype(np.intp)

    def _ids(self, text: str) -> NDArray[np.int64]:
        return np.array([self._window(self._tokenizer.encode(text).ids)], dtype=np.int64)

    def _run(self, ids: NDArray[np.int64]) -> list[Floats]:
        return self._meaning.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})

    def _window(self, ids: list[int]) -> list[int]:
        if len(ids) <= HEAD_TOKENS + TAIL_TOKENS:
            return ids
        return ids[:HEAD_TOKENS] + ids[-TAIL_TOKENS:]


def _session(path: Path) -> Any:
    runtime: Any = onnxruntime
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return runtime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
