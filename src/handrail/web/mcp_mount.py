"""Mount of the desk's MCP server: `/mcp`, for programs with an API key, where it is switched on."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from litestar import Litestar
from litestar.handlers import ASGIRouteHandler
from litestar.handlers import asgi as asgi_route

from handrail.web.access import admit_program
from handrail.web.parts import WebParts

SESSIONS = "mcp_sessions"


@dataclass(frozen=True, slots=True)
class Mounted:
    """The route, and what must run while it is served."""

    route: ASGIRouteHandler
    running: Callable[[Litestar], AbstractAsyncContextManager[None]]


def mounted(web: WebParts) -> Mounted:
    """Without sessions of its own: any process may answer any call, and a restart loses none."""
    # A desk without it saves 0.4 s of start and 31 MB in each web process.
    from handrail.web.mcp_tools import open_sessions  # noqa: PLC0415

    @asgi_route("/mcp", guards=[admit_program], copy_scope=True)
    async def mcp(scope: Any, receive: Any, send: Any) -> None:
        await (
            cast(Litestar, scope["litestar_app"])
            .state[SESSIONS]
            .handle_request(scope, receive, send)
        )

    @asynccontextmanager
    async def running(app: Litestar) -> AsyncGenerator[None]:
        sessions = open_sessions(web)
        async with sessions.run():
            app.state[SESSIONS] = sessions
            yield

    return Mounted(mcp, running)
