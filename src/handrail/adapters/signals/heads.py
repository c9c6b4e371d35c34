"""Trained heads on the encoder's features: emotions, sentiment and cues."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.signals.kinds import Calibration
from handrail.domain.signals import CUES, EMOTIONS

Floats = NDArray[np.float32]

UNFLAGGED = np.float32(0.49)
FLAG = 0.5  # training shifts every cue's bias so that its threshold lies here


class Heads:
    """The weights of one model version; see training/CARD.md."""

    def __init__(self, folder: Path) -> None:
        facts = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
        self.version: str = facts["version"]
        self.calibration = Calibration(**facts["kinds"])
        self._short_words: int = facts["short"]["words"]
        self._short_sure: float = facts["short"]["sure"]
        with np.load(folder / "heads.npz", allow_pickle=False) as arrays:
            self._arrays: dict[str, Floats] = {
                name: arrays[name].astype(np.float32) for name in arrays.files
            }

    def emotions(self, features: Floats) -> tuple[dict[str, float], float]:
        """Probability of each emotion, and sentiment from -1 to 1, of one message's features."""
        hidden = _gelu(features @ self._arrays["emotion_in"] + self._arrays["emotion_in_bias"])
        shares = _sigmoid(hidden @ self._arrays["emotion_out"] + self._arrays["emotion_out_bias"])
        positive, negative = float(shares[-2]), float(shares[-1])
        named = zip(EMOTIONS, shares[:-2].tolist(), strict=True)
        return dict(named), positive - negative

    def cues(self, features: Floats, words: int) -> dict[str, float]:
        """Probability of each cue, of one message's features and its number of words.

        A message of a word or two is often a name or a number, which looks a little like anything:
        there only what is read surely counts, and what is less sure is held under the flag.
        """
        shares = _sigmoid(features @ self._arrays["cue"] + self._arrays["cue_bias"])
        if words <= self._short_words:
            shares = np.where(shares < self._short_sure, np.minimum(shares, UNFLAGGED), shares)
        return dict(zip(CUES, shares.tolist(), strict=True))


def _gelu(values: Floats) -> Floats:
    return values * _sigmoid(1.702 * values)


def _sigmoid(values: Floats) -> Floats:
    one = np.float32(1.0)
    return one / (one + np.exp(-np.clip(values, -30.0, 30.0)))
