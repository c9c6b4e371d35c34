"""OneModel: one language model with its breaker, its bounds and its bill; it does not retry."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from time import monotonic
from typing import TypeVar

from pydantic_ai.direct import model_request_stream
from pydantic_ai.messages import (
    ModelRequest,
    ModelResponseStreamEvent,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ThinkingPart,
    ThinkingPartDelta,
)
from pydantic_ai.models import ModelRequestParameters, StreamedResponse

from handrail.actions.model_ports import BudgetSpent, ModelFailed, PlannedCall, Purse
from handrail.adapters.llm.circuit_breaker import CircuitBreaker
from handrail.adapters.llm.connection import connect, settings
from handrail.adapters.llm.language_model import LanguageModel
from handrail.adapters.llm.reasons import CONTENT, Reason, reason_of
from handrail.domain.model_budget import Amount, Usage, most_tokens, usage_of

T = TypeVar("T")
Read = Callable[[AsyncIterator[str]], AsyncGenerator[T]]
"""Reads pieces of a model's text into what is wanted of it."""

# Nothing was read there, so nothing was taken.
_NOT_SERVED = {Reason.UNREACHABLE, Reason.RATE_LIMITED, Reason.REJECTED}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked, for whom, and how long an answer may be."""

    text: str
    instructions: str
    conversation_id: str | None
    purpose: str
    characters: int
    tokens: int
    parameters: ModelRequestParameters | None = None

    @property
    def size(self) -> int:
        """How many bytes are sent, form and all."""
        form = self.parameters.output_object if self.parameters else None
        sent = f"{self.instructions}{self.text}{form.json_schema if form else ''}"
        return len(sent.encode())


@dataclass(slots=True)
class _Bill:
    """What was read of an answer, and what the server says that it took."""

    started: float
    bytes_read: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


class OneModel:
    """Asks one model one question at a time; before each it asks the purse, after each it tells it."""

    def __init__(
        self,
        language_model: LanguageModel,
        purse: Purse | None = None,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        self.version = language_model.model
        self.limits = language_model.limits
        self._model = connect(language_model)
        self._speaks_json = bool(self._model.profile.get("supports_json_schema_output", False))
        self._prices = language_model.prices
        self._purse = purse
        self._breaker = breaker or CircuitBreaker()

    async def ask(self, question: Question, read: Read[T], most_s: float) -> AsyncGenerator[T]:
        """What ``read`` makes of the answer. Raises ModelFailed with a Reason; never hangs.

        Close the iterator where it is left early, so that the connection ends there.
        """
        if not self._breaker.allows():
            raise ModelFailed(Reason.RESTING)
        call_id = await self._reserve(question, most_s)
        bill, outcome = _Bill(monotonic()), "answered"
        try:
            async with aclosing(self._answer(question, read, bill, most_s)) as items:
                async for item in items:
                    yield item
        except ModelFailed as failure:
            outcome = str(failure.args[0])
            if failure.args[0] in CONTENT:
                self._breaker.succeeded()
            else:
                self._breaker.failed()
            raise
        except GeneratorExit:  # the check refused a sentence; the server did its part
            outcome = "left"
            self._breaker.succeeded()
            raise
        except asyncio.CancelledError:
            outcome = "cancelled"
            raise
        else:
            self._breaker.succeeded()
        finally:
            await asyncio.shield(self._settle(call_id, question, bill, outcome))

    async def _reserve(self, question: Question, most_s: float) -> str | None:
        if self._purse is None:
            return None
        tokens_in, tokens_out = most_tokens(question.size), question.tokens
        cost = self._prices.cost(tokens_in, tokens_out)
        most = Amount(tokens_in + tokens_out, cost, round(1000 * most_s))
        call = PlannedCall(question.conversation_id, question.purpose, self.version, most)
        try:
            return await self._purse.reserve(call)
        except BudgetSpent:
            raise
        except Exception as error:  # what cannot be counted is not spent
            logger.exception("The budget of language models cannot be read; nothing is asked")
            raise ModelFailed("budget_unread") from error

    async def _settle(
        self, call_id: str | None, question: Question, bill: _Bill, outcome: str
    ) -> None:
        if self._purse is None or call_id is None:
            return
        usage = self._usage(question, bill)
        if outcome in _NOT_SERVED:
            usage = replace(usage, tokens_in=0, tokens_out=0, estimated=False)
        cost = self._prices.cost(usage.tokens_in, usage.tokens_out)
        try:
            await self._purse.settle(call_id, usage, cost, outcome)
        except Exception:  # what was set aside stays spent
            logger.exception("What a language model took could not be kept; its reserve stands")

    def _usage(self, question: Question, bill: _Bill) -> Usage:
        return usage_of(
            told=(bill.tokens_in, bill.tokens_out),
            sizes=(question.size, bill.bytes_read),
            most=(most_tokens(question.size), question.tokens),
            ms=round(1000 * (monotonic() - bill.started)),
        )

    async def _answer(
        self, question: Question, read: Read[T], bill: _Bill, most_s: float
    ) -> AsyncGenerator[T]:
        request = ModelRequest.user_text_prompt(question.text, instructions=question.instructions)
        limits = replace(
            self.limits, total_s=min(self.limits.total_s, most_s), tokens=question.tokens
        )
        try:
            async with (
                model_request_stream(
                    self._model,
                    [request],
                    model_settings=settings(limits),
                    model_request_parameters=self._parameters(question),
                ) as stream,
                aclosing(_pieces(stream, question.characters, bill)) as pieces,
                aclosing(read(pieces)) as items,
            ):
                async for item in items:
                    yield item
        except ModelFailed:
            raise
        except Exception as error:  # hostile JSON makes the libraries raise anything
            raise ModelFailed(reason_of(error)) from error

    def _parameters(self, question: Question) -> ModelRequestParameters | None:
        """A model that takes no schema has it put into its prompt."""
        if question.parameters is None or self._speaks_json:
            return question.parameters
        return replace(question.parameters, output_mode="prompted")


async def _pieces(stream: StreamedResponse, most: int, bill: _Bill) -> AsyncGenerator[str]:
    characters = 0
    async for event in stream:
        text, thought = _text_of(event), _thought_of(event)
        characters += len(text) + len(thought)
        bill.bytes_read += len(text.encode(errors="replace")) + len(
            thought.encode(errors="replace")
        )
        if characters > most:
            raise ModelFailed(Reason.TOO_LONG)
        if text:
            yield text
    _must_have_ended_well(stream)
    bill.tokens_in, bill.tokens_out = stream.usage.input_tokens, stream.usage.output_tokens


def _text_of(event: ModelResponseStreamEvent) -> str:
    """The event's text. Raises ModelFailed for a part that is neither text nor thought."""
    match event:
        case PartStartEvent(part=TextPart(content=text)):
            return text
        case PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            return text
        case PartStartEvent(part=ThinkingPart()) | PartDeltaEvent(delta=ThinkingPartDelta()):
            return ""
        case PartStartEvent() | PartDeltaEvent():
            raise ModelFailed(Reason.TOOL_CALL)
        case _:
            return ""


def _thought_of(event: ModelResponseStreamEvent) -> str:
    match event:
        case PartStartEvent(part=ThinkingPart(content=text)):
            return text
        case PartDeltaEvent(delta=ThinkingPartDelta(content_delta=str(text))):
            return text
        case _:
            return ""


def _must_have_ended_well(stream: StreamedResponse) -> None:
    match stream.finish_reason:
        case "length":
            raise ModelFailed(Reason.TOO_LONG)
        case "content_filter":
            raise ModelFailed(Reason.REFUSED)
        case "tool_call":
            raise ModelFailed(Reason.TOOL_CALL)
        case "error":
            raise ModelFailed(Reason.SERVER_ERROR)
        case _:
            return
