"""Wordings that leave no doubt about a cue, by language; kept as data in lexicon.toml."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# What people put around the one word that matters.
_POLITE_BEFORE = (
    r"(?:(?:hi|hello|hey|hallo|hola|ok|okay|yes|ja|sí|si|please|pls|bitte|just)[ ,.!]+)*"
)
_POLITE_AFTER = r"(?:[ ,]+(?:please|pls|plz|bitte|por favor|porfavor|thanks|danke|gracias|then))*"
_ALONE = r"^[\W_]*{before}(?:{pattern}){after}[\W_]*$"


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wordings of one cue in one language, all in small letters: half the time of ignoring case."""

    says: re.Pattern[str]
    unless: re.Pattern[str] | None

    def found(self, text: str) -> bool:
        """Whether a text in small letters holds one of the wordings and nothing that takes it back."""
        return bool(self.says.search(text)) and not (self.unless and self.unless.search(text))


class Lexicon:
    """Cues that a text names outright, whatever language it is in."""

    def __init__(self, path: Path) -> None:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        self._wordings = [
            (cue, _wordings(entries))
            for cue, languages in tables.items()
            for entries in languages.values()
        ]

    def cues(self, text: str) -> frozenset[str]:
        """The cues a prepared text names outright."""
        small = text.lower()
        return frozenset(cue for cue, wordings in self._wordings if wordings.found(small))


def _wordings(entries: dict[str, list[str]]) -> Wordings:
    alone = (
        _ALONE.format(before=_POLITE_BEFORE, pattern=pattern, after=_POLITE_AFTER)
        for pattern in entries["alone"]
    )
    return Wordings(
        _any((*alone, *entries["within"])), _any(entries["unless"]) if entries["unless"] else None
    )


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
