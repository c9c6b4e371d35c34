"""Gather a draft's turn: what governance permits to be known when a person who leads is helped."""

from collections.abc import Sequence

from handrail.actions.desk import Desk
from handrail.actions.gather_turn import OpenTurn, kinds_of, said_before, staffing_now
from handrail.domain.conversation import Event, EventKind, Speaker, State, WrongState
from handrail.domain.moment import KnownCustomer, Turn


async def gather_draft(desk: Desk, conversation_id: str) -> OpenTurn | None:
    """What the customer wrote last, to the person who leads; None when they wrote nothing.

    Raises WrongState unless a person leads, LookupError for no such conversation.
    """
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        if conversation.state is not State.PERSON:
            raise WrongState(
                "Drafts are made for the person who leads; accept the conversation first."
            )
        events = await tx.events(conversation_id)
        asked = last_asked(events)
        if not asked:
            return None
        decisions = await tx.decisions(conversation_id)
        customer = await tx.customer(conversation.customer_id)
        staffing = await staffing_now(desk, tx, policy)
        certificates = await tx.certificates(kinds_of(policy))
    turn = Turn(
        text="\n".join(event.text or "" for event in asked),
        locale=conversation.locale,
        channel=conversation.channel,
        earlier=said_before(events, decisions, asked[0].seq),
        customer=customer.as_known() if customer else KnownCustomer(),
    )
    return OpenTurn(conversation, asked[-1].seq, turn, staffing, policy, certificates)


def last_asked(events: Sequence[Event]) -> list[Event]:
    """The customer's latest messages: those without a reply after them, or else the last one."""
    messages = [event for event in events if event.kind is EventKind.MESSAGE]
    replies = [event.seq for event in messages if event.speaker is not Speaker.CUSTOMER]
    asked = [event for event in messages if event.speaker is Speaker.CUSTOMER]
    open_ones = [event for event in asked if event.seq > max(replies, default=0)]
    return open_ones or asked[-1:]
