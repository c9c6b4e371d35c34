"""Tool detail: tools and calls as screens of staff show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from handrail.domain.policy import Policy
from handrail.domain.tool import Beyond, Call, CallStep, ToolSpec
from handrail.domain.tool_undo import standing_undo, undo_effect, undo_of, why_not_undone
from handrail.web.tool_shapes import (
    ArgumentShape,
    CallShape,
    CallStepShape,
    Plain,
    ToolShape,
    UndoShape,
)

T = TypeVar("T")

OWN_HANDS = ("ai", "customer", "system")


def tool_shape(policy: Policy, spec: ToolSpec, locale: str) -> ToolShape:
    """A tool, its arguments in the order of the policy."""
    return ToolShape(
        name=spec.name,
        title=_words(spec.title, policy, locale, spec.name),
        description=spec.description,
        who=spec.who.value,
        effect=spec.effect,
        needs_confirmation=spec.needs_confirmation,
        arguments=argument_shapes(policy, spec, locale),
        undo=spec.undo,
    )


def argument_shapes(policy: Policy, spec: ToolSpec, locale: str) -> list[ArgumentShape]:
    """The arguments of a tool with their limits, for a form."""
    properties = cast(Mapping[str, Mapping[str, Any]], spec.input_schema.get("properties", {}))
    return [_argument(policy, spec, name, shown, locale) for name, shown in properties.items()]


def _argument(
    policy: Policy, spec: ToolSpec, name: str, shown: Mapping[str, Any], locale: str
) -> ArgumentShape:
    mine = [limit for limit in spec.limits if limit.argument == name]
    hard = [limit for limit in mine if limit.beyond is Beyond.REFUSE]
    slot = spec.slot(name)
    constant = slot.value if slot is not None else None
    return ArgumentShape(
        name=name,
        title=_words(shown.get("x-title", {}), policy, locale, name),
        type=shown["type"],
        fixed=constant is not None or any(limit.own is not None for limit in mine),
        value=constant,
        minimum=_first(limit.least for limit in hard),
        maximum=_first(limit.most for limit in hard),
        approval_over=_first(limit.most for limit in mine if limit.beyond is Beyond.APPROVAL),
        allowed=_first(limit.allowed for limit in hard),
        pattern=_first(limit.pattern for limit in hard),
    )


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads calls, and what is needed to show them: the policy, their locale, the time, and undoings."""

    policy: Policy
    locale: str
    now: datetime
    undos: Sequence[Call] = ()

    def words(self, texts: Mapping[str, str], otherwise: str) -> str:
        """A text in the reader's language."""
        return _words(texts, self.policy, self.locale, otherwise)


def call_shape(reader: Reader, call: Call, customer_name: str | None = None) -> CallShape:
    """A call; of a tool that the policy has no more, what the row alone says."""
    spec = reader.policy.tools.get(call.tool)
    shapes = argument_shapes(reader.policy, spec, reader.locale) if spec else []
    return CallShape(
        id=call.id,
        conversation_id=call.conversation_id,
        tool=call.tool,
        title=reader.words(spec.title, call.tool) if spec else call.tool,
        state=call.state.value,
        effect=call.effect,
        at=call.at,
        by_ai=call.asked_by == "ai",
        arguments=plain_values(call.arguments),
        argument_shapes=shapes,
        steps=[step_shape(step) for step in call.steps],
        output=plain_values(call.output),
        outcome=call.outcome,
        kind=call.kind,
        confirmed=call.confirmed_at is not None,
        policy_version=call.policy_version,
        proposed=plain_values(call.proposed) if call.proposed is not None else None,
        expires_at=call.expires_at if call.is_open else None,
        customer_name=customer_name,
        undo=undo_shape(reader, call),
        undoes=call.undoes,
    )


def undo_shape(reader: Reader, call: Call) -> UndoShape | None:
    """How a call is undone; None where the policy has no way, or nothing was done."""
    undo = undo_of(reader.policy.tools, call)
    if undo is None:
        return None
    mine = [each for each in reader.undos if each.undoes == call.id]
    standing = standing_undo(mine)
    return UndoShape(
        tool=undo.spec.name,
        title=reader.words(undo.spec.title, undo.spec.name),
        effect=undo_effect(undo, call, reader.policy.locale(reader.locale)),
        needs_confirmation=undo.spec.needs_confirmation,
        until=undo.until,
        because=why_not_undone(undo, mine, reader.now),
        done_by=standing.id if standing else None,
        state=standing.state.value if standing else None,
    )


def step_shape(step: CallStep) -> CallStepShape:
    """One step, with who made it."""
    by = step.by if step.by in OWN_HANDS else "staff"
    return CallStepShape(step.at, step.state.value, cast(Any, by), step.because, step.by_name)


def plain_values(values: Mapping[str, object]) -> dict[str, Plain]:
    """Values that a screen may show as they are; anything else as text."""
    return {
        name: value if isinstance(value, str | int | float | bool) else str(value)[:200]
        for name, value in values.items()
    }


def _words(texts: Mapping[str, str], policy: Policy, locale: str, otherwise: str) -> str:
    return texts.get(policy.locale(locale)) or texts.get("en") or otherwise
