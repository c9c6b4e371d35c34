"""Backfill similar: look through all closed conversations for those that staff solved."""

from collections.abc import Callable
from dataclasses import replace

from handrail.actions.desk import Desk
from handrail.actions.keep_solved import keep_solved
from handrail.actions.solved_rows import Backfill

BATCH = 50


async def backfill_similar(
    desk: Desk, tell: Callable[[Backfill], None], *, again: bool = False
) -> Backfill:
    """Look through them, telling after each batch how far it came; ends with what came of it.

    It goes on where the last one was stopped, at any line, unless ``again`` or the models changed
    since: their vectors are not comparable. A conversation looked at twice is kept once.
    """
    async with desk.store.transaction() as tx:
        kept = await tx.backfill()
    at = kept
    if at is None or again or at.finished_at is not None or at.model != desk.signals.version:
        at = Backfill(desk.signals.version, desk.now())
    while True:
        async with desk.store.transaction() as tx:
            ids = await tx.closed_after(at.last_id, BATCH)
        solved = sum([await keep_solved(desk, each) for each in ids])
        at = replace(
            at,
            last_id=ids[-1] if ids else at.last_id,
            looked_at=at.looked_at + len(ids),
            kept=at.kept + solved,
            finished_at=None if ids else desk.now(),
        )
        async with desk.store.transaction() as tx:
            await tx.save_backfill(at)
        tell(at)
        if not ids:
            return at
