"""Brief: gather what is known of a conversation and make the briefing for whoever takes it."""

from handrail.actions.desk import Desk
from handrail.domain.briefing import Briefing, Known, brief, weightiest_kind


async def brief_staff(desk: Desk, conversation_id: str) -> Briefing:
    """The briefing as of now. Raises LookupError for no such conversation."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        events = await tx.events(conversation_id)
        decisions = await tx.decisions(conversation_id)
        contacts = [
            contact
            for contact in await tx.contacts(conversation.customer_id)
            if contact.at < conversation.opened_at
        ]
        handoff = await tx.current_handoff(conversation_id)
    kind = weightiest_kind(decisions, policy)
    articles = await desk.knowledge.by_kind(kind.name, "staff")
    known = Known(events, decisions, policy, contacts, handoff, articles)
    return brief(known, desk.now())
