"""Take a turn: gather, assess the moment, decide who leads, act."""

import asyncio
from dataclasses import replace

from handrail.actions.compose_answer import compose_answer
from handrail.actions.count_return import count_return
from handrail.actions.desk import Desk
from handrail.actions.draw_sample import draw
from handrail.actions.gather_turn import OpenTurn, gather_turn
from handrail.actions.hand_off import Wish, hand_off
from handrail.actions.note_while_waiting import note_while_waiting
from handrail.actions.request_review import request_review
from handrail.actions.send_reply import Reply, send_reply
from handrail.actions.use_tool import as_answer, use_tool
from handrail.domain.autonomy import nothing_to_go_by, while_waiting, who_leads
from handrail.domain.conversation import AiMay
from handrail.domain.handoff import AskedBy
from handrail.domain.moment import assess
from handrail.domain.policy import Lead
from handrail.domain.record import Case, Outcome, record
from handrail.domain.signals import Reading
from handrail.domain.standing import standing_for


async def take_turn(desk: Desk, conversation_id: str) -> None:
    """Give the customer's open turn its answer, its review or its person.

    Safe to repeat after a crash at any line: what was decided is acted on in one transaction, which
    finds out under the conversation's lock whether the turn is still open.
    """
    while turn := await gather_turn(desk, conversation_id):
        case, reading = await decide(desk, turn)
        await count_return(desk, turn, case)
        if await _act(desk, turn, case, reading):
            return


async def decide(desk: Desk, turn: OpenTurn) -> tuple[Case, Reading]:
    """Who leads this turn, and what the models read in it; nothing is stored."""
    policy = turn.policy
    head = await desk.policies.head(policy)
    [reading] = await asyncio.to_thread(desk.signals.read, [turn.turn.text], head)
    reading = as_answer(turn, await asyncio.to_thread(desk.signals.follow, turn.turn, reading))
    moment = assess(turn.turn, reading.signals, policy)
    certificate = turn.certificates.get(moment.kind.name)
    standing = standing_for(moment.kind, policy, certificate, desk.now(), desk.model_version)
    leading = who_leads(moment, policy, turn.staffing, standing)
    if turn.waits_for_a_person:
        leading = while_waiting(leading)
    case = Case(
        conversation_id=turn.conversation.id,
        turn_seq=turn.seq,
        moment=moment,
        leading=leading,
        policy=policy,
        staffing=turn.staffing,
        standing=standing,
        first_of_kind=moment.kind.name not in turn.kinds_answered,
    )
    return case, reading


async def _act(desk: Desk, turn: OpenTurn, case: Case, reading: Reading) -> bool:
    """Act on the decision; False when the conversation moved meanwhile, so that it is decided again."""
    if turn.waits_for_a_person:
        return await note_while_waiting(desk, case)
    if case.leading.lead is Lead.PERSON:
        return await _to_a_person(desk, turn, case)
    stepped = await use_tool(desk, turn, case)
    if isinstance(stepped, bool):
        return stepped
    answer = stepped or await compose_answer(desk, turn, case, reading)
    limited = turn.conversation.ai_may is AiMay.HOW_TO_ONLY or bool(turn.choices)
    if not (answer.knows or answer.asks_back) and (case.leading.lead is Lead.REVIEW or limited):
        return await _to_a_person(desk, turn, replace(case, leading=nothing_to_go_by(case.leading)))
    if case.leading.lead is Lead.REVIEW:
        return await request_review(desk, case, answer)
    outcome = Outcome.ANSWERED if answer.knows else Outcome.DID_NOT_KNOW
    outcome = Outcome.ASKED_BACK if answer.asks_back else outcome
    decision = record(case, desk.new_id(), desk.now(), outcome)
    reply = Reply.by_ai(case, answer, decision, draw(desk, case, answer, decision))
    return await send_reply(desk, reply) is not None


async def _to_a_person(desk: Desk, turn: OpenTurn, case: Case) -> bool:
    leading = case.leading
    wish = Wish(
        conversation_id=case.conversation_id,
        asked_by=AskedBy.RULE,
        rule=leading.rule,
        because=leading.because,
        urgency=max(leading.urgency, case.moment.tier.rank),
        skills=case.moment.kind.skills,
        note=turn.turn.text,
        up_to=turn.seq,
        decision=record(case, desk.new_id(), desk.now(), Outcome.HANDED_OFF),
    )
    return await hand_off(desk, wish) is not None
