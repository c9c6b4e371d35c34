"""Tool rules: whether a call may be made. What no line here allows is refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from handrail.domain.tool import (
    LONGEST_VALUE,
    TAKES_PLACE,
    Arguments,
    Beyond,
    Call,
    Limit,
    Per,
    ToolSpec,
    ToolUse,
)

AI = "ai"


class Decided(StrEnum):
    """What may become of a call now."""

    ALLOW = "allow"
    NEEDS_CONFIRMATION = "needs_confirmation"
    NEEDS_APPROVAL = "needs_approval"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may become of a call, by which rule, and the reasons in words."""

    decided: Decided
    rule: str
    reasons: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the call may be made now."""
        return self.decided is Decided.ALLOW


@dataclass(frozen=True, slots=True)
class Caller:
    """Who wants the call, and what they have for it.

    ``who`` is "ai" or the id of a member of staff, ``kind`` the kind of the AI's moment. ``reviewed``: a
    person reviews what the AI does in this moment. ``confirmed``: the customer said yes to the stated
    effect. ``approved_by`` is the person who approved it.
    """

    who: str
    conversation_id: str
    customer_id: str
    kind: str = ""
    reviewed: bool = False
    confirmed: bool = False
    approved_by: str | None = None

    @property
    def is_ai(self) -> bool:
        """Whether software wants it."""
        return self.who == AI


def caller_of(call: Call) -> Caller:
    """Who wants a call, with what the customer and staff have said to it so far."""
    return Caller(
        who=call.asked_by,
        conversation_id=call.conversation_id,
        customer_id=call.customer_id,
        kind=call.kind,
        reviewed=call.reviewed,
        confirmed=call.confirmed_at is not None,
        approved_by=call.approved_by,
    )


Known = Mapping[str, str]
"""Fields of the identified customer and conversation, such as "customer.external_id"."""


def may_call(
    spec: ToolSpec,
    arguments: Arguments,
    caller: Caller,
    known: Known,
    history: Sequence[Call],
    now: datetime,
) -> Verdict:
    """Whether this caller may make this call now, and if not, what is missing or why never.

    ``known`` holds only what is known for sure; ``history`` the customer's earlier calls. Pure: the
    same values give the same verdict.
    """
    refused = (
        _wrong_arguments(spec, arguments)
        or _wrong_caller(spec, caller)
        or _beyond(spec, arguments, known, Beyond.REFUSE)
        or _too_often(spec, caller, history, now)
    )
    if refused is not None:
        return refused
    if not caller.confirmed and (spec.needs_confirmation or (caller.is_ai and spec.effect)):
        return Verdict(
            Decided.NEEDS_CONFIRMATION, "confirmation", ("The customer has not said yes to it.",)
        )
    return _needs_a_person(spec, arguments, caller, known) or Verdict(Decided.ALLOW, "allowed")


def _wrong_arguments(spec: ToolSpec, arguments: Arguments) -> Verdict | None:
    problems = wrong_arguments(spec.input_schema, arguments)
    return Verdict(Decided.REFUSE, "arguments", problems) if problems else None


def wrong_arguments(schema: Mapping[str, object], arguments: Arguments) -> tuple[str, ...]:
    """What is wrong with arguments by a schema of plain values, in words; empty when nothing is.

    Every property of the schema must be there and nothing else, unless ``required`` names fewer.
    """
    properties = cast(Mapping[str, Mapping[str, object]], schema.get("properties", {}))
    required = cast(Sequence[str], schema.get("required", tuple(properties)))
    problems = [f"'{name}' is missing." for name in required if name not in arguments]
    for name, value in arguments.items():
        if name not in properties:
            problems.append(f"The tool takes no '{name}'.")
        elif not _is_of(properties[name].get("type"), value):
            problems.append(f"'{name}' must be a {properties[name].get('type')}.")
    return tuple(problems)


def _is_of(wanted: object, value: object) -> bool:
    match wanted:
        case "string":
            return isinstance(value, str) and _is_plain(value)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return _is_number(value)
        case "boolean":
            return isinstance(value, bool)
        case _:
            return False


def _is_plain(text: str) -> bool:
    """Short, and without controls and halves of characters, which a store or a screen may choke on."""
    return 0 < len(text) <= LONGEST_VALUE and text.isprintable()


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -1e12 < value < 1e12  # neither infinite nor "not a number"


def _wrong_caller(spec: ToolSpec, caller: Caller) -> Verdict | None:
    if not caller.is_ai:
        return None
    if spec.who is ToolUse.STAFF:
        return Verdict(Decided.REFUSE, "staff-only", ("Only staff may call this tool.",))
    if caller.kind not in spec.kinds:
        why = f"The AI may not call it in a moment of kind '{caller.kind}'."
        return Verdict(Decided.REFUSE, "kind", (why,))
    return None


def _beyond(spec: ToolSpec, arguments: Arguments, known: Known, beyond: Beyond) -> Verdict | None:
    """The limits of one sort that these arguments do not keep."""
    broken = tuple(
        reason
        for limit in spec.limits
        if limit.beyond is beyond and limit.argument in arguments
        for reason in broken_limit(limit, arguments[limit.argument], known, spec.sees)
    )
    if not broken:
        return None
    decided = Decided.REFUSE if beyond is Beyond.REFUSE else Decided.NEEDS_APPROVAL
    return Verdict(decided, "limit", broken)


def broken_limit(limit: Limit, value: object, known: Known, sees: Sequence[str]) -> tuple[str, ...]:
    """How a value breaks a limit, in words; empty when it keeps it."""
    name, broken = limit.argument, list[str]()
    if limit.own is not None:
        mine = known.get(limit.own) if limit.own in sees else None
        if mine is None:
            broken.append(f"It is not known for sure who the customer is, and '{name}' says it.")
        elif mine != value:
            broken.append(f"'{name}' is not the customer's own.")
    if limit.least is not None and not (_is_number(value) and cast(float, value) >= limit.least):
        broken.append(f"'{name}' is under {limit.least:g}.")
    if limit.most is not None and not (_is_number(value) and cast(float, value) <= limit.most):
        broken.append(f"'{name}' is over the limit of {limit.most:g}.")
    if limit.allowed is not None and value not in limit.allowed:
        broken.append(f"'{name}' is none of {', '.join(map(str, limit.allowed))}.")
    if limit.pattern is not None and not fits(limit.pattern, value):
        broken.append(f"'{name}' does not have the form it must have.")
    return tuple(broken)


def fits(pattern: str, value: object) -> bool:
    """Whether a short plain value is wholly of this form."""
    text = str(value)
    return len(text) <= LONGEST_VALUE and re.fullmatch(pattern, text) is not None


def _too_often(
    spec: ToolSpec, caller: Caller, history: Sequence[Call], now: datetime
) -> Verdict | None:
    for rate in spec.rates:
        since = now - timedelta(seconds=rate.window_s)
        counted = [
            call
            for call in history
            if call.tool == spec.name
            and call.state in TAKES_PLACE
            and call.at > since
            and _same(call, caller, rate.per)
        ]
        if len(counted) >= rate.count:
            why = f"It was called {len(counted)} times for this {rate.per} in {rate.window_s} s."
            return Verdict(Decided.REFUSE, "rate", (why,))
    return None


def _same(call: Call, caller: Caller, per: Per) -> bool:
    if per is Per.CONVERSATION:
        return call.conversation_id == caller.conversation_id
    return call.customer_id == caller.customer_id


def _needs_a_person(
    spec: ToolSpec, arguments: Arguments, caller: Caller, known: Known
) -> Verdict | None:
    """Why a person must approve what the AI wants; a person's own call needs nobody else."""
    if not caller.is_ai or caller.approved_by is not None:
        return None
    if spec.who is ToolUse.AI_WITH_APPROVAL:
        why = "This tool needs a person's approval."
        return Verdict(Decided.NEEDS_APPROVAL, "approval", (why,))
    if caller.reviewed and spec.effect:
        why = "In this moment a person checks what the AI does."
        return Verdict(Decided.NEEDS_APPROVAL, "review", (why,))
    return _beyond(spec, arguments, known, Beyond.APPROVAL)
