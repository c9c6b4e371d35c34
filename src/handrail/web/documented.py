"""Documented: what the OpenAPI description says of answers beside the usual one."""

from collections.abc import Mapping
from typing import Any

from litestar.openapi.datastructures import ResponseSpec

from handrail.web.problems import MEDIA_TYPE, Problem

WHEN: Mapping[int, str] = {
    400: "The request cannot be read.",
    401: "Nobody is signed in, or the credential is unknown.",
    403: "Signed in, and not allowed.",
    404: "Unknown, or not yours.",
    409: "The conversation is in another state; `detail` says what can be done.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "A value is not acceptable; `field` names it.",
    429: "Too often; `Retry-After` says for how many seconds to wait.",
    503: "The desk cannot serve yet.",
}


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """Problem documents under these codes and 400; 403 goes with 401, 413 and 415 with a body."""
    every = {400, *statuses}
    every |= {403} if 401 in statuses else set[int]()
    every |= {413, 415} if 422 in statuses else set[int]()
    return {
        status: ResponseSpec(
            Problem, generate_examples=False, description=WHEN[status], media_type=MEDIA_TYPE
        )
        for status in sorted(every)
    }


def event_stream(of: type[Any]) -> dict[int, ResponseSpec]:
    """A stream of server-sent events whose data is ``of``."""
    return {
        200: ResponseSpec(
            of,
            generate_examples=False,
            description="Server-sent events.",
            media_type="text/event-stream",
        )
    }


def accepted(what: type[Any]) -> dict[int, ResponseSpec]:
    """An acknowledgement that the route itself writes."""
    return {
        202: ResponseSpec(
            what, generate_examples=False, description="Kept.", media_type="application/json"
        )
    }
