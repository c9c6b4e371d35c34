"""Pass on: the customer writes or changes what the person who takes over will read first."""

from dataclasses import replace

from handrail.actions.desk import Desk
from handrail.actions.hand_off import LONGEST_NOTE
from handrail.domain.conversation import WrongState


async def pass_on(desk: Desk, conversation_id: str, note: str) -> None:
    """Keep the customer's own words for the hand-off. Raises WrongState when nobody is being fetched."""
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        handoff = await tx.current_handoff(conversation_id)
        if conversation is None or handoff is None:
            raise WrongState("Nobody is being fetched for this conversation yet.")
        await tx.save_handoff(replace(handoff, note=note[:LONGEST_NOTE]))
        await tx.save_conversation(conversation)
