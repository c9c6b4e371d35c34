"""Names: people's names and postal addresses, read by a small bundled model."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Protocol, cast

from pycrfsuite import (  # pyright: ignore[reportMissingTypeStubs]
    Tagger,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
)

from handrail.adapters.personal_data.words import Word, traits, words
from handrail.domain.personal_data import PersonalKind, Span

_KINDS = {"PERSON": PersonalKind.PERSON, "ADDRESS": PersonalKind.ADDRESS}
_AT_ONCE = 400  # words; longer texts are read in pieces


class _Tagger(Protocol):
    """What we use of python-crfsuite, which has no types."""

    def open(self, name: str) -> object: ...

    def tag(self, xseq: Sequence[Sequence[str]]) -> list[str]: ...

    def marginal(self, y: str, pos: int) -> float: ...


class Names:
    """A linear-chain conditional random field (Lafferty, McCallum, Pereira 2001) over words' traits.

    It tells people, addresses, places and firms apart and gives the first two. Made by
    training/personal_data.py.
    """

    def __init__(self) -> None:
        folder = Path(str(files("handrail.adapters.personal_data") / "model"))
        self._everyday = frozenset((folder / "everyday.txt").read_text("utf-8").split())
        self._tagger = cast(_Tagger, Tagger())
        self._tagger.open(str(folder / "names.crfsuite"))

    def find(self, text: str, recognised: Sequence[Span]) -> Iterator[Span]:
        """People and addresses, in order; a span's ``score`` is the probability of its weakest word.

        ``recognised`` is what is known to be something else; the model reads each as one word.
        """
        cut = words(text, recognised)
        for start in range(0, len(cut), _AT_ONCE):
            yield from self._read(cut[start : start + _AT_ONCE])

    def _read(self, cut: Sequence[Word]) -> Iterator[Span]:
        labels = self._tagger.tag(traits(cut, self._everyday))
        for label, first, past in _runs(labels):
            kept = _without_marks(cut[first:past])
            if label in _KINDS and _reads_like(label, kept) and not kept[0].recognised:
                places = range(first, first + len(kept))
                sure = min(self._tagger.marginal(labels[at], at) for at in places)
                yield Span(_KINDS[label], kept[0].start, kept[-1].end, sure)


def _without_marks(run: Sequence[Word]) -> Sequence[Word]:
    """The run up to its last letter or digit."""
    last = max((at for at, word in enumerate(run, 1) if word.text[-1].isalnum()), default=0)
    return run[:last]


def _reads_like(label: str, run: Sequence[Word]) -> bool:
    """Whether it has letters, an address at least a word of three."""
    fewest = 3 if label == "ADDRESS" else 1
    return any(len(word.text) >= fewest and word.text[0].isalpha() for word in run)


def _runs(labels: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Label, first and past-the-last place of each run of one label, B- begins a new one."""
    first = 0
    for place in range(1, len(labels) + 1):
        if place == len(labels) or labels[place] != f"I-{labels[first][2:]}":
            yield labels[first][2:], first, place
            first = place
