"""Requests: bodies read strictly into the type that the route declares."""

from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

import msgspec
from litestar.connection import Request
from litestar.datastructures import State

from handrail.actions.ports import StaffMember
from handrail.web.problems import Refused, invalid_body, not_found, unprocessable

LONGEST_BODY = 128 * 1024  # 8,000 characters, each escaped as a pair of surrogates, and room
LONGEST_POLICY = 1024 * 1024


class StrictRequest(Request[StaffMember, None, State]):
    """Decodes a body in one pass, without turning one type into another on the way.

    The framework would decode it untyped first and then convert leniently.
    """

    async def json(self) -> Any:
        """The body as the route's ``data``; raises Refused with the field."""
        field = self.route_handler.parsed_data_field
        if field is None:
            return None
        content_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type != "application/json":
            raise Refused(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send JSON, with Content-Type: application/json."
            )
        return decode(await self.body(), field.annotation)


def decode(body: bytes, kind: type[Any]) -> Any:
    """A JSON body as ``kind``; raises Refused with the field."""
    try:
        return decoder(kind).decode(body)
    except msgspec.DecodeError as error:
        raise invalid_body(error) from error
    except UnicodeDecodeError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "The body is not UTF-8.", "body") from error
    except RecursionError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "The body is nested too deeply.", "body") from error


@lru_cache(256)
def decoder(kind: type[Any]) -> msgspec.json.Decoder[Any]:
    """The decoder of a type, made once."""
    return msgspec.json.Decoder(kind)


def read_id(text: str) -> str:
    """A UUID in its one canonical form; raises not_found for anything else."""
    try:
        return str(UUID(text)) if len(text) == 36 else _nothing()
    except ValueError:
        return _nothing()


def _nothing() -> str:
    raise not_found()


def plain_text(value: str, field: str, keeps: str = "\n\t") -> str:
    """Text trimmed and without invisible controls but those in ``keeps``; raises Refused."""
    if any(0xD800 <= ord(c) < 0xE000 for c in value):
        raise unprocessable("The text holds half a character (a lone surrogate).", field)
    kept = "".join(c for c in value if c in keeps or (ord(c) >= 32 and not 127 <= ord(c) < 160))
    return kept.strip()


def required_text(value: str, field: str) -> str:
    """The same on one line, and something must be left; raises Refused."""
    kept = plain_text(value, field, "")
    if not kept:
        raise unprocessable("Write something here.", field)
    return kept


def seq_of(headers: Mapping[str, str], after: int | None) -> int:
    """The event after which a stream goes on: the browser's Last-Event-ID, else ``after``."""
    last = headers.get("last-event-id", "")
    if not last:
        return after or 0
    if not (last.isascii() and last.isdigit() and len(last) < 10):
        raise Refused(
            HTTPStatus.BAD_REQUEST, "Last-Event-ID is not an event's number.", "Last-Event-ID"
        )
    return int(last)


def staff_of(request: Request[Any, Any, Any]) -> StaffMember:
    """Who is signed in; the route's access has made sure of it."""
    return cast(StaffMember, request.scope["user"])
