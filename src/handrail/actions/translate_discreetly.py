"""Translate discreetly: personal data stay out of a translator's sight, and come back as they were."""

from handrail.actions.hide_personal import hide_texts, put_back
from handrail.actions.model_ports import Asking, ModelFailed
from handrail.actions.ports import PersonalData
from handrail.actions.translator import TranslationFailed, Translator


class DiscreetTranslator:
    """The port ``Translator`` around another one, which sees placeholders in place of personal data.

    An engine on this machine tells nobody; but a dictionary makes a word of a name: Rosa turns pink.
    """

    def __init__(self, translator: Translator, personal_data: PersonalData) -> None:
        self._translator = translator
        self._personal_data = personal_data

    @property
    def version(self) -> str:
        """The version of the translator behind it."""
        return self._translator.version

    def by(self, source: str, target: str) -> str | None:
        """What the translator behind it says."""
        return self._translator.by(source, target)

    async def translate(self, text: str, source: str, target: str, asking: Asking) -> str:
        """The text in ``target`` with the same personal data. Raises TranslationFailed."""
        try:
            hidden = await hide_texts(self._personal_data, [text], source, asking.known)
            said = await self._translator.translate(hidden.texts[0], source, target, asking)
            if lost := hidden.lost(said):
                raise TranslationFailed(f"lost_placeholder: {', '.join(lost)[:80]}")
            return put_back(hidden, said)
        except ModelFailed as failure:
            raise TranslationFailed(str(failure)) from failure
