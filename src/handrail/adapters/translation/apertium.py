"""Apertium: the port Translator over the installed program of that name and its language pairs.

It translates by dictionaries and rules, on this machine, without a network. The text is its data: the
signs that mean something in its stream format are escaped, as in "Format of the data stream" of its
documentation, and what must not change never reaches its dictionaries.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from handrail.actions.model_ports import Asking
from handrail.actions.translator import TranslationFailed
from handrail.adapters.translation.languages import pairs_of
from handrail.adapters.translation.program import Limits, Program, ProgramFailed
from handrail.domain.kept_words import keep_words

UNKNOWN_SHARE = 0.5  # of a text's words; with more of them a translation tells nothing
_RESERVED = re.compile(r"([\\\[\]^$/@<>{}])")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MARK = re.compile(r"(?<!\\)[*#@](?=\w)")  # unknown to a dictionary, or not to be inflected
_SPACES = re.compile(r" {2,}")  # the engine leaves one on each side of what it drops
_WORD = re.compile(r"[^\W\d_]+")
# Signs that the engine uses as marks, or drops; these stand for them on the way.
_SET_ASIDE = {ord(sign): chr(0xE000 + place) for place, sign in enumerate("*#~")}
_BACK = {ord(aside): chr(sign) for sign, aside in _SET_ASIDE.items()}


async def open_apertium(path: Path, limits: Limits | None = None) -> "ApertiumTranslator":
    """What is installed under ``path``: its version and its pairs; {} where it does not answer."""
    program = Program(path, limits or Limits())
    try:
        said = await program.run(["-V"])
        directions = (await program.run(["-l"])).split()
    except ProgramFailed:
        return ApertiumTranslator(program, "Apertium", {})
    found = re.search(r"\d+(?:\.\d+)+", said)
    return ApertiumTranslator(
        program, f"Apertium {found[0]}" if found else "Apertium", pairs_of(directions)
    )


class ApertiumTranslator:
    """The port ``Translator``: one run of the program for each text."""

    def __init__(
        self, program: Program, version: str, pairs: Mapping[tuple[str, str], str]
    ) -> None:
        self._program = program
        self._version = version
        self.pairs = pairs

    @property
    def version(self) -> str:
        """The engine and its version."""
        return self._version

    def by(self, source: str, target: str) -> str | None:
        """The engine, with its name of the pair; None where the pair is not installed."""
        direction = self.pairs.get((source, target))
        return f"{self._version} ({direction})" if direction is not None else None

    async def translate(self, text: str, source: str, target: str, asking: Asking) -> str:
        """The text in ``target``. Raises TranslationFailed; never hangs."""
        direction = self.pairs.get((source, target))
        if direction is None:
            raise TranslationFailed(f"pair_not_installed: {source} to {target}")
        kept = keep_words(text)
        try:
            written = await self._program.run(["-f", "none", direction], _to_stream(kept.text))
        except ProgramFailed as failure:
            raise TranslationFailed(f"engine_failed: {failure}") from failure
        said, marks = _from_stream(written)
        unknown, words = marks - len(kept.words), len(_WORD.findall(kept.text)) - len(kept.words)
        if unknown > UNKNOWN_SHARE * words:
            raise TranslationFailed(f"unknown_words: {unknown} of {words}")
        if lost := kept.lost(said):
            raise TranslationFailed(f"lost: {', '.join(lost)[:80]}")
        asking.answered_by = f"{self._version} ({direction})"
        return kept.restore(said if "  " in text else _SPACES.sub(" ", said))


def _to_stream(text: str) -> str:
    # Without an end of line the engine takes the last sign for one.
    return _RESERVED.sub(r"\\\1", text.translate(_SET_ASIDE)) + "\n"


def _from_stream(written: str) -> tuple[str, int]:
    """The text, and how many words the engine did not know."""
    plain, marks = _MARK.subn("", written)
    return _ESCAPED.sub(r"\1", plain).translate(_BACK).strip(), marks
