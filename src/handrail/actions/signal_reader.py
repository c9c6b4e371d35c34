"""Signal reader: the port to the bundled models, which read what a message says."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from handrail.domain.moment import Turn
from handrail.domain.signals import KindScore, Reading


class KindHead(Protocol):
    """A company's kinds of moment, learnt from their examples."""

    @property
    def accuracy(self) -> float:
        """Share of the examples that are read rightly when left out."""
        ...

    @property
    def confusable(self) -> Sequence[tuple[str, str, float]]:
        """Pairs of kinds that are taken for one another: kind, taken for, share of its examples."""
        ...

    def scores(self, vectors: Sequence[Sequence[float]]) -> list[tuple[KindScore, ...]]:
        """The most probable kinds of each kind vector, best first."""
        ...


class SignalReader(Protocol):
    """The bundled models. Pure computation: call it from a thread."""

    @property
    def version(self) -> str:
        """Names the models; readings of different versions are not compared."""
        ...

    def fit(self, kinds: Mapping[str, Sequence[str]]) -> KindHead:
        """A head for kinds of moment, each with its examples."""
        ...

    def read(self, texts: Sequence[str], head: KindHead) -> list[Reading]:
        """What each text says by itself, with its vector."""
        ...

    def follow(self, turn: Turn, reading: Reading) -> Reading:
        """The reading of a turn's text with what needs the lines before it: ``failing``, ``repeats``."""
        ...

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Unit vectors of 384 numbers."""
        ...
