"""Lapse a call: nobody decided on it in time, and the policy says what happens then."""

from dataclasses import replace

from handrail.actions.desk import Desk
from handrail.actions.hand_off import Wish, hand_off
from handrail.actions.tell_outcome import tell_outcome
from handrail.domain.conversation import State
from handrail.domain.handoff import AskedBy
from handrail.domain.policy import Texts
from handrail.domain.tool import Call, CallState

NOBODY_DECIDED = "Nobody decided on it in time."
APPROVAL_LAPSED: Texts = {
    "en": "Nobody could approve it in time, so a person takes over.",
    "de": "Niemand konnte es rechtzeitig freigeben, deshalb übernimmt ein Mensch.",
    "es": "Nadie pudo autorizarlo a tiempo, por eso se encarga una persona.",
}


async def lapse_call(desk: Desk, conversation_id: str, call_id: str) -> None:
    """A call that waits for approval past its deadline is refused, or brings a person. Safe to repeat."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(conversation_id)
        call = await tx.call(call_id)
        if call is None or conversation is None:
            return
        if call.state is CallState.AWAITING_APPROVAL:
            if call.expires_at is not None and call.expires_at > desk.now():
                return
            lapsed = call.became(CallState.LAPSED, desk.now(), "system", NOBODY_DECIDED)
            await tx.save_call(replace(lapsed, outcome=NOBODY_DECIDED))
        elif call.state is not CallState.LAPSED:
            return
        led_by_ai = conversation.state in (State.AI, State.REVIEW)
    spec = policy.tools.get(call.tool)
    if not led_by_ai:
        return
    if spec is None or spec.approval_fallback == "hand_off":
        await hand_off(desk, _wish(call))
    else:
        await tell_outcome(desk, policy, call_id)


def _wish(call: Call) -> Wish:
    return Wish(
        call.conversation_id,
        AskedBy.RULE,
        "approval-lapsed",
        APPROVAL_LAPSED,
        note=call.effect,
    )
