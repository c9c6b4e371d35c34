"""Translator: the port to whatever translates, a language model or an installed engine."""

from typing import Protocol

from handrail.actions.model_ports import Asking


class TranslationFailed(Exception):
    """There is no translation that may be shown; the first argument says why, the original stands."""


class Translator(Protocol):
    """Translates one text, and checks nothing of it."""

    @property
    def version(self) -> str:
        """What translates, as readers are told it."""
        ...

    def by(self, source: str, target: str) -> str | None:
        """What would translate this pair; None where nothing for it is installed."""
        ...

    async def translate(self, text: str, source: str, target: str, asking: Asking) -> str:
        """The text in ``target``; languages as "en", "de". Raises TranslationFailed; never hangs."""
        ...
