"""Parts: everything the routes work with, handed in once and found through the request."""

from dataclasses import dataclass, field
from typing import Any, cast

from litestar.connection import ASGIConnection

from handrail.actions.desk import Desk
from handrail.web.ports import Accounts, Board, Watchtower


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How browsers see the desk. ``widget_origins`` are the sites that may embed the widget."""

    public_origin: str
    widget_origins: tuple[str, ...] = ()
    secure_cookies: bool = False
    demo: bool = False
    identity_secret: str | None = field(default=None, repr=False)
    mcp: bool = False


@dataclass(frozen=True, slots=True)
class WebParts:
    """The desk and what the web layer needs beside it."""

    desk: Desk
    board: Board
    accounts: Accounts
    watchtower: Watchtower
    settings: WebSettings


def parts_of(connection: ASGIConnection[Any, Any, Any, Any]) -> WebParts:
    """The parts of the application that serves this request."""
    return cast(WebParts, connection.app.state["web"])
