"""Describe: the OpenAPI description of the API."""

from litestar import Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme, Tag

from handrail.web.access import ANYONE, COOKIE, declares

SUMMARY = """AI and people share customer conversations; Handrail decides who leads each turn.

Ids are UUIDs, times RFC 3339 in UTC, all text plain text. Errors are problem documents (RFC 9457)."""

TAGS = [
    Tag("customer", "What a customer's widget or app calls, with the conversation's token."),
    Tag("desk", "What staff do in conversations."),
    Tag("supervision", "Seeing and steering the whole desk."),
    Tag("policy", "What the company has decided, and the record of decisions."),
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
        render_plugins=[JsonRenderPlugin(path="/")],
        openapi_router=Router(
            "/api/openapi.json", route_handlers=[], include_in_schema=False, opt=declares(ANYONE)
        ),
    )
