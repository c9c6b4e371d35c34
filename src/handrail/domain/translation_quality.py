"""Translation quality: what is published of a translator for a language pair, and nothing else.

Figures are the publishers' own, for the system named and no other; a language model whose makers
publish none for a pair is of unknown quality there, however good it may be.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quality:
    """A published measure: chr-F is 0 to 1 (Popović 2015), on news texts unless the set says otherwise."""

    chr_f: float
    test_set: str
    source: str


_OPUS = "Helsinki-NLP/OPUS-MT-train, models/{pair}/README.md, opus-2020-02-26"


def _opus(pair: str, chr_f: float, test_set: str) -> Quality:
    return Quality(chr_f, test_set, _OPUS.format(pair=pair))


# By the beginning of the translator's version, then (source, target).
PUBLISHED: Mapping[str, Mapping[tuple[str, str], Quality]] = {
    "opus-mt": {
        ("en", "de"): _opus("en-de", 0.654, "newstest2019"),
        ("de", "en"): _opus("de-en", 0.642, "newstest2019"),
        ("fr", "en"): _opus("fr-en", 0.633, "newstest2014"),
    },
}


def known_quality(version: str, source: str, target: str) -> Quality | None:
    """What is published for this translator and pair; None where nothing is known."""
    for beginning, pairs in PUBLISHED.items():
        if version.lower().startswith(beginning):
            return pairs.get((source, target))
    return None
