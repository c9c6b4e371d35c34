"""Keep a judgement: with what all judgements on the answer come to, and a look at drift."""

from collections.abc import Sequence

from handrail.actions.ports import Job, JobKind, Transaction
from handrail.domain.judgement import JudgedBy, Judgement, Verdict, is_wrong, verdict_of


async def keep_judgement(tx: Transaction, judgement: Judgement, kind: str) -> None:
    """Keep it; a drawn answer's verdict follows, and a worker looks whether the error has drifted."""
    drawn = await tx.sample(judgement.decision_id)
    await tx.keep_judgement(judgement)
    if drawn is None:  # known, and no evidence: it was not drawn by a known probability
        return
    judgements = await tx.judgements(judgement.decision_id)
    reviewers = {each.who for each in judgements if each.by is JudgedBy.STAFF}
    verdict = what_counts(judgements)
    await tx.settle_sample(judgement.decision_id, verdict, len(reviewers), judgement.at)
    if verdict is not None:
        await tx.defer(Job(JobKind.CHECK_DRIFT, about=kind))


def what_counts(judgements: Sequence[Judgement]) -> Verdict | None:
    """What a drawn answer's judgements come to as evidence, None while no reviewer has judged it.

    Customers and cases choose for themselves what they judge. Their praise alone is no evidence;
    their blame is, because it can only make a bound more careful.
    """
    verdict = verdict_of(judgements)
    if verdict is None or any(each.by is JudgedBy.STAFF for each in judgements):
        return verdict
    return verdict if is_wrong(verdict) else None
