"""Open a conversation: the customer is told at once that this is an AI, and how to reach a person."""

import hashlib
import secrets
from dataclasses import dataclass

from handrail.actions.desk import Desk
from handrail.domain.conversation import Conversation
from handrail.domain.customer import Customer
from handrail.domain.disclosure import opening
from handrail.domain.policy import Lead


@dataclass(frozen=True, slots=True)
class Opened:
    """A new conversation: ``token`` opens it and nothing else; only its hash is kept."""

    id: str
    token: str
    disclosure: str


def token_hash(token: str) -> bytes:
    """The SHA-256 under which a bearer token is kept."""
    return hashlib.sha256(token.encode()).digest()


async def open_conversation(
    desk: Desk,
    channel: str,
    locale: str,
    customer: Customer | None = None,
    identified_by: str | None = None,
) -> Opened:
    """Open a conversation with its opening disclosure as event 1.

    ``identified_by`` is by what the customer is known for sure; None: they only say who they are.
    """
    policy = await desk.policies.active()
    token = secrets.token_urlsafe(32)
    said = opening(policy, locale)
    async with desk.store.transaction() as tx:
        kept = await tx.upsert_customer(customer or Customer(desk.new_id()))
        conversation = Conversation(
            id=desk.new_id(),
            channel=channel,
            locale=locale,
            customer_id=kept.id,
            opened_at=desk.now(),
            lead=Lead.AI,
        )
        await tx.open_conversation(conversation, token_hash(token))
        await tx.append(conversation.id, [said])
        if identified_by is not None and kept.external_id is not None:
            await tx.identify(conversation.id, desk.now(), identified_by)
    return Opened(conversation.id, token, said.text or "")
