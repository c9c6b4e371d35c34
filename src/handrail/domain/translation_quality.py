"""Translation quality: what is published or measured of a translator for a language pair, and nothing else.

Published figures are the makers' own, for the system named and no other; measured ones are from
`bench/translation.py`. A language model of which there are none for a pair is of unknown quality
there, however good it may be.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ROUGH = (
    0.6  # our reading of the sentences we measured: below it words and word order are often wrong
)


@dataclass(frozen=True, slots=True)
class Quality:
    """A measure: chr-F is 0 to 1 (Popović 2015), on news texts unless the set says otherwise.

    ``measured_on`` is the day on which we measured it; empty for what its makers publish.
    """

    chr_f: float
    test_set: str
    source: str
    measured_on: str = ""

    @property
    def rough(self) -> bool:
        """Whether readers should be told to expect wrong words."""
        return self.chr_f < ROUGH


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
