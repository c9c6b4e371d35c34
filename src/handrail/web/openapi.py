"""OpenAPI: `python -m handrail.web.openapi > frontend/openapi.json` writes the API's description."""

import sys
from typing import Any, cast

import msgspec
from litestar import Litestar

from handrail.web.app import WebParts, WebSettings, create_app


def description_app() -> Litestar:
    """The application with all its routes and nothing behind them; it can only be described."""
    nothing = cast(Any, None)  # no part is used until a request comes
    settings = WebSettings(public_origin="http://127.0.0.1:8000", demo=True)
    return create_app(WebParts(nothing, nothing, nothing, nothing, settings))


def description() -> bytes:
    """The description as JSON, indented and in a lasting order; the same as /api/openapi.json."""
    text = msgspec.json.encode(description_app().openapi_schema.to_schema(), order="sorted")
    return msgspec.json.format(text, indent=2) + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(description())
