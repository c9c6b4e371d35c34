"""Tell an outcome: what came of a call, in the policy's words, once."""

import uuid
from collections.abc import Mapping

from handrail.actions.desk import Desk
from handrail.actions.hand_off import Wish, hand_off
from handrail.actions.send_reply import Reply, send_reply
from handrail.actions.tell_undone import tell_undone
from handrail.domain.conversation import MadeBy, Provenance, State
from handrail.domain.handoff import AskedBy
from handrail.domain.policy import Policy, Texts
from handrail.domain.tool import Call, CallState, ToolSpec
from handrail.domain.tool_flow import say, told
from handrail.domain.tool_words import Speech

OUTCOME_UNKNOWN: Texts = {
    "en": "Nobody knows yet whether it happened, so a person finds out.",
    "de": "Noch weiß niemand, ob es geschehen ist, deshalb klärt das ein Mensch.",
    "es": "Aún no se sabe si ocurrió, por eso lo averigua una persona.",
}

THE_AI_GOES_ON: Texts = {
    "en": "It is decided, and the AI tells you what came of it.",
    "de": "Es ist entschieden, und die KI sagt Ihnen, was daraus wurde.",
    "es": "Ya está decidido, y la IA le dice qué resultó.",
}


async def tell_outcome(desk: Desk, policy: Policy, call_id: str) -> None:
    """Tell the customer what came of a call that the AI proposed; again, it changes nothing.

    Where a person leads, they see it on the call and say it themselves; what was undone is told by the
    system, whoever leads. An outcome that is not known brings a person.
    """
    async with desk.store.transaction() as tx:
        call = await tx.call(call_id)
        conversation = await tx.conversation(call.conversation_id) if call is not None else None
    if call is None or conversation is None or call.is_open:
        return
    if call.undoes is not None:
        await tell_undone(desk, policy, call)
        if call.state is CallState.UNKNOWN_OUTCOME:
            await _to_a_person(desk, policy.tools.get(call.tool), call)
        return
    if call.asked_by != "ai":
        return
    if conversation.state not in (State.AI, State.REVIEW):
        return
    spec = policy.tools.get(call.tool)
    speech = policy.speech(conversation.locale)
    text = _words(spec, call, speech) if spec is not None else ""
    if text:
        await _send(desk, call, text, speech.locale)
    if call.state is CallState.UNKNOWN_OUTCOME or not text:
        await _to_a_person(desk, spec, call)


def _words(spec: ToolSpec, call: Call, speech: Speech) -> str:
    says: Mapping[CallState, Texts] = {
        CallState.DONE: spec.says.done,
        CallState.FAILED: spec.says.failed,
        CallState.UNKNOWN_OUTCOME: spec.says.unknown,
        CallState.REFUSED: spec.says.refused,
        CallState.LAPSED: spec.says.refused,
    }
    values = told(spec, call.output, speech) if call.state is CallState.DONE else dict[str, str]()
    return "" if isinstance(values, str) else say(says[call.state], speech.locale, call, values)


async def _send(desk: Desk, call: Call, text: str, locale: str) -> None:
    await send_reply(
        desk,
        Reply(
            conversation_id=call.conversation_id,
            text=text,
            provenance=Provenance(MadeBy.AI),
            reply_to=call.turn_seq,
            client_id=str(uuid.uuid5(uuid.UUID(call.id), call.state.value)),
            call=call,
            because=THE_AI_GOES_ON.get(locale) or THE_AI_GOES_ON["en"],
            extra={"offers_person": call.state is not CallState.DONE, "tool": call.tool},
        ),
    )


async def _to_a_person(desk: Desk, spec: ToolSpec | None, call: Call) -> None:
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(call.conversation_id)
        if conversation is None or conversation.state not in (State.AI, State.REVIEW):
            return
    title = spec.title.get("en", call.tool) if spec is not None else call.tool
    note = f"{title}: {call.effect} {call.outcome}".strip()
    wish = Wish(
        call.conversation_id, AskedBy.RULE, "tool-outcome-unknown", OUTCOME_UNKNOWN, note=note
    )
    await hand_off(desk, wish)
