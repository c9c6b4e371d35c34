"""Fake of the port Translator: gives the translations that a test wrote down."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handrail.actions.model_ports import Asking
from handrail.actions.translator import TranslationFailed


@dataclass
class FakeTranslator:
    """``known`` maps a text to its translation; any other text fails. ``pairs`` None: it has all."""

    known: Mapping[str, str] = field(default_factory=dict[str, str])
    version: str = "fake-translator"
    pairs: frozenset[tuple[str, str]] | None = None
    asked: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])

    def by(self, source: str, target: str) -> str | None:
        has = self.pairs is None or (source, target) in self.pairs
        return self.version if has else None

    async def translate(self, text: str, source: str, target: str, asking: Asking) -> str:
        self.asked.append((text, source, target))
        if self.by(source, target) is None:
            raise TranslationFailed(f"pair_not_installed: {source} to {target}")
        if text not in self.known:
            raise TranslationFailed("timeout")
        asking.answered_by = self.version
        return self.known[text]
