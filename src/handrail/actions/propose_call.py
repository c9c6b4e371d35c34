"""Propose a call: the customer is asked for what is missing, told the effect, or a person is asked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from handrail.actions.desk import Desk
from handrail.actions.gather_turn import OpenTurn
from handrail.actions.hand_off import lead_changed
from handrail.actions.ports import Job, JobKind
from handrail.actions.send_reply import Reply, send_reply
from handrail.domain.conversation import (
    EventDraft,
    EventKind,
    MadeBy,
    Provenance,
    Speaker,
    State,
)
from handrail.domain.policy import Lead, Texts
from handrail.domain.record import Case, Decision, Outcome, record
from handrail.domain.tool import Call, CallState, CallStep, ToolSpec
from handrail.domain.tool_flow import asked_text, say
from handrail.domain.tool_rules import Verdict

ANSWER_WITHIN = timedelta(minutes=30)
ASKS_FIRST: Texts = {
    "en": "The AI only asks what is needed; nothing happens without your yes.",
    "de": "Die KI fragt nur, was nötig ist; ohne Ihr Ja geschieht nichts.",
    "es": "La IA solo pregunta lo necesario; nada ocurre sin su sí.",
}
_IN_ENGLISH = "A person decides whether this is done."
A_PERSON_DECIDES: Texts = {
    "en": _IN_ENGLISH,
    "de": "Ein Mensch entscheidet, ob das geschieht.",
    "es": "Una persona decide si se hace.",
}


def new_call(desk: Desk, turn: OpenTurn, case: Case, spec: ToolSpec) -> Call:
    """A call of the AI's that begins with this turn, nothing filled in."""
    now, call_id = desk.now(), desk.new_id()
    return Call(
        id=call_id,
        conversation_id=case.conversation_id,
        customer_id=turn.conversation.customer_id,
        tool=spec.name,
        arguments={},
        asked_by="ai",
        idempotency_key=call_id,
        state=CallState.PROPOSED,
        policy_version=case.policy.version,
        at=now,
        kind=case.moment.kind.name,
        kind_probability=case.moment.kind_probability,
        turn_seq=case.turn_seq,
        reviewed=case.leading.lead is not Lead.AI,
        steps=(CallStep(now, CallState.PROPOSED, "ai", case.leading.reason("en")),),
    )


async def ask_for(desk: Desk, case: Case, spec: ToolSpec, call: Call) -> bool:
    """Ask the customer for the argument that the call asks for; False when it comes too late."""
    text = asked_text(spec, call, case.policy.locale(case.moment.locale))
    asking = replace(
        call, turn_seq=case.turn_seq, said_seq=None, expires_at=desk.now() + ANSWER_WITHIN
    )
    return await say_of_call(desk, case, asking, text, ("asked for", call.asking or ""))


async def state_effect(
    desk: Desk, case: Case, spec: ToolSpec, call: Call, verdict: Verdict
) -> bool:
    """Tell the customer what would happen and ask whether it shall; False when it comes too late."""
    now = desk.now()
    text = say(spec.says.effect, case.policy.locale(case.moment.locale), call, {})
    because = " ".join(verdict.reasons)
    stated = replace(
        call.became(CallState.AWAITING_CONFIRMATION, now, "ai", because),
        turn_seq=case.turn_seq,
        effect=say(spec.says.effect, "en", call, {}),
        expires_at=now + ANSWER_WITHIN,
    )
    return await say_of_call(desk, case, stated, text, (verdict.rule, because))


async def say_of_call(desk: Desk, case: Case, call: Call, text: str, why: tuple[str, str]) -> bool:
    """Keep a call as it now stands, and tell the customer; False when it comes too late.

    ``why`` are the rule and the reason, for the record.
    """
    decision = decided(desk, case, call, *why)
    because = decision.reason_customer
    if case.leading.lead is not Lead.AI:
        because = ASKS_FIRST.get(case.policy.locale(case.moment.locale)) or ASKS_FIRST["en"]
    reply = Reply(
        conversation_id=case.conversation_id,
        text=text,
        provenance=Provenance(MadeBy.AI),
        reply_to=case.turn_seq,
        decision=decision,
        call=call,
        because=because,
        extra={"offers_person": not call.is_open, "tool": call.tool},
    )
    return await send_reply(desk, reply) is not None


async def request_approval(
    desk: Desk, case: Case, spec: ToolSpec, call: Call, verdict: Verdict
) -> bool:
    """Ask a person for approval and tell the customer so; False when it comes too late."""
    now, because = desk.now(), " ".join(verdict.reasons)
    due = now + timedelta(seconds=spec.approval_s)
    locale = case.policy.locale(case.moment.locale)
    waiting = replace(
        call.became(CallState.AWAITING_APPROVAL, now, "ai", because),
        turn_seq=case.turn_seq,
        expires_at=due,
        effect=say(spec.says.effect, "en", call, {}),
    )
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(case.conversation_id)
        if conversation is None or conversation.state not in (State.AI, State.REVIEW):
            return False
        stopped = (await tx.ai_switch()).stopped_at is not None
        if conversation.answered_seq >= case.turn_seq or stopped:
            return False
        draft = await tx.open_draft(conversation.id)
        if draft is not None:
            await tx.end_draft(replace(draft, ended="superseded", ended_at=now))
        said = [_waiting(say(spec.says.waiting, locale, call, {}), spec)]
        if conversation.lead is not Lead.REVIEW:
            said.insert(0, lead_changed(Lead.REVIEW, A_PERSON_DECIDES.get(locale, _IN_ENGLISH)))
        *_, sent = await tx.append(conversation.id, said)
        await tx.save_conversation(conversation.review_requested().answered(case.turn_seq))
        await tx.add_call(waiting)
        await tx.save_call(replace(waiting, said_seq=sent.seq))
        await tx.add_decision(decided(desk, case, waiting, verdict.rule, because))
        await tx.defer(Job(JobKind.LAPSE_CALL, conversation.id, call.id, due))
    return True


def _waiting(text: str, spec: ToolSpec) -> EventDraft:
    return EventDraft(
        EventKind.DISCLOSURE,
        Speaker.SYSTEM,
        text,
        Provenance(MadeBy.SYSTEM),
        {"key": "tool_waiting", "tool": spec.name},
    )


def decided(desk: Desk, case: Case, call: Call, rule: str, because: str) -> Decision:
    """The turn's decision with what it did about a tool."""
    decision = record(case, desk.new_id(), desk.now(), Outcome.TOOL)
    return replace(decision, evidence={**decision.evidence, "tool": evidence(call, rule, because)})


def evidence(call: Call, rule: str, because: str) -> Mapping[str, object]:
    """What a decision's record keeps of a call."""
    return {
        "call": call.id,
        "tool": call.tool,
        "state": call.state.value,
        "arguments": dict(call.arguments),
        "rule": rule,
        "because": because,
    }
