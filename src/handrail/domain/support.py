"""Support: how well sources carry a sentence, as one learnt number from eight counted ones.

A ridge logistic regression on what can be counted in two texts without a model (Dziri et al. 2022
label the replies it learnt from: BEGIN, development parts of Wizard of Wikipedia and CMU-DoG). It is
made by ``training/train_support.py``; ``bench/grounding.py`` says what it reaches on replies unseen.
"""

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from math import log

from handrail.domain.grounding import stems

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def _split(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OF_ONESELF = _split(
    """
    i i'm i've i'd i'll me my mine myself ich mich mir mein meine meinen meinem meiner yo mi mis conmigo
    """
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted: shares are 0 to 1, of the sentence's own words."""

    words: float  # share of its words, any form and any kind, that the sources have
    content: float  # share of its content words that they have
    together: float  # the largest share of them that one sentence of the sources has
    pairs: float  # share of its neighbouring words that are neighbours there
    strange: float  # how many content words the sources lack
    oneself: float  # 1 where it speaks of "I" and the sources do not
    asks: float  # 1 for a question
    length: float  # logarithm of its number of words


@dataclass(frozen=True, slots=True)
class Weights:
    """What the counts weigh; ``bar`` is the log odds from which a sentence counts as carried."""

    counts: tuple[float, ...]
    bias: float
    bar: float


LEARNT = Weights(
    counts=(4.881, 0.535, 0.892, 0.805, -0.637, -3.106, -2.8, 0.092),
    bias=-3.532,
    bar=0.019,
)


@dataclass(frozen=True, slots=True)
class Sources:
    """Texts that something may rest on, read once for many sentences."""

    words: tuple[str, ...]
    content: frozenset[str]
    sentences: tuple[frozenset[str], ...]
    pairs: frozenset[tuple[str, str]]


def read_sources(sentences: Sequence[str]) -> Sources:
    """What the sentences of the sources have to carry others with."""
    each = [_words(sentence) for sentence in sentences]
    content = [frozenset(stems(sentence)) for sentence in sentences]
    return Sources(
        words=tuple(word for words in each for word in words),
        content=frozenset[str]().union(*content),
        sentences=tuple(content),
        pairs=frozenset(run for words in each for run in pairwise(words)),
    )


def count(sentence: str, sources: Sources) -> Counts:
    """The counts of one sentence against its sources."""
    words, content = _words(sentence), stems(sentence)
    known = set(sources.words)
    shared = [len(content & one) for one in sources.sentences]
    return Counts(
        words=_share([word in known for word in words]),
        content=_share([stem in sources.content for stem in content]),
        together=max(shared, default=0) / len(content) if content else 1.0,
        pairs=_share([run in sources.pairs for run in pairwise(words)]),
        strange=float(len(content - sources.content)),
        oneself=float(bool(_OF_ONESELF & (set(words) - known))),
        asks=float(sentence.rstrip().endswith("?")),
        length=log(max(len(words), 1)),
    )


def support(counts: Counts, weights: Weights = LEARNT) -> float:
    """Log odds that sources carry a sentence with these counts."""
    values: tuple[float, ...] = astuple(counts)
    return weights.bias + sum(w * value for w, value in zip(weights.counts, values, strict=True))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 1.0
