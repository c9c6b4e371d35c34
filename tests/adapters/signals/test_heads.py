"""What the units of the heads add up: what the encoder sees, and which words are there."""

import numpy as np
import pytest

from handrail.adapters.signals.encoder import Views
from handrail.adapters.signals.heads import Units

RARITY = np.array([1.0, 3.0, 4.0, 2.0], dtype=np.float32)
NOTHING = np.zeros(2, dtype=np.float32)
ARRAYS = {
    "mood": np.array([[1.0, 0.0], [0.5, -1.0]], dtype=np.float16),
    "mood_bias": np.array([0.25, -0.5], dtype=np.float32),
    "mood_pieces": np.array([[0, 0], [100, 0], [0, -50], [10, 10]], dtype=np.int8),
    "mood_scale": np.array([0.01, 0.1], dtype=np.float32),
}


def views(features: list[float], pieces: list[int]) -> Views:
    return Views(
        NOTHING, NOTHING, np.array(features, np.float32), NOTHING, np.array(pieces, np.intp)
    )


def test_features_and_words_add_up_to_log_odds() -> None:
    scores = Units(ARRAYS, "mood", RARITY).scores(views([2.0, 1.0], [1, 2]))
    # The two pieces are 3 and 4 long: 0.6 and 0.8 of the message.
    words = np.array([0.6 * 100 * 0.01, 0.8 * -50 * 0.1])
    assert scores == pytest.approx(np.array([2.5 + 0.25, -1.0 - 0.5]) + words, abs=1e-5)


def test_a_message_without_words_is_read_by_its_features_alone() -> None:
    scores = Units(ARRAYS, "mood", RARITY).scores(views([0.0, 1.0], []))
    assert scores == pytest.approx([0.75, -1.5], abs=1e-6)


def test_one_more_common_word_takes_little_from_a_rare_one() -> None:
    units = Units(ARRAYS, "mood", RARITY)
    alone, beside = (units.scores(views([0.0, 0.0], pieces))[0] for pieces in ([1], [0, 1]))
    assert 0.9 < (beside - 0.25) / (alone - 0.25) < 1.0
