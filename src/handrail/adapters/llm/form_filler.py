"""PydanticAiFormFiller: a language model's answer in the shape that was asked for, or a reason."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.output import OutputObjectDefinition

from handrail.actions.model_ports import Asking, Form, ModelFailed
from handrail.adapters.llm.model_chain import ModelChain
from handrail.adapters.llm.one_model import Question, Read
from handrail.adapters.llm.reasons import Reason
from handrail.domain.model_budget import usual_tokens

T = TypeVar("T")
FEWEST_TOKENS = 200
WIDEST_CHARACTER = 2  # bytes in the languages that we write; others have fewer characters a word


class PydanticAiFormFiller:
    """The port ``FormFiller``: output as pydantic-ai asks for it, by a JSON schema and never by a tool."""

    def __init__(self, chain: ModelChain) -> None:
        self._chain = chain

    @property
    def version(self) -> str:
        """The first model's name."""
        return self._chain.first.version

    async def fill(self, form: Form[T], asking: Asking) -> T:
        """The filled form, unchecked but for its shape. Raises ModelFailed; never hangs."""
        adapter = TypeAdapter(form.shape)
        wanted = OutputObjectDefinition(json_schema=adapter.json_schema(), name=form.shape.__name__)
        question = Question(
            text=json.dumps(form.material, ensure_ascii=False),
            instructions=form.instructions,
            conversation_id=asking.conversation_id,
            purpose=form.purpose,
            characters=form.characters,
            tokens=FEWEST_TOKENS + usual_tokens(form.characters * WIDEST_CHARACTER),
            parameters=ModelRequestParameters(output_mode="native", output_object=wanted),
        )
        async with aclosing(self._chain.ask(question, _whole(adapter), asking)) as filled:
            [form_filled] = [one async for one in filled]  # to its end, so that the call is settled
        return form_filled


def _whole(adapter: TypeAdapter[T]) -> Read[T]:
    async def read(pieces: AsyncIterator[str]) -> AsyncGenerator[T]:
        text = "".join([piece async for piece in pieces]).strip()
        if not text:
            raise ModelFailed(Reason.EMPTY)
        try:
            yield adapter.validate_json(_bare(text))
        except ValidationError as error:
            raise ModelFailed(Reason.WRONG_FORM) from error

    return read


def _bare(text: str) -> str:
    """Without the fence that some models put around JSON."""
    return text.removeprefix("```json").removeprefix("```").removesuffix("```").strip()
