"""Security headers: what browsers are told about everything that is served."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from litestar import Response

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors {ancestors}"
)
EVERYWHERE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
API_HEADERS: Mapping[str, str] = {
    **EVERYWHERE,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def page_headers(frame_ancestors: Sequence[str] = ()) -> Mapping[str, str]:
    """Headers of a page that only its own origin, and the origins given, may frame."""
    ancestors = " ".join(("'self'", *frame_ancestors))
    return {**EVERYWHERE, "Content-Security-Policy": CSP.format(ancestors=ancestors)}


async def with_api_headers(answer: Any) -> Any:
    """The answer of a route with the API's headers; one that writes itself has them already."""
    if isinstance(answer, Response):
        cast(Response[Any], answer).headers.update(API_HEADERS)
    return cast(Any, answer)
