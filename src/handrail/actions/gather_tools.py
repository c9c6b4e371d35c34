"""Gather tools: what a turn may know of calls, and of who the customer is for sure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handrail.actions.ports import Transaction
from handrail.domain.conversation import Conversation
from handrail.domain.customer import Customer
from handrail.domain.policy import Policy
from handrail.domain.tool import ENDED, Call, CallState

HISTORY = timedelta(days=31)  # rates look no further back; the reader refuses longer windows


@dataclass(frozen=True, slots=True)
class ToolsKnown:
    """Calls and knowledge for one conversation.

    ``asked`` is the AI's call that asked the customer something last, and nothing was said since.
    ``stale`` are its other calls that still wait for the customer. ``waits`` is one that a person is to
    approve, ``busy`` whether one is under way, whose outcome the customer will be told. ``made`` are the
    AI's calls in this conversation that came to something; None where the policy has no tools.
    """

    known: Mapping[str, str] = field(default_factory=dict[str, str])
    history: tuple[Call, ...] = ()
    asked: Call | None = None
    stale: tuple[Call, ...] = ()
    waits: Call | None = None
    busy: bool = False
    made: tuple[Call, ...] | None = None


async def gather_tools(
    tx: Transaction, policy: Policy, conversation: Conversation, now: datetime
) -> ToolsKnown:
    """What there is to know; nothing where the policy has no tools."""
    if not policy.tools:
        return ToolsKnown()
    mine = [call for call in await tx.open_calls(conversation.id) if call.asked_by == "ai"]
    waiting = [
        call for call in mine if call.state in (CallState.PROPOSED, CallState.AWAITING_CONFIRMATION)
    ]
    asked = None
    if waiting and await _said_last(tx, conversation, waiting[-1], now):
        asked = waiting[-1]
    return ToolsKnown(
        known=await known_of(tx, conversation),
        history=tuple(await tx.calls_of_customer(conversation.customer_id, now - HISTORY)),
        asked=asked,
        stale=tuple(call for call in waiting if call is not asked),
        waits=next((c for c in mine if c.state is CallState.AWAITING_APPROVAL), None),
        busy=any(call.state in (CallState.APPROVED, CallState.RUNNING) for call in mine),
        made=tuple(call for call in await tx.calls(conversation.id) if _came_to_something(call)),
    )


def _came_to_something(call: Call) -> bool:
    """A call that the customer declined, or that lapsed, was never made."""
    if call.asked_by != "ai" or call.state not in ENDED or call.state is CallState.LAPSED:
        return False
    return not (call.state is CallState.REFUSED and call.steps and call.steps[-1].by == "customer")


async def _said_last(
    tx: Transaction, conversation: Conversation, call: Call, now: datetime
) -> bool:
    """Whether the call's question is the last that was said to the customer, and in time.

    A "yes" to anything said since is no "yes" to the call.
    """
    if call.said_seq is None or (call.expires_at is not None and call.expires_at <= now):
        return False
    since = await tx.events(conversation.id, after=call.said_seq)
    return all(event.speaker.value == "customer" for event in since)


async def known_of(
    tx: Transaction, conversation: Conversation, *, by_staff: bool = False
) -> Mapping[str, str]:
    """Fields that are known for sure. A customer who only says who they are has none of their own.

    ``by_staff``: a person who talks to the customer answers for who they are.
    """
    known = {
        "conversation.id": conversation.id,
        "conversation.channel": conversation.channel,
        "conversation.locale": conversation.locale,
    }
    customer = await tx.customer(conversation.customer_id)
    sure = by_staff or await tx.identified_by(conversation.id) is not None
    if customer is not None and sure:
        known |= fields_of(customer)
    return known


def fields_of(customer: Customer) -> Mapping[str, str]:
    """The customer's fields that a tool may be given, by name."""
    fields = {
        "customer.external_id": customer.external_id,
        "customer.name": customer.name,
        "customer.email": customer.email,
    }
    return {name: value for name, value in fields.items() if value}
