"""Translate in order: the first translator that has the pair and gives something that holds."""

from collections.abc import Sequence

from handrail.actions.model_ports import Asking
from handrail.actions.translator import TranslationFailed, Translator
from handrail.domain.translation import check_translation


class TranslatorsInOrder:
    """The port ``Translator`` over several: what one cannot, or does badly, the next is asked for.

    A translation that fails the checks counts as none, so that the next gets its chance.
    """

    def __init__(self, translators: Sequence[Translator]) -> None:
        """At least one translator, the one to ask first at the beginning."""
        self._translators = tuple(translators)

    @property
    def version(self) -> str:
        """All of them, in their order."""
        return ", ".join(each.version for each in self._translators)

    def by(self, source: str, target: str) -> str | None:
        """The first that has the pair; None where none has."""
        found = (each.by(source, target) for each in self._translators)
        return next((by for by in found if by is not None), None)

    async def translate(self, text: str, source: str, target: str, asking: Asking) -> str:
        """The first translation that passes the checks. Raises TranslationFailed with the last reason."""
        failure = TranslationFailed(f"pair_not_installed: {source} to {target}")
        for each in self._translators:
            if (by := each.by(source, target)) is None:
                continue
            asking.answered_by = ""
            try:
                said = await each.translate(text, source, target, asking)
            except TranslationFailed as why:
                failure = why
                continue
            if (problem := check_translation(text, said, target)) is None:
                asking.answered_by = asking.answered_by or by
                return said
            failure = TranslationFailed(str(problem))
        raise failure
