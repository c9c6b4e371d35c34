"""Pages: the built front end, read once and served with the headers that keep it safe."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from litestar import Request, Response, route
from litestar.response import Redirect

from handrail.web.access import ANYONE, declares
from handrail.web.parts import WebSettings, parts_of
from handrail.web.problems import not_found
from handrail.web.security_headers import page_headers

HERE = Path(__file__).parent
FOREVER = "public, max-age=31536000, immutable"
WORTH_PACKING = 1024  # bytes
MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}

Call = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is sent; ``packed`` is its gzip, where that is smaller."""

    body: bytes
    packed: bytes | None
    media_type: str
    etag: str
    lasting: bool


@dataclass(frozen=True, slots=True)
class Site:
    """The files of one front end by their paths, and the headers that go with them."""

    files: dict[str, File]
    headers: dict[str, str]

    def answer(self, request: Call, path: str) -> Response[bytes]:
        """The file at ``path``; raises not_found."""
        file = self.files.get(path)
        if file is None:
            raise not_found("There is no such page.")
        headers = {
            **self.headers,
            "ETag": file.etag,
            "Vary": "Accept-Encoding",
            "Cache-Control": FOREVER if file.lasting else "no-cache",
        }
        if request.headers.get("if-none-match") == file.etag:
            return Response(b"", status_code=304, headers=headers)
        body = file.body
        if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            body, headers["Content-Encoding"] = file.packed, "gzip"
        return Response(body, media_type=file.media_type, headers=headers)

    def app(self, request: Call, path: str) -> Response[bytes]:
        """The file at ``path``, else the app's page: addresses inside the app are its own."""
        is_file = path in self.files or "." in path.rsplit("/", 1)[-1]
        return self.answer(request, path if is_file else "index.html")


@dataclass(frozen=True, slots=True)
class Sites:
    """What is served beside the API."""

    desk: Site
    widget: Site
    demo: Site


def read_sites(settings: WebSettings) -> Sites:
    """Every file of the built front end, in memory: a few hundred kilobytes."""
    framed = dict(page_headers(settings.widget_origins))
    own = dict(page_headers())
    return Sites(
        desk=Site(_read(HERE / "static" / "desk"), own),
        # The loader runs on the company's own pages.
        widget=Site(
            _read(HERE / "static" / "widget"),
            {**framed, "Cross-Origin-Resource-Policy": "cross-origin"},
        ),
        demo=Site(_read(HERE / "pages"), own),
    )


def _read(folder: Path) -> dict[str, File]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _file(path) for path in paths}


def _file(path: Path) -> File:
    body = path.read_bytes()
    packed = gzip.compress(body, mtime=0) if len(body) >= WORTH_PACKING else body
    return File(
        body=body,
        packed=packed if len(packed) < len(body) else None,
        media_type=MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
        etag=f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        lasting=path.parent.name == "assets",
    )


page = partial(route, http_method=["GET", "HEAD"], include_in_schema=False, opt=declares(ANYONE))


@page("/")
async def read_front(request: Call) -> Response[bytes] | Redirect:
    """The demo bank's page; without the demo, the way to the desk."""
    if parts_of(request).settings.demo:
        return sites_of(request).demo.answer(request, "index.html")
    return Redirect("/desk/")


@page("/pages/{path:path}")
async def read_demo_page(request: Call) -> Response[bytes]:
    """A file of the demo bank's page."""
    if not parts_of(request).settings.demo:
        raise not_found("There is no such page.")
    return sites_of(request).demo.answer(request, _below(request))


@page(["/desk", "/desk/{path:path}"])
async def read_desk_page(request: Call) -> Response[bytes]:
    """The workspace and console, one app."""
    return sites_of(request).desk.app(request, _below(request))


@page(["/widget", "/widget/{path:path}"])
async def read_widget_page(request: Call) -> Response[bytes] | Redirect:
    """The chat widget's app and its loader."""
    if not _below(request) and not request.scope["raw_path"].endswith(b"/"):
        return Redirect("/widget/")  # its addresses are relative
    return sites_of(request).widget.answer(request, _below(request) or "index.html")


def _below(request: Call) -> str:
    return str(request.path_params.get("path", "")).lstrip("/")


def sites_of(request: Call) -> Sites:
    """The sites of the application that serves this request."""
    return request.app.state["sites"]


ROUTES = [read_front, read_demo_page, read_desk_page, read_widget_page]
