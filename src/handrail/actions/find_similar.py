"""Find similar: what staff answered when customers came with the like before."""

import asyncio

from handrail.actions.desk import Desk
from handrail.actions.gather_draft import last_asked
from handrail.actions.ports import StaffMember
from handrail.actions.solved_rows import SimilarQuery
from handrail.domain.solved import Alike, Solved, kind_of

LEAST_LIKE = 0.3  # cosine; what is less alike is of something else


async def find_similar(
    desk: Desk, conversation_id: str, staff: StaffMember, limit: int = 5
) -> list[Alike]:
    """Solved conversations like the customer's latest words, that this person may read, best first.

    Raises LookupError for no such conversation.
    """
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        if conversation is None:
            raise LookupError(f"no conversation {conversation_id}")
        asked = last_asked(await tx.events(conversation_id))
        decisions = await tx.decisions(conversation_id)
    if not asked:
        return []
    need = "\n".join(event.text or "" for event in asked)
    [embedding] = await asyncio.to_thread(desk.signals.embed, [need])
    query = SimilarQuery(
        conversation_id=conversation_id,
        embedding=embedding,
        model=desk.signals.version,
        kind=kind_of(decisions, asked[-1].seq + 1),
        locale=policy.locale(conversation.locale),
        skills=staff.skills,
        limit=limit,
    )
    async with desk.store.transaction() as tx:
        found = await tx.similar(query)
    return [alike for alike in found if alike.likeness >= LEAST_LIKE]


async def read_solved(desk: Desk, conversation_id: str, staff: StaffMember) -> Solved:
    """One solved conversation. Raises LookupError for none, and for one that this person may not read.

    The two are not told apart, so that nobody learns of what they may not read.
    """
    async with desk.store.transaction() as tx:
        solved = await tx.solved(conversation_id)
    if solved is None or not solved.readable_by(staff.skills):
        raise LookupError(f"no solved conversation {conversation_id}")
    return solved
