"""Trained heads on the encoder's features and the words themselves: emotions, sentiment and cues."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.signals.encoder import Views
from handrail.adapters.signals.kinds import Calibration
from handrail.domain.signals import CUES, EMOTIONS

Floats = NDArray[np.float32]


class Words:
    """What the words of a message tell outright: a weight for each word piece and unit."""

    def __init__(self, arrays: Mapping[str, Any], name: str, rarity: Floats) -> None:
        """The units `name` of a file of weights; `rarity` (pieces): how much each word piece says."""
        self._pieces: NDArray[np.int8] = arrays[f"{name}_pieces"]
        self._scale: Floats = arrays[f"{name}_scale"].astype(np.float32)
        self._bias: Floats = arrays[f"{name}_bias"].astype(np.float32)
        self._rarity = rarity

    def scores(self, pieces: NDArray[np.intp]) -> Floats:
        """What the distinct word pieces of a message add to the log-odds of each unit."""
        says = self._rarity[pieces]
        says = says / np.float32(max(float(np.linalg.norm(says)), 1e-6))
        summed = says @ self._pieces[pieces].astype(np.float32) * self._scale + self._bias
        return summed.astype(np.float32, copy=False)


class Units:
    """Logistic units that add up what the encoder sees and which words are there.

    The encoder knows what a message means, a weight for each word piece knows the words that tell
    outright: each errs where the other does not.
    """

    def __init__(self, arrays: Mapping[str, Any], name: str, rarity: Floats) -> None:
        """The units `name` of a file of weights; `rarity` as in `Words`."""
        self._weights: Floats = arrays[name].astype(np.float32)
        self._words = Words(arrays, name, rarity)

    def scores(self, views: Views) -> Floats:
        """Log-odds of each unit for one message."""
        return views.features @ self._weights + self._words.scores(views.pieces)


class Heads:
    """The weights of one model version; see training/CARD.md."""

    def __init__(self, folder: Path) -> None:
        facts = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
        self.version: str = facts["version"]
        self.calibration = Calibration(**facts["kinds"])
        self.thresholds: dict[str, float] = facts["thresholds"]
        self.emotion_cuts: dict[str, float] = facts["emotion_cuts"]  # log-odds, best F1 on dev
        self._short_words: int = facts["short"]["words"]
        self._short_times: float = facts["short"]["times"]
        with np.load(folder / "heads.npz", allow_pickle=False) as arrays:
            self.rarity: Floats = arrays["rarity"].astype(np.float32)
            self._emotion_words = Words(arrays, "emotion", self.rarity)
            self._emotion_share = np.float32(arrays["emotion_share"])
            self._cues = Units(arrays, "cue", self.rarity)
            self._roll_up: Floats = arrays["roll_up"]
            self._roll_up_bias: Floats = arrays["roll_up_bias"]

    def fine_emotions(self, views: Views) -> Floats:
        """Log-odds of the 28 emotions of GoEmotions, in the order of their names."""
        return views.emotions * self._emotion_share + self._emotion_words.scores(views.pieces)

    def emotions(self, views: Views) -> tuple[dict[str, float], float]:
        """Probability of each of the few emotions that staff use, and sentiment from -1 to 1."""
        fine = self.fine_emotions(views)
        shares = _sigmoid(fine @ self._roll_up + self._roll_up_bias)
        positive, negative = float(shares[-2]), float(shares[-1])
        named = zip(EMOTIONS, shares[:-2].tolist(), strict=True)
        return dict(named), positive - negative

    def cues(self, views: Views) -> dict[str, float]:
        """Calibrated probability of each cue in one message."""
        shares = _sigmoid(self._cues.scores(views))
        return dict(zip(CUES, shares.tolist(), strict=True))

    def flagged(self, cues: dict[str, float], words: int) -> frozenset[str]:
        """The cues over their thresholds.

        A message of a word or two is often a name or a number, which looks a little like anything:
        there the odds must be a few times those of the threshold.
        """
        times = self._short_times if words <= self._short_words else 1.0
        return frozenset(
            cue
            for cue, share in cues.items()
            if share * (1.0 - self.thresholds[cue]) >= times * self.thresholds[cue] * (1.0 - share)
        )


def _sigmoid(values: Floats) -> Floats:
    one = np.float32(1.0)
    return one / (one + np.exp(-np.clip(values, -30.0, 30.0)))
