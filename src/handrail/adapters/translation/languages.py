"""Languages: an engine's three letters for one, and ours of two."""

from collections.abc import Iterable, Mapping

# ISO 639-3, as the packages of Apertium are named, to ISO 639-1.
_SHORT: Mapping[str, str] = {
    "afr": "af",
    "ara": "ar",
    "bel": "be",
    "bul": "bg",
    "cat": "ca",
    "cym": "cy",
    "dan": "da",
    "deu": "de",
    "eng": "en",
    "epo": "eo",
    "eus": "eu",
    "fra": "fr",
    "glg": "gl",
    "hin": "hi",
    "ind": "id",
    "isl": "is",
    "ita": "it",
    "mkd": "mk",
    "nld": "nl",
    "nno": "nn",
    "nob": "nb",
    "oci": "oc",
    "pol": "pl",
    "por": "pt",
    "ron": "ro",
    "rus": "ru",
    "slv": "sl",
    "spa": "es",
    "swe": "sv",
    "ukr": "uk",
    "urd": "ur",
    "zlm": "ms",
}


def pairs_of(directions: Iterable[str]) -> dict[tuple[str, str], str]:
    """The engine's name of each direction by our languages; variants such as "es-pt_BR" are left out."""
    pairs: dict[tuple[str, str], str] = {}
    for direction in directions:
        source, _, target = direction.partition("-")
        if all(part.isascii() and part.isalpha() and len(part) < 4 for part in (source, target)):
            pairs.setdefault((_short(source), _short(target)), direction)
    return pairs


def _short(language: str) -> str:
    return _SHORT.get(language, language)
