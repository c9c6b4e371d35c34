"""Reasons: why a language model gave no usable answer, told by the error; the record keeps the word."""

from enum import StrEnum

import httpx2
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

from handrail.adapters.llm.bounded_transport import AnswerTooLong, NotAnEventStream


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
    WRONG_FORM = "wrong_form"  # not what the form asks for
    RESTING = "resting"  # too many failures in a row; it is left alone for a while


# What the model said, not what the server did: no reason to leave it alone.
CONTENT = {Reason.TOO_LONG, Reason.REFUSED, Reason.TOOL_CALL, Reason.NO_ANSWER, Reason.WRONG_FORM}
# What another server may do better. Never what a model said: that is not asked for a second time.
ANOTHER_MAY = {
    Reason.TIMEOUT,
    Reason.UNREACHABLE,
    Reason.RATE_LIMITED,
    Reason.SERVER_ERROR,
    Reason.CUT_OFF,
    Reason.RESTING,
}


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
