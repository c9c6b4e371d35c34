"""Count a return: who comes back about the same kind within a week was not helped by the AI's answer."""

from datetime import timedelta

from handrail.actions.desk import Desk
from handrail.actions.gather_turn import OpenTurn
from handrail.actions.keep_judgement import keep_judgement
from handrail.domain.judgement import JudgedBy, Judgement, Verdict
from handrail.domain.policy import UNKNOWN_KIND
from handrail.domain.record import Case

SAME_CONVERSATION = timedelta(hours=1)  # sooner than that, one goes on asking
NOTE = "The customer came back about the same kind within seven days."


async def count_return(desk: Desk, turn: OpenTurn, case: Case) -> None:
    """Judge the last answer of this kind wrong, in the customer's name. Safe to repeat.

    A question in another conversation is a return, and so is one in this conversation after an hour.
    """
    kind = case.moment.kind
    if kind.reply is not None or kind.name == UNKNOWN_KIND:
        return
    before = next((each for each in turn.answers_before if each.kind == kind.name), None)
    if before is None:
        return
    here = before.conversation_id == turn.conversation.id
    if here and desk.now() - before.at < SAME_CONVERSATION:
        return
    customer_id = turn.conversation.customer_id
    judgement = Judgement(
        id=desk.new_id(),
        decision_id=before.decision_id,
        by=JudgedBy.CUSTOMER,
        who=customer_id,
        verdict=Verdict.WRONG,
        at=desk.now(),
        note=NOTE,
    )
    async with desk.store.transaction() as tx:
        await keep_judgement(tx, judgement, kind.name)
