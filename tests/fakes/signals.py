"""Fake of the port SignalReader: reads what a test wrote down for a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handrail.actions.ports import KindHead
from handrail.domain.moment import Turn
from handrail.domain.signals import KindScore, Reading, Signals


@dataclass(frozen=True)
class FakeHead:
    accuracy: float = 1.0
    confusable: Sequence[tuple[str, str, float]] = ()

    def scores(self, vectors: Sequence[Sequence[float]]) -> list[tuple[KindScore, ...]]:
        return [() for _ in vectors]


@dataclass
class FakeSignalReader:
    """``readings`` maps a text to its signals; any other text is of no kind."""

    readings: dict[str, Signals] = field(default_factory=dict[str, Signals])
    version: str = "fake"

    def fit(self, kinds: Mapping[str, Sequence[str]]) -> FakeHead:
        return FakeHead()

    def read(self, texts: Sequence[str], head: KindHead) -> list[Reading]:
        unread = Signals("fake", "en", 1.0)
        return [Reading(self.readings.get(text, unread), [1.0] + [0.0] * 383) for text in texts]

    def follow(self, turn: Turn, reading: Reading) -> Reading:
        return reading

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [[1.0] + [0.0] * 383 for _ in texts]
