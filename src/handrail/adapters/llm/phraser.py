"""PydanticAiPhraser: language models' sentences, or the reason why there are none."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing

from handrail.actions.model_ports import PHRASE, Asking, ModelFailed
from handrail.actions.ports import PhrasingFailed
from handrail.adapters.llm.model_chain import ModelChain
from handrail.adapters.llm.one_model import Question
from handrail.adapters.llm.prompt import NO_ANSWER, instructions, material
from handrail.adapters.llm.reasons import Reason
from handrail.domain.knowledge import Passage
from handrail.domain.sentences import Sentences


class PydanticAiPhraser:
    """The port ``Phraser`` over any models that pydantic-ai knows. They have no tools."""

    def __init__(self, chain: ModelChain) -> None:
        self._chain = chain

    @property
    def version(self) -> str:
        """The first model's name; where it is served makes no other model of it."""
        return self._chain.first.version

    async def phrase(
        self,
        question: str,
        passages: Sequence[Passage],
        locale: str,
        asking: Asking | None = None,
        style: Sequence[str] = (),
    ) -> AsyncGenerator[str]:
        """Sentences, one at a time, unchecked. Raises PhrasingFailed with a Reason; never hangs.

        Close the iterator where it is left early, so that the connection ends there.
        """
        asking, limits = asking or Asking(), self._chain.first.limits
        asked = Question(
            text=material(question, passages, style),
            instructions=instructions(locale),
            conversation_id=asking.conversation_id,
            purpose=PHRASE,
            characters=limits.characters,
            tokens=limits.tokens,
        )
        try:
            async with aclosing(self._chain.ask(asked, _sentences, asking)) as sentences:
                async for sentence in sentences:
                    yield sentence
        except ModelFailed as failure:
            raise PhrasingFailed(*failure.args) from failure


async def _sentences(pieces: AsyncIterator[str]) -> AsyncGenerator[str]:
    sentences, said = Sentences(), False
    async for text in pieces:
        for sentence in filter(None, map(_prose, sentences.feed(text))):
            said = True
            yield _answering(sentence)
    for sentence in filter(None, map(_prose, sentences.rest())):
        said = True
        yield _answering(sentence)
    if not said:
        raise ModelFailed(Reason.EMPTY)


def _prose(sentence: str) -> str:
    """Without list marks and emphasis, which a chat shows as they are."""
    return re.sub(r"^(?:[*+•-]|\d{1,2}[.)])\s+|\*\*", "", sentence).strip()


def _answering(sentence: str) -> str:
    if NO_ANSWER in sentence:
        raise ModelFailed(Reason.NO_ANSWER)
    return sentence
