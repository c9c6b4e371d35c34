"""Judge a draft: what a reviewer does with it says whether the AI was right."""

from handrail.actions.desk import Desk
from handrail.actions.keep_judgement import keep_judgement
from handrail.actions.ports import Transaction
from handrail.domain.draft import Draft
from handrail.domain.judgement import JudgedBy, Judgement, Verdict


async def judge_draft(
    desk: Desk, tx: Transaction, draft: Draft, staff_id: str | None, *, right: bool
) -> None:
    """Keep the verdict of a member of staff who sent a reviewed draft, or took its place.

    Nothing happens for a draft that is no sample: one of the company's own fixed words.
    """
    drawn = await tx.sample_of_turn(draft.conversation_id, draft.reply_to)
    if drawn is None or staff_id is None:
        return
    judgement = Judgement(
        id=desk.new_id(),
        decision_id=drawn.sample.decision_id,
        by=JudgedBy.STAFF,
        who=staff_id,
        verdict=Verdict.RIGHT if right else Verdict.WRONG,
        at=desk.now(),
    )
    await keep_judgement(tx, judgement, drawn.sample.kind)
