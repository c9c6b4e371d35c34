"""Tool detail: tools and calls as screens of staff show them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

from handrail.domain.policy import Policy
from handrail.domain.tool import Beyond, Call, CallStep, ToolSpec
from handrail.web.tool_shapes import ArgumentShape, CallShape, CallStepShape, Plain, ToolShape

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


def call_shape(
    policy: Policy, call: Call, locale: str, customer_name: str | None = None
) -> CallShape:
    """A call; of a tool that the policy has no more, what the row alone says."""
    spec = policy.tools.get(call.tool)
    return CallShape(
        id=call.id,
        conversation_id=call.conversation_id,
        tool=call.tool,
        title=_words(spec.title, policy, locale, call.tool) if spec else call.tool,
        state=call.state.value,
        effect=call.effect,
        at=call.at,
        by_ai=call.asked_by == "ai",
        arguments=plain_values(call.arguments),
        argument_shapes=argument_shapes(policy, spec, locale) if spec else [],
        steps=[step_shape(step) for step in call.steps],
        output=plain_values(call.output),
        outcome=call.outcome,
        kind=call.kind,
        confirmed=call.confirmed_at is not None,
        policy_version=call.policy_version,
        proposed=plain_values(call.proposed) if call.proposed is not None else None,
        expires_at=call.expires_at if call.is_open else None,
        customer_name=customer_name,
        undo=spec.undo if spec else None,
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
