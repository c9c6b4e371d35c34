"""Phrase discreetly: what goes to a language model holds placeholders in place of personal data."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from handrail.actions.hide_personal import hide_texts, put_back
from handrail.actions.model_ports import Asking, ModelFailed
from handrail.actions.ports import PersonalData, Phraser, PhrasingFailed
from handrail.domain.knowledge import Passage


class DiscreetPhraser:
    """The port ``Phraser`` around another one, which never sees personal data.

    Its sentences come back with the values in place, before anyone checks them: what is checked is
    what the customer reads. Where personal data cannot be looked for, nothing is sent; a placeholder
    that the model invented or altered ends the answer.
    """

    def __init__(self, phraser: Phraser, personal_data: PersonalData) -> None:
        self._phraser = phraser
        self._personal_data = personal_data

    @property
    def version(self) -> str:
        """The version of the model behind it."""
        return self._phraser.version

    async def phrase(
        self,
        question: str,
        passages: Sequence[Passage],
        locale: str,
        asking: Asking | None = None,
        style: Sequence[str] = (),
    ) -> AsyncGenerator[str]:
        """Sentences, one at a time, unchecked. Raises PhrasingFailed; never hangs."""
        asking = asking or Asking()
        texts = [question, *(text for p in passages for text in (p.title, p.text))]
        try:
            hidden = await hide_texts(self._personal_data, texts, locale, asking.known)
            asked, *said = hidden.texts
            material = [
                replace(passage, title=title, text=text)
                for passage, title, text in zip(passages, said[::2], said[1::2], strict=True)
            ]
            phrased = self._phraser.phrase(asked, material, locale, asking, style)
            async with aclosing(phrased) as sentences:
                async for sentence in sentences:
                    yield put_back(hidden, sentence)
        except ModelFailed as failure:
            raise PhrasingFailed(*failure.args) from failure
