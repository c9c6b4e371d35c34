"""Request a review: the AI wrote a draft, a person checks it before the customer reads it."""

from dataclasses import replace
from datetime import timedelta

from handrail.actions.back_draft import back_draft
from handrail.actions.compose_answer import Answered
from handrail.actions.desk import Desk
from handrail.actions.draw_sample import draw_draft
from handrail.actions.hand_off import lead_changed
from handrail.actions.ports import Job, JobKind
from handrail.domain.backing import Purpose
from handrail.domain.conversation import State
from handrail.domain.disclosure import disclosure
from handrail.domain.draft import Draft
from handrail.domain.policy import Lead
from handrail.domain.record import Case, Outcome, record


async def request_review(desk: Desk, case: Case, answer: Answered) -> bool:
    """Keep the draft and tell the customer that a person checks it; False when it comes too late."""
    now = desk.now()
    draft = Draft(
        id=desk.new_id(),
        conversation_id=case.conversation_id,
        reply_to=case.turn_seq,
        text=answer.text,
        sources=answer.sources,
        reason=case.leading.reason("en"),
        made_at=now,
        expires_at=now + timedelta(seconds=case.policy.promises.review_s),
    )
    backing = await back_draft(desk, draft, case, answer, Purpose.REVIEW)
    decision = record(case, desk.new_id(), now, Outcome.REVIEW)
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(case.conversation_id)
        if conversation is None or conversation.state not in (State.AI, State.REVIEW):
            return False
        stopped = (await tx.ai_switch()).stopped_at is not None
        if conversation.answered_seq >= case.turn_seq or stopped:
            return False
        earlier = await tx.open_draft(conversation.id)
        if earlier is not None:
            await tx.end_draft(replace(earlier, ended="superseded", ended_at=now))
        await tx.add_draft(draft)
        await tx.add_backing(backing)
        said = [disclosure(case.policy, conversation.locale, "review_pending")]
        if conversation.lead is not Lead.REVIEW:
            said.insert(0, lead_changed(Lead.REVIEW, decision.reason_customer))
        await tx.append(conversation.id, said)
        await tx.save_conversation(conversation.review_requested())
        drawn = draw_draft(desk, case, answer, decision)
        evidence = {**decision.evidence, "answer": answer.evidence(), "sample": drawn.evidence()}
        await tx.add_decision(replace(decision, evidence=evidence))
        if drawn.drawn is not None:
            await tx.add_sample(drawn.drawn)
        await tx.defer(Job(JobKind.LAPSE_REVIEW, conversation.id, draft.id, draft.expires_at))
    return True
