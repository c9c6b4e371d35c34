"""How likely a conversation fails, and how likely a customer says the same again: two small trained models.

Both are logistic regressions on named features (training/train_course.py): a feature's share in an answer is
its value times its weight, so that either can be explained.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handrail.domain.course import Course
from handrail.domain.repetition import repetition

LOOK_BACK = 5  # the customer's earlier messages that are looked at


@dataclass(frozen=True, slots=True)
class Weights:
    """One logistic regression: a weight for each feature by name, and a bias."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1, of features that go by exactly the names of the weights."""
        odds = self.bias + math.fsum(w * features[name] for name, w in self.weights.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


class CourseReader:
    """Reads the course of a conversation with the weights of ``folder``/course.json."""

    def __init__(self, folder: Path) -> None:
        text = (folder / "course.json").read_bytes()
        facts = json.loads(text)
        self.version = hashlib.sha256(text).hexdigest()[:6]
        self.encoder: str = facts["encoder"]
        self._failing = Weights(**facts["failing"])
        self._failing_with_calls = Weights(**facts["failing_with_calls"])
        self._repeats = Weights(**facts["repeats"])

    def failing(self, course: Course, *, has_tools: bool = False) -> float:
        """The probability, 0 to 1, that the conversation ends badly when it goes on as it has.

        ``has_tools``: whether the AI could call any, so that no call says something, too.
        """
        model = self._failing_with_calls if has_tools else self._failing
        return model.probability(course.features())

    def repeats(
        self, text: str, vector: Sequence[float], earlier: Sequence[tuple[str, Sequence[float]]]
    ) -> float:
        """The probability, 0 to 1, that ``text`` says again what one of the last few ``earlier`` said.

        ``vector`` is the text's unit sentence vector; ``earlier`` are the customer's messages before it,
        oldest first, each with its own. 0 with nothing before.
        """
        return max(
            (
                self._repeats.probability(
                    repetition(before, text, _cosine(vector, other)).features()
                )
                for before, other in earlier[-LOOK_BACK:]
            ),
            default=0.0,
        )


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True))
