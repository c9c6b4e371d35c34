"""Trained heads on the encoder's features: emotions, sentiment and cues."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.signals.kinds import Calibration
from handrail.domain.signals import CUES, EMOTIONS

Floats = NDArray[np.float32]


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
            self._arrays: dict[str, Floats] = {
                name: arrays[name].astype(np.float32) for name in arrays.files
            }

    def fine_emotions(self, features: Floats) -> Floats:
        """Log-odds of the 28 emotions of GoEmotions, in the order of their names."""
        return features @ self._arrays["emotion"] + self._arrays["emotion_bias"]

    def emotions(self, features: Floats) -> tuple[dict[str, float], float]:
        """Probability of each of the few emotions that staff use, and sentiment from -1 to 1."""
        fine = self.fine_emotions(features)
        shares = _sigmoid(fine @ self._arrays["roll_up"] + self._arrays["roll_up_bias"])
        positive, negative = float(shares[-2]), float(shares[-1])
        named = zip(EMOTIONS, shares[:-2].tolist(), strict=True)
        return dict(named), positive - negative

    def cues(self, features: Floats) -> dict[str, float]:
        """Calibrated probability of each cue, of one message's features."""
        shares = _sigmoid(features @ self._arrays["cue"] + self._arrays["cue_bias"])
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
