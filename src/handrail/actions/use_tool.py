"""Use a tool: one step of the AI's way to a call, in a turn that the AI or a review leads."""

from dataclasses import dataclass, replace
from datetime import datetime

from handrail.actions.compose_answer import Answered, How
from handrail.actions.confirm_call import confirm_call
from handrail.actions.desk import Desk
from handrail.actions.end_call import refuse, say_failed, withdraw
from handrail.actions.gather_turn import OpenTurn
from handrail.actions.propose_call import ask_for, new_call, request_approval, state_effect
from handrail.actions.read_tool import Read, read_tool
from handrail.domain.conversation import AiMay
from handrail.domain.policy import Lead
from handrail.domain.record import Case
from handrail.domain.signals import KindScore, Reading
from handrail.domain.tool import Call, CallState, ToolSpec
from handrail.domain.tool_flow import (
    NO,
    Asks,
    CannotFill,
    Filled,
    Heard,
    Step,
    WantsList,
    choose,
    fill,
    heard,
    plain,
    say,
    told,
    with_argument,
)
from handrail.domain.tool_list import lines_of, list_text
from handrail.domain.tool_rules import Decided, Verdict, caller_of, may_call
from handrail.domain.tool_words import Speech

Stepped = bool | Answered | None


@dataclass(frozen=True, slots=True)
class Using:
    """A turn in which a tool may be used, and the decision that it may."""

    turn: OpenTurn
    case: Case
    spec: ToolSpec


def as_answer(turn: OpenTurn, reading: Reading) -> Reading:
    """The reading of a turn that answers a call's question: it is of the kind that brought the call.

    Everything else that was read stays, so that a cue in it still brings a person.
    """
    call = turn.tools.asked
    if call is None or heard(call, turn.turn.text) is None:
        return reading
    kinds = (KindScore(call.kind, call.kind_probability),)
    language = turn.policy.locale(turn.conversation.locale)
    spoken = language if language in turn.policy.ai_languages else reading.signals.language
    return replace(reading, signals=replace(reading.signals, kinds=kinds, language=spoken))


async def use_tool(desk: Desk, turn: OpenTurn, case: Case) -> Stepped:
    """Take one step towards a call; None where no tool serves this turn, so that it is answered.

    True: the turn had its step; False: it came too late. A tool that only reads gives an answer,
    which goes the way of all answers.
    """
    call = turn.tools.asked
    said = heard(call, turn.turn.text) if call is not None else None
    await _lapse(desk, turn, keeping=call if said is not None else None)
    if call is not None and said is not None and said.no:
        return await withdraw(desk, case, call)
    if turn.tools.waits is not None and plain(turn.turn.text) in NO:
        return await withdraw(desk, case, turn.tools.waits)
    spec = _spec_for(desk, turn, case)
    if spec is None:
        return None
    using = Using(turn, case, spec)
    if call is None or said is None or call.tool != spec.name:
        return await _advance(desk, using, new_call(desk, turn, case, spec))
    if said.yes:
        return await confirm_call(desk, turn, case, spec, call)
    return await _advance(desk, using, _with_answer(call, said, case))


async def _lapse(desk: Desk, turn: OpenTurn, keeping: Call | None) -> None:
    """End the calls that the customer did not answer: they speak of something else now."""
    over = [*turn.tools.stale]
    if turn.tools.asked is not None and keeping is None:
        over.append(turn.tools.asked)
    if not over:
        return
    async with desk.store.transaction() as tx:
        await tx.conversation(turn.conversation.id)
        for call in over:
            kept = await tx.call(call.id)
            if kept is not None and kept.state is call.state:
                why = "The customer spoke of something else, or too late."
                await tx.save_call(kept.became(CallState.LAPSED, desk.now(), "customer", why))


def _spec_for(desk: Desk, turn: OpenTurn, case: Case) -> ToolSpec | None:
    """The tool that the AI may use in this moment, if there is one and its server is there."""
    spec = case.policy.tools.get(case.moment.kind.tool or "")
    if spec is None or spec.server not in desk.tools:
        return None
    limited = turn.conversation.ai_may is not AiMay.ANSWER
    waits = turn.tools.waits is not None and turn.tools.waits.tool == spec.name
    return None if limited or waits else spec


def _with_answer(call: Call, said: Heard, case: Case) -> Call:
    assert said.option is not None
    reviewed = call.reviewed or case.leading.lead is not Lead.AI
    return replace(with_argument(call, call.asking or "", said.option), reviewed=reviewed)


async def _advance(desk: Desk, using: Using, call: Call) -> Stepped:
    """Fill what can be filled; then ask, state the effect, ask a person, or read."""
    known, case = using.turn.tools.known, using.case
    step: Step = fill(using.spec, call, known)
    while isinstance(step, WantsList):
        found = await _list_for(desk, using, step)
        if found is None:
            return await say_failed(desk, case, using.spec, step.call)
        speech = case.policy.speech(case.moment.locale)
        step = choose(using.spec, step, found, known, speech)
    if isinstance(step, Asks):
        return await ask_for(desk, case, using.spec, step.call)
    if isinstance(step, CannotFill):
        if not step.says:  # nobody is identified: the articles say how it is done
            return None
        nothing = Verdict(Decided.REFUSE, "nothing-to-choose", (f"No '{step.argument}' fits.",))
        return await refuse(desk, case, step.call, nothing, step.says)
    return await _decide(desk, using, step.call)


async def _list_for(desk: Desk, using: Using, wants: WantsList) -> object | None:
    """The list that an argument is chosen from; None when it cannot be had."""
    reader = using.case.policy.tools[wants.choice.tool]
    step = fill(reader, new_call(desk, using.turn, using.case, reader), using.turn.tools.known)
    if not isinstance(step, Filled):
        return None
    done = await read_tool(desk, using.turn, reader, step.call)
    return None if done.data is None else done.data.get(wants.choice.items)


async def _decide(desk: Desk, using: Using, call: Call) -> Stepped:
    """What becomes of a call whose arguments are all there."""
    spec, case, tools = using.spec, using.case, using.turn.tools
    verdict = may_call(
        spec, call.arguments, caller_of(call), tools.known, tools.history, desk.now()
    )
    match verdict.decided:
        case Decided.REFUSE:
            return await refuse(desk, case, call, verdict, spec.says.refused)
        case Decided.NEEDS_CONFIRMATION:
            return await state_effect(desk, case, spec, call, verdict)
        case Decided.NEEDS_APPROVAL:
            return await request_approval(desk, case, spec, call, verdict)
        case Decided.ALLOW:
            return await _looked_up(desk, using, call)


async def _looked_up(desk: Desk, using: Using, call: Call) -> Stepped:
    """An answer from a tool that only reads, in the policy's words."""
    spec, case = using.spec, using.case
    done = await read_tool(desk, using.turn, spec, call)
    text = ""
    if done.call.state is CallState.DONE:
        text = _found(spec, done, case.policy.speech(case.moment.locale), desk.now())
    if not text:
        return await say_failed(desk, case, spec, done.call)
    return Answered(text, How.TOOL, call_id=call.id)


def _found(spec: ToolSpec, done: Read, speech: Speech, now: datetime) -> str:
    """What was found, in the policy's words; empty where it cannot be said truly."""
    values = told(spec, done.data, speech)
    if isinstance(values, str):
        return ""
    if spec.lists is None:
        return say(spec.says.done, speech.locale, done.call, values)
    lines = lines_of(spec.lists, done.data, speech, now)
    if isinstance(lines, str):
        return ""
    if not lines:
        return say(spec.lists.none, speech.locale, done.call, values)
    values = {**values, "list": list_text(spec.lists, lines, speech)}
    return say(spec.says.done, speech.locale, done.call, values)
