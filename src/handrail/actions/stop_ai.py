"""Stop the AI everywhere, and start it again."""

from handrail.actions.desk import Desk
from handrail.actions.ports import AiSwitch, StaffMember


async def stop_ai(desk: Desk, staff: StaffMember, reason: str = "") -> None:
    """From this commit on no words of the AI reach a customer; every turn goes to a person."""
    async with desk.store.transaction() as tx:
        if (await tx.ai_switch()).stopped_at is None:
            await tx.set_ai_switch(AiSwitch(desk.now(), staff.name, reason))


async def start_ai(desk: Desk, staff: StaffMember, reason: str = "") -> None:
    """Let the AI lead again where the policy allows it."""
    async with desk.store.transaction() as tx:
        await tx.set_ai_switch(AiSwitch(None, staff.name, reason))
