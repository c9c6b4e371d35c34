"""OpenAPI: `python -m handrail.web.openapi > frontend/openapi.json` writes the API's description."""

import sys
from typing import Any, cast

from litestar import Litestar

from handrail.web.app import WebParts, WebSettings, create_app
from handrail.web.describe import description


def description_app() -> Litestar:
    """The application with all its routes and nothing behind them; it can only be described."""
    nothing = cast(Any, None)  # no part is used until a request comes
    settings = WebSettings(public_origin="http://127.0.0.1:8000", demo=True)
    return create_app(WebParts(nothing, nothing, nothing, nothing, settings))


if __name__ == "__main__":
    sys.stdout.buffer.write(description(description_app()))
