"""Learn a practice: what staff did next in solved conversations with a playbook, counted anew as a whole."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from handrail.actions.desk import Desk
from handrail.actions.ports import Job, JobKind, Transaction
from handrail.actions.practice_rows import Story
from handrail.domain.practice import Practice, learn

LEARNT_FROM = 1_000  # latest solved conversations with a playbook: a few MB while they are counted
SOON = timedelta(minutes=5)  # so that many that close at once are learnt from at once
AT_LATEST = timedelta(days=1)  # so that what was erased leaves, though nothing new comes


async def learn_practice(desk: Desk, playbook: str) -> int:
    """Learn it if it is due; gives from how many conversations. Safe to repeat.

    What only some may read is counted by itself, for those whose skills let them. It is learnt again in
    a day for as long as there is anything to learn from.
    """
    async with desk.store.transaction() as tx:
        if not await tx.practice_due(playbook, desk.now()):
            return 0
        stories = await tx.stories(playbook, LEARNT_FROM)
        if stories:
            await want_practice(desk, tx, playbook, AT_LATEST)
        practices = await asyncio.to_thread(_by_skills, stories)
        await tx.save_practices(playbook, practices, desk.now())
    return len(stories)


async def want_practice(desk: Desk, tx: Transaction, playbook: str, within: timedelta) -> None:
    """Have it learnt within this time; what is wanted sooner stays."""
    due = desk.now() + within
    if await tx.want_practice(playbook, due):
        await tx.defer(Job(JobKind.LEARN_PRACTICE, about=playbook, due=due))


def _by_skills(stories: Sequence[Story]) -> Mapping[tuple[str, ...], Practice]:
    told: defaultdict[tuple[str, ...], list[Story]] = defaultdict(list)
    for story in stories:
        told[tuple(sorted(story.skills))].append(story)
    return {skills: learn(story.moves for story in of) for skills, of in told.items()}
