"""Describe: the OpenAPI description of the API."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec
from litestar import Litestar, Request, Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, Operation, SecurityScheme, Tag

from handrail.web.access import ANY_ROLE, ANYONE, COOKIE, Access, Scope, declares
from handrail.web.security_headers import with_api_headers

SUMMARY = """AI and people share customer conversations; Handrail decides who leads each turn.

Ids are UUIDs, times RFC 3339 in UTC, all text plain text. Errors are problem documents (RFC 9457)."""

TAGS = [
    Tag("customer", "What a customer's widget or app calls, with the conversation's token."),
    Tag("desk", "What staff do in conversations."),
    Tag("supervision", "Seeing and steering the whole desk."),
    Tag("policy", "What the company has decided, and the record of decisions."),
    Tag(
        "models", "What language models may take, and what they put in short; all of it is checked."
    ),
    Tag(
        "translation", "Messages in another language, beside the original and marked as unchecked."
    ),
    Tag("autonomy", "What the AI may do alone, on what evidence, and judging its answers."),
    Tag("knowledge", "Articles, and the imports that bring them."),
    Tag("integrations", "Webhooks, and the servers whose tools are used."),
    Tag("accounts", "Signing in, staff and API keys."),
    Tag("operation", "Whether the process lives and is ready."),
]


def openapi_config() -> OpenAPIConfig:
    """The description at /api/openapi.json."""
    return OpenAPIConfig(
        title="Handrail",
        version="1",
        description=SUMMARY,
        license=License("Apache-2.0", identifier="Apache-2.0"),
        tags=TAGS,
        components=Components(
            security_schemes={
                "token": SecurityScheme(
                    "http", scheme="bearer", description="The token of a conversation."
                ),
                "session": SecurityScheme(
                    "apiKey",
                    name=COOKIE,
                    security_scheme_in="cookie",
                    description="Staff, signed in.",
                ),
                "key": SecurityScheme(
                    "http", scheme="bearer", description="An API key: `hk_…`, with scopes."
                ),
            }
        ),
        use_handler_docstrings=True,
        render_plugins=[Description(path="/")],
        openapi_router=Router(
            "/api/openapi.json",
            route_handlers=[],
            include_in_schema=False,
            opt=declares(ANYONE),
            after_request=with_api_headers,
        ),
    )


class Description(JsonRenderPlugin):
    """Serves the description; it is made when first asked for, which takes half a second."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002
        """The description as JSON."""
        return description(request.app)


@lru_cache(1)
def description(app: Litestar) -> bytes:
    """The description of the API as JSON, indented and in a lasting order."""
    _describe_access(app)
    text = msgspec.json.encode(app.openapi_schema.to_schema(), order="sorted")
    return msgspec.json.format(text, indent=2) + b"\n"


def _describe_access(app: Litestar) -> None:
    """Write whom each route lets in, from what the route declares."""
    paths = app.openapi_schema.paths or {}
    for route in app.routes:
        handlers: Sequence[HTTPRouteHandler] = getattr(route, "route_handlers", ())
        for handler in handlers:
            for method in handler.http_methods:
                operation = getattr(paths.get(route.path_format), method.lower(), None)
                if isinstance(operation, Operation):
                    _describe(operation, handler.opt["access"])


def _describe(operation: Operation, access: Access) -> None:
    if access.anyone:
        operation.security = []
        return
    ways = {
        "token": access.customer,
        "session": bool(access.roles),
        "key": access.scope is not None,
    }
    operation.security = [{way: []} for way, leads_in in ways.items() if leads_in]
    operation.description = f"{operation.description}\n\n{_whom(access)}"


def _whom(access: Access) -> str:
    whom = ["the customer whose conversation it is"] if access.customer else []
    if access.roles:
        roles = "staff" if access.roles == ANY_ROLE else " or ".join(sorted(access.roles))
        whom.append(f"{roles} (session)")
    if access.scope is Scope.DESK:
        whom.append(
            "an API key with scope `desk`, with the header `On-Behalf-Of: <e-mail of staff>`"
        )
    elif access.scope is not None:
        whom.append(f"an API key with scope `{access.scope}`")
    return f"For {'; '.join(whom)}."
