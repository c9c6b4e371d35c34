"""Integration shapes: webhooks, and the servers whose tools are used."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from handrail.web.shapes import Answer, Request

Kind = Literal[
    "conversation.opened",
    "conversation.decided",
    "conversation.handed_off",
    "conversation.closed",
    "review.requested",
]
Url = Annotated[str, Meta(min_length=1, max_length=2000, examples=["https://crm.example/hook"])]
Kinds = Annotated[list[Kind], Meta(min_length=1, max_length=20)]
Name = Annotated[str, Meta(min_length=1, max_length=128)]
Fingerprint = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", examples=["0" * 64])]


class NewWebhook(Request, frozen=True):
    """What to tell, and where. `texts`: words of conversations too, not ids and facts alone."""

    url: Url
    kinds: Kinds
    texts: bool = False


class WebhookShape(Answer, frozen=True):
    """A webhook without its secret; `open` deliveries wait, `dead` ones were given up."""

    id: str
    url: str
    kinds: Sequence[str]
    texts: bool
    created_at: datetime
    created_by: str
    open: int
    dead: int
    disabled_because: str
    disabled_at: datetime | None = None
    previous_until: datetime | None = None


class Webhooks(Answer, frozen=True):
    """All webhooks, oldest first."""

    items: list[WebhookShape]


class WebhookSecret(Answer, frozen=True):
    """A secret, shown once. Until `previous_until` the one before signs too."""

    id: str
    secret: str
    previous_until: datetime | None = None


class WebhookDelivery(Answer, frozen=True):
    """One thing told, or to be told. Its id is the `webhook-id` that the receiver sees."""

    id: str
    webhook_id: str
    kind: str
    state: Literal["open", "delivered", "dead"]
    created_at: datetime
    attempts: int
    error: str
    conversation_id: str | None = None
    next_at: datetime | None = None
    delivered_at: datetime | None = None
    dead_at: datetime | None = None
    status: int | None = None


class WebhookDeliveries(Answer, frozen=True):
    """The latest deliveries, latest first."""

    items: list[WebhookDelivery]


class OfferedToolShape(Answer, frozen=True):
    """A tool as its server describes it now. One that `changed` is not called until it is accepted."""

    name: str
    description: str
    fingerprint: str
    state: Literal["new", "accepted", "changed"]
    pinned_by: str
    pinned_at: datetime | None = None


class ToolServerShape(Answer, frozen=True):
    """A server whose tools are used; `problem` says why it cannot be, where it cannot.

    `misfits` are the places of the active policy that do not fit what the server offers.
    """

    name: str
    healthy: bool
    problem: str
    tools: list[OfferedToolShape]
    misfits: Sequence[str] = ()


class ToolServersShape(Answer, frozen=True):
    """All servers that are configured."""

    items: list[ToolServerShape]


class AcceptTool(Request, frozen=True):
    """Which tool to accept, as it was looked at."""

    server: Name
    tool: Name
    fingerprint: Fingerprint
