"""The sentence encoder: one message in, one sentence vector and the features of the heads out."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # pyright: ignore[reportMissingTypeStubs]
from numpy.typing import NDArray
from tokenizers import Tokenizer

HEAD_TOKENS = 129  # [CLS] and the first 128 word pieces
TAIL_TOKENS = 127  # the last 126 word pieces and [SEP]

Floats = NDArray[np.float32]


class Encoder:
    """all-MiniLM-L6-v2, int8, on one thread; safe to use from several threads at once."""

    def __init__(self, folder: Path) -> None:
        runtime: Any = onnxruntime
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session: Any = runtime.InferenceSession(
            folder / "encoder.onnx", options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def encode(self, text: str) -> tuple[Floats, Floats]:
        """Unit vector (384) and features (wide) of one prepared text; long ones by both ends.

        One text per run: int8 activations are scaled per run, so in a batch a message would read
        differently beside different neighbours. On one core a batch is hardly faster.
        """
        ids = np.array([self._window(self._tokenizer.encode(text).ids)], dtype=np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        embedding, features = self._session.run(None, feeds)
        return embedding[0], features[0]

    def _window(self, ids: list[int]) -> list[int]:
        if len(ids) <= HEAD_TOKENS + TAIL_TOKENS:
            return ids
        return ids[:HEAD_TOKENS] + ids[-TAIL_TOKENS:]
