"""Tick step: a person marks a playbook's step as done, or takes the mark away; both are kept."""

from handrail.actions.desk import Desk
from handrail.actions.ports import StaffMember
from handrail.domain.playbook import StepMark


async def tick_step(
    desk: Desk, conversation_id: str, staff: StaffMember, playbook: str, step: str, *, done: bool
) -> StepMark:
    """Keep the mark. Raises LookupError for a conversation, playbook or step that is not there."""
    policy = await desk.policies.active()
    steps = {s.name for book in policy.playbooks if book.name == playbook for s in book.steps}
    if step not in steps:
        raise LookupError(f"the active policy has no step '{step}' in a playbook '{playbook}'")
    mark = StepMark(conversation_id, playbook, step, done, staff.id, staff.name, desk.now())
    async with desk.store.transaction() as tx:
        await tx.add_step_mark(mark)
    return mark
