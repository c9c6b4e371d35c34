"""App: the routes, their doorkeeper and their answers to errors, as one ASGI application."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.datastructures import ResponseHeader, State
from litestar.handlers import HTTPRouteHandler

from handrail.web import customer_routes
from handrail.web.access import Doorkeeper
from handrail.web.describe import openapi_config
from handrail.web.parts import WebParts, WebSettings
from handrail.web.problems import EXCEPTION_HANDLERS
from handrail.web.requests import LONGEST_BODY, StrictRequest
from handrail.web.security_headers import API_HEADERS
from handrail.web.streams import Streams

__all__ = ["WebParts", "WebSettings", "create_app"]

OPEN_ROUTES: list[HTTPRouteHandler] = [*customer_routes.ROUTES, *customer_routes.HOT_ROUTES]
GUARDED_ROUTES: list[HTTPRouteHandler] = [*customer_routes.GUARDED_ROUTES]


def create_app(web: WebParts) -> Litestar:
    """The application over these parts."""
    streams = Streams(web.board, web.watchtower, web.accounts)
    doorkeeper = Doorkeeper(web.accounts, web.board.opens, web.settings.public_origin)
    return Litestar(
        route_handlers=[
            Router("/api/v1", route_handlers=OPEN_ROUTES),
            Router("/api/v1", route_handlers=GUARDED_ROUTES, guards=[doorkeeper]),
        ],
        state=State({"web": web, "streams": streams}),
        lifespan=[_running(streams)],
        request_class=StrictRequest,
        request_max_body_size=LONGEST_BODY,
        response_headers=[ResponseHeader(name=n, value=v) for n, v in API_HEADERS.items()],
        exception_handlers=dict(EXCEPTION_HANDLERS),
        openapi_config=openapi_config(),
        logging_config=None,
        debug=False,
    )


def _running(streams: Streams):
    @asynccontextmanager
    async def running(_: Litestar) -> AsyncGenerator[None]:
        async with streams:
            yield

    return running
