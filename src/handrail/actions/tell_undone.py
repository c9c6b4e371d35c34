"""Tell that a call was undone: the customer was told of the call, so they are told of its undoing too."""

from dataclasses import replace

from handrail.actions.desk import Desk
from handrail.domain.conversation import EventDraft, EventKind, MadeBy, Provenance, Speaker
from handrail.domain.policy import Policy
from handrail.domain.tool import Call, CallState, ToolSpec
from handrail.domain.tool_flow import placeholders, say, told


async def tell_undone(desk: Desk, policy: Policy, call: Call) -> None:
    """Tell the customer, in the policy's words, what came of an undoing; again, it changes nothing.

    Whoever leads: the words are the system's. A failed one is told to those alone who know of it.
    """
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(call.conversation_id)
        kept = await tx.call(call.id)
        if conversation is None or kept is None or kept.is_open or kept.said_seq is not None:
            return
        spec = policy.tools.get(kept.tool)
        text = _words(policy, spec, kept, conversation.locale) if spec is not None else ""
        if not text:
            return
        [sent] = await tx.append(conversation.id, [_undone(kept, text)])
        await tx.save_call(replace(kept, said_seq=sent.seq))


def _words(policy: Policy, spec: ToolSpec, call: Call, locale: str) -> str:
    """What to say in the customer's language; empty when there is nothing to say."""
    speech = policy.speech(locale)
    knows = call.confirmed_at is not None or any(
        step.state is CallState.UNKNOWN_OUTCOME for step in call.steps
    )
    if call.state is CallState.UNKNOWN_OUTCOME:
        return say(spec.says.unknown, speech.locale, call, {})
    if call.state is CallState.DONE:
        values = told(spec, call.output, speech)
        if isinstance(values, str):  # a person settled it, without an output
            values = dict[str, str]()
        text = say(spec.says.done, speech.locale, call, values)
        return "" if placeholders(text) else text
    return say(spec.says.failed, speech.locale, call, {}) if knows else ""


def _undone(call: Call, text: str) -> EventDraft:
    data = {"key": "tool_undone", "tool": call.tool}
    return EventDraft(EventKind.DISCLOSURE, Speaker.SYSTEM, text, Provenance(MadeBy.SYSTEM), data)
