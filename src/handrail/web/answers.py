"""Answers: the one that is given so often that the framework's own costs too much."""

from dataclasses import dataclass

import msgspec
from litestar.types import Receive, Scope, Send

from handrail.web.security_headers import API_HEADERS
from handrail.web.shapes import Place

HEADERS = [
    (name.lower().encode(), value.encode())
    for name, value in {**API_HEADERS, "Content-Type": "application/json"}.items()
]

encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Accepted:
    """202 with the place of a message that is kept."""

    place: Place

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        """Write the response."""
        body = encode(self.place)
        length = (b"content-length", str(len(body)).encode())
        await send({"type": "http.response.start", "status": 202, "headers": [*HEADERS, length]})
        await send({"type": "http.response.body", "body": body, "more_body": False})
