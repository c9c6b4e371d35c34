"""Phrase discreetly: what goes to a language model holds placeholders in place of personal data."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from handrail.actions.ports import PersonalData, Phraser, PhrasingFailed
from handrail.domain.knowledge import Passage
from handrail.domain.personal_data import Hidden, hide


class DiscreetPhraser:
    """The port ``Phraser`` around another one, which never sees personal data.

    Its sentences come back with the values in place, before anyone checks them: what is checked is
    what the customer reads. Where personal data cannot be looked for, nothing is sent.
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
        style: Sequence[str] = (),
    ) -> AsyncGenerator[str]:
        """Sentences, one at a time, unchecked. Raises PhrasingFailed; never hangs."""
        texts = [question, *(text for p in passages for text in (p.title, p.text))]
        try:
            hidden = await asyncio.to_thread(self._hide, texts, locale)
        except Exception as error:  # whatever went wrong in there, the text stays here
            raise PhrasingFailed("personal_data_unread") from error
        asked, *said = hidden.texts
        material = [
            replace(passage, title=title, text=text)
            for passage, title, text in zip(passages, said[::2], said[1::2], strict=True)
        ]
        phrased = self._phraser.phrase(asked, material, locale, style)
        async with aclosing(phrased) as sentences:
            async for sentence in sentences:
                yield hidden.restore(sentence)

    def _hide(self, texts: Sequence[str], locale: str) -> Hidden:
        return hide(texts, [self._personal_data.find(text, locale) for text in texts])
