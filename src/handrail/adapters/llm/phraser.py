"""PydanticAiPhraser: a language model's sentences, or the reason why there are none."""

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from enum import StrEnum

import httpx2
from pydantic_ai.direct import model_request_stream
from pydantic_ai.exceptions import (
    ContentFilterError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelContextWindowExceededError,
    ModelHTTPError,
    ModelNotFoundError,
    ModelQuotaExceededError,
    ModelRateLimitError,
    ModelRequestTimeout,
    ModelTimeoutError,
)
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
from pydantic_ai.models import StreamedResponse

from handrail.actions.ports import PhrasingFailed
from handrail.adapters.llm.bounded_transport import AnswerTooLong, NotAnEventStream
from handrail.adapters.llm.circuit_breaker import CircuitBreaker
from handrail.adapters.llm.connection import connect, settings
from handrail.adapters.llm.language_model import LanguageModel
from handrail.adapters.llm.prompt import NO_ANSWER, instructions, material
from handrail.domain.knowledge import Passage
from handrail.domain.sentences import Sentences


class Reason(StrEnum):
    """Why a language model gave no usable answer; the record keeps the word."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    REJECTED = "rejected"  # the request: its key, its model, its form
    EMPTY = "empty"
    TOO_LONG = "too_long"
    CUT_OFF = "cut_off"
    UNDECODABLE = "undecodable"
    REFUSED = "refused"
    TOOL_CALL = "tool_call"
    NO_ANSWER = "no_answer"  # the passages do not answer, says the model
    RESTING = "resting"  # too many failures in a row; it is left alone for a while


# What the model said, not what the server did: no reason to leave it alone.
_CONTENT = {Reason.TOO_LONG, Reason.REFUSED, Reason.TOOL_CALL, Reason.NO_ANSWER}


class PydanticAiPhraser:
    """The port ``Phraser`` over any model that pydantic-ai knows. It has no tools and does not retry."""

    def __init__(
        self, language_model: LanguageModel, breaker: CircuitBreaker | None = None
    ) -> None:
        self._model = connect(language_model)
        self._version = language_model.model
        self._settings = settings(language_model.limits)
        self._limits = language_model.limits
        self._breaker = breaker or CircuitBreaker()

    @property
    def version(self) -> str:
        """The model's name; where it is served makes no other model of it."""
        return self._version

    async def phrase(
        self,
        question: str,
        passages: Sequence[Passage],
        locale: str,
        style: Sequence[str] = (),
    ) -> AsyncGenerator[str, None]:
        """Sentences, one at a time, unchecked. Raises PhrasingFailed with a Reason; never hangs.

        Close the iterator where it is left early, so that the connection ends there.
        """
        if not self._breaker.allows():
            raise PhrasingFailed(Reason.RESTING)
        request = ModelRequest.user_text_prompt(
            material(question, passages, style), instructions=instructions(locale)
        )
        try:
            async with aclosing(self._sentences(request)) as sentences:
                async for sentence in sentences:
                    yield sentence
        except PhrasingFailed as failure:
            if failure.args[0] in _CONTENT:
                self._breaker.succeeded()
            else:
                self._breaker.failed()
            raise
        except GeneratorExit:  # the check refused a sentence; the server did its part
            self._breaker.succeeded()
            raise
        self._breaker.succeeded()

    async def _sentences(self, request: ModelRequest) -> AsyncGenerator[str, None]:
        try:
            async with (
                model_request_stream(
                    self._model, [request], model_settings=self._settings
                ) as stream,
                aclosing(self._read(stream)) as sentences,
            ):
                async for sentence in sentences:
                    yield sentence
        except PhrasingFailed:
            raise
        except Exception as error:  # hostile JSON makes the libraries raise anything
            raise PhrasingFailed(reason_of(error)) from error

    async def _read(self, stream: StreamedResponse) -> AsyncGenerator[str, None]:
        sentences, characters, said = Sentences(), 0, False
        async for event in stream:
            text, thought = _text_of(event), _thought_of(event)
            characters += len(text) + len(thought)
            if characters > self._limits.characters:
                raise PhrasingFailed(Reason.TOO_LONG)
            for sentence in filter(None, map(_prose, sentences.feed(text))):
                said = True
                yield _answering(sentence)
        _must_have_ended_well(stream)
        for sentence in filter(None, map(_prose, sentences.rest())):
            said = True
            yield _answering(sentence)
        if not said:
            raise PhrasingFailed(Reason.EMPTY)


def _text_of(event: ModelResponseStreamEvent) -> str:
    """The event's text. Raises PhrasingFailed for a part that is neither text nor thought."""
    match event:
        case PartStartEvent(part=TextPart(content=text)):
            return text
        case PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            return text
        case PartStartEvent(part=ThinkingPart()) | PartDeltaEvent(delta=ThinkingPartDelta()):
            return ""
        case PartStartEvent() | PartDeltaEvent():
            raise PhrasingFailed(Reason.TOOL_CALL)
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


def _prose(sentence: str) -> str:
    """Without list marks and emphasis, which a chat shows as they are."""
    return re.sub(r"^(?:[*+•-]|\d{1,2}[.)])\s+|\*\*", "", sentence).strip()


def _answering(sentence: str) -> str:
    if NO_ANSWER in sentence:
        raise PhrasingFailed(Reason.NO_ANSWER)
    return sentence


def _must_have_ended_well(stream: StreamedResponse) -> None:
    match stream.finish_reason:
        case "length":
            raise PhrasingFailed(Reason.TOO_LONG)
        case "content_filter":
            raise PhrasingFailed(Reason.REFUSED)
        case "tool_call":
            raise PhrasingFailed(Reason.TOOL_CALL)
        case "error":
            raise PhrasingFailed(Reason.SERVER_ERROR)
        case _:
            return


def reason_of(error: BaseException) -> Reason:
    """The reason word for what went wrong, told by the error and its causes."""
    chain = [error]
    while chain[-1].__cause__ is not None and len(chain) < 10:
        chain.append(chain[-1].__cause__)
    for kinds, reason in _REASONS:
        if any(isinstance(one, kinds) for one in chain):
            return reason
    if isinstance(error, ModelHTTPError):
        return Reason.SERVER_ERROR if error.status_code >= 500 else Reason.REJECTED
    return Reason.CUT_OFF if "finish_reason" in str(error) else Reason.UNDECODABLE


_REASONS: tuple[tuple[tuple[type[BaseException], ...], Reason], ...] = (
    ((AnswerTooLong, ModelContextWindowExceededError), Reason.TOO_LONG),
    ((NotAnEventStream, UnicodeDecodeError), Reason.UNDECODABLE),
    ((ContentFilterError,), Reason.REFUSED),
    ((ModelRequestTimeout, ModelTimeoutError, httpx2.TimeoutException), Reason.TIMEOUT),
    ((ModelRateLimitError, ModelQuotaExceededError), Reason.RATE_LIMITED),
    ((ModelAuthenticationError, ModelNotFoundError), Reason.REJECTED),
    ((httpx2.RemoteProtocolError, httpx2.ReadError), Reason.CUT_OFF),
    ((ModelConnectionError, httpx2.HTTPError, OSError), Reason.UNREACHABLE),
)
