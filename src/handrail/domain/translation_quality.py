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


_SHOP = "120 sentences of a web shop"


def _bench(pair: str, chr_f: float, measured_on: str) -> Quality:
    source = f"bench/translation.py, Debian 12's apertium 3.8.3 and its data for {pair}"
    return Quality(chr_f, _SHOP, source, measured_on)


# By the beginning of the translator's version, then (source, target).
PUBLISHED: Mapping[str, Mapping[tuple[str, str], Quality]] = {
    "opus-mt": {
        ("en", "de"): _opus("en-de", 0.654, "newstest2019"),
        ("de", "en"): _opus("de-en", 0.642, "newstest2019"),
        ("fr", "en"): _opus("fr-en", 0.633, "newstest2014"),
    },
    "apertium 3": {
        ("en", "es"): _bench("eng-spa", 0.536, "2026-11-30"),
        ("es", "en"): _bench("spa-eng", 0.469, "2026-11-30"),
        ("es", "fr"): _bench("es-fr", 0.460, "2026-11-30"),
        ("fr", "es"): _bench("fr-es", 0.490, "2026-11-30"),
        ("es", "it"): _bench("spa-ita", 0.539, "2026-11-30"),
        ("it", "es"): _bench("ita-spa", 0.535, "2026-11-30"),
        ("en", "ca"): _bench("eng-cat", 0.427, "2026-11-30"),
    },
}


def known_quality(version: str, source: str, target: str) -> Quality | None:
    """What is published for this translator and pair; None where nothing is known."""
    for beginning, pairs in PUBLISHED.items():
        if version.lower().startswith(beginning):
            return pairs.get((source, target))
    return None
