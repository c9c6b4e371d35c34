"""App: the routes, their doorkeeper and their answers to errors, as one ASGI application."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypedDict

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from handrail.web import (
    accept_time_routes,
    account_routes,
    article_routes,
    autonomy_routes,
    briefing_routes,
    conversation_routes,
    customer_routes,
    desk_routes,
    draft_routes,
    gap_routes,
    health_routes,
    integration_routes,
    knowledge_routes,
    mcp_mount,
    model_routes,
    notice_routes,
    pages,
    policy_routes,
    promise_routes,
    session_routes,
    snippet_routes,
    tool_routes,
    upload_routes,
    wrap_up_list_routes,
    wrap_up_routes,
)
from handrail.web.access import Connection, admit
from handrail.web.describe import openapi_config
from handrail.web.parts import WebParts, WebSettings
from handrail.web.problems import EXCEPTION_HANDLERS
from handrail.web.requests import LONGEST_BODY, StrictRequest
from handrail.web.security_headers import with_api_headers
from handrail.web.streams import Streams

__all__ = ["WebParts", "WebSettings", "create_app"]

# The busiest route checks the customer's token in the statement that keeps the message.
HOT_ROUTES: list[HTTPRouteHandler] = [customer_routes.post_message]
ROUTES: list[HTTPRouteHandler] = [
    *customer_routes.ROUTES,
    *session_routes.ROUTES,
    *account_routes.ROUTES,
    *desk_routes.ROUTES,
    *conversation_routes.ROUTES,
    *policy_routes.ROUTES,
    *autonomy_routes.ROUTES,
    *knowledge_routes.ROUTES,
    *article_routes.ROUTES,
    *upload_routes.ROUTES,
    *gap_routes.ROUTES,
    *tool_routes.ROUTES,
    *integration_routes.ROUTES,
    *model_routes.ROUTES,
    *promise_routes.ROUTES,
    *wrap_up_routes.ROUTES,
    *wrap_up_list_routes.ROUTES,
    *snippet_routes.ROUTES,
    *notice_routes.ROUTES,
    *briefing_routes.ROUTES,
    *draft_routes.ROUTES,
    *accept_time_routes.ROUTES,
]


AfterRequest = Callable[[Any], Awaitable[Any]]
AsyncGuard = Callable[[Connection, BaseRouteHandler], Awaitable[None]]


class Guarded(TypedDict):
    """How a router lets callers in, and what it tells browsers."""

    guards: list[AsyncGuard]
    after_request: AfterRequest


def create_app(web: WebParts) -> Litestar:
    """The application over these parts."""
    streams = Streams(web.board, web.watchtower, web.accounts)
    guarded: Guarded = {"guards": [admit], "after_request": with_api_headers}
    demo = health_routes.DEMO_ROUTES if web.settings.demo else []
    mcp = mcp_mount.mounted(web) if web.settings.mcp else None
    return Litestar(
        route_handlers=[
            Router("/api/v1", route_handlers=HOT_ROUTES, after_request=with_api_headers),
            Router("/api/v1", route_handlers=[*ROUTES, *demo], **guarded),
            Router("/", route_handlers=health_routes.ROOT_ROUTES, **guarded),
            Router("/", route_handlers=pages.ROUTES, guards=[admit]),
            *([mcp.route] if mcp is not None else []),
        ],
        state=State(
            {"web": web, "streams": streams, "sites": pages.read_sites(web.settings)},
            deep_copy=False,
        ),
        lifespan=[_running(streams), *([mcp.running] if mcp is not None else [])],
        request_class=StrictRequest,
        request_max_body_size=LONGEST_BODY,
        exception_handlers=dict(EXCEPTION_HANDLERS),
        openapi_config=openapi_config(),
        logging_config=None,
        debug=False,
    )


def _running(streams: Streams) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def running(_: Litestar) -> AsyncGenerator[None]:
        async with streams:
            yield

    return running
