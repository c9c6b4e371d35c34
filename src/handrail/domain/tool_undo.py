"""Tool undo: whether a call that was made can be undone, and by which call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handrail.domain.tool import TAKES_PLACE, Arguments, Call, CallState, ToolSpec
from handrail.domain.tool_flow import say
from handrail.domain.tool_rules import Known


@dataclass(frozen=True, slots=True)
class Undo:
    """The tool that undoes a call, and until when that may be asked for (None: always)."""

    spec: ToolSpec
    until: datetime | None = None


def undo_of(tools: Mapping[str, ToolSpec], call: Call) -> Undo | None:
    """How a call is undone by the policy; None for one that is not done, or for which it has no way.

    What undoes a call is not undone itself: the call is made again instead.
    """
    spec = tools.get(call.tool)
    undo = tools.get(spec.undo) if spec is not None and spec.undo is not None else None
    if spec is None or undo is None or call.state is not CallState.DONE or call.undoes is not None:
        return None
    if spec.undo_s is None:
        return Undo(undo)
    return Undo(undo, call.steps[-1].at + timedelta(seconds=spec.undo_s))


def standing_undo(undos: Sequence[Call]) -> Call | None:
    """The undoing that happened, will happen or may have happened; a failed one may be tried again."""
    return next((each for each in undos if each.state in TAKES_PLACE), None)


def why_not_undone(undo: Undo | None, undos: Sequence[Call], now: datetime) -> str:
    """Why a call cannot be undone (any more), in words for staff; empty when it can."""
    if undo is None:
        return "The policy that decides now names no way to undo this call."
    if standing_undo(undos) is not None:
        return "This call was undone already; a call is undone once."
    if undo.until is not None and undo.until <= now:
        return "The time in which this call could be undone is over."
    return ""


def undo_arguments(undo: Undo, call: Call, known: Known) -> Arguments:
    """What the undoing tool is called with: its constants, and what the call had or gave of the same name.

    ``known`` fills the customer's own fields. An argument that none of these has is left out, and the
    rules refuse the call for it.
    """
    arguments: dict[str, object] = {}
    for slot in undo.spec.slots:
        if slot.value is not None:
            arguments[slot.argument] = slot.value
        elif slot.argument in call.arguments:
            arguments[slot.argument] = call.arguments[slot.argument]
        elif slot.argument in call.output:
            arguments[slot.argument] = call.output[slot.argument]
        elif slot.own is not None and slot.own in known:
            arguments[slot.argument] = known[slot.own]
    return arguments


def undo_labels(call: Call) -> Mapping[str, str]:
    """The words for the values of an undone call, as its customer read them."""
    return {**{name: str(value) for name, value in call.output.items()}, **call.labels}


def undo_effect(undo: Undo, call: Call, locale: str) -> str:
    """What undoing a call would do, in words."""
    return say(undo.spec.says.effect, locale, call, undo_labels(call))
