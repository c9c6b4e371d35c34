"""NoKinds: a head that knows no kind of moment, for readings that need none."""

from collections.abc import Sequence

from handrail.domain.signals import KindScore


class NoKinds:
    """The port ``KindHead``: a mood can be read without learning a policy's examples first."""

    accuracy: float = 1.0
    confusable: Sequence[tuple[str, str, float]] = ()

    def scores(self, vectors: Sequence[Sequence[float]]) -> list[tuple[KindScore, ...]]:
        """No kind for any vector."""
        return [() for _ in vectors]
