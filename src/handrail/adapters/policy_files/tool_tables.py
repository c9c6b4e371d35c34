"""The shape of a policy's tools, and the tools that they describe."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct, field, structs

from handrail.domain.tool import (
    Beyond,
    Choice,
    Limit,
    Listed,
    Per,
    Rate,
    Says,
    Slot,
    Told,
    ToolSpec,
    ToolUse,
    Value,
)
from handrail.domain.tool_flow import PLAIN

Text = Annotated[str, Meta(min_length=1)]
Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
Count = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(gt=0, le=120)]
Texts = dict[str, Text]

PLAIN_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number"}


class Table(Struct, forbid_unknown_fields=True):
    """A TOML table that refuses keys it does not know."""


class RateTable(Table):
    """At most so many calls in a window."""

    count: Count
    window_s: Count
    per: Literal["conversation", "customer"] = "customer"


class ChooseTable(Table):
    """A list that the customer chooses an argument from."""

    tool: Name
    items: Text
    value: Text
    label: Text
    ask: Texts
    none: Texts
    only: dict[str, str | int | bool] = {}


class ArgumentTable(Table):
    """One argument: its type, where the AI takes it from, and its limits."""

    type: Literal["string", "number", "integer", "boolean"] = "string"
    own: str | None = None
    value: str | int | float | bool | None = None
    choose: ChooseTable | None = None
    ask: Texts | None = None
    least: float | None = None
    most: float | None = None
    approval_over: float | None = None
    allowed: list[str | int | float] | None = None
    pattern: str | None = None
    title: Texts = {}


class TellTable(Table):
    """A field of the output that may stand in words to the customer."""

    pattern: str = PLAIN
    words: dict[str, Texts] = {}


class ListsTable(Table):
    """A list in the output that is told to the customer, a line an item."""

    items: Text
    line: Texts
    none: Texts
    more: Texts
    tells: dict[Name, TellTable]
    only: dict[str, str | int | bool] = {}
    upcoming: str | None = None
    most: Annotated[int, Meta(ge=1, le=9)] = 5


class SaysTable(Table):
    """The company's words around a call."""

    effect: Texts = {}
    done: Texts = {}
    failed: Texts = {}
    unknown: Texts = {}
    refused: Texts = {}
    declined: Texts = {}
    waiting: Texts = {}


class ToolTable(Table):
    """One tool."""

    name: Name
    title: Texts
    server: Name
    who: Literal["ai", "ai_with_approval", "staff"]
    description: str = ""
    remote: str | None = None
    effect: bool = True
    confirm: bool = True
    idempotent: bool = False
    undo: Name | None = None
    undo_s: Count | None = None
    sees: list[str] = []
    rates: list[RateTable] = []
    approval_s: Count = 600
    approval_fallback: Literal["hand_off", "refuse"] = "hand_off"
    deadline_s: Seconds = 15.0
    arguments: dict[Name, ArgumentTable] = {}
    tells: dict[Name, TellTable] = {}
    lists: ListsTable | None = None
    says: SaysTable = field(default_factory=SaysTable)


def tools_of(tables: Sequence[ToolTable], tool_of_kind: Mapping[str, str]) -> dict[str, ToolSpec]:
    """The tools by name. The AI may use each in the kinds that name it, or name one that reads with it."""
    uses: dict[str, set[str]] = {table.name: set() for table in tables}
    for table in tables:
        kinds = {kind for kind, tool in tool_of_kind.items() if tool == table.name}
        uses[table.name] |= kinds
        for argument in table.arguments.values():
            if argument.choose is not None:
                uses[argument.choose.tool] |= kinds
    return {table.name: _tool(table, tuple(sorted(uses[table.name]))) for table in tables}


def _tool(table: ToolTable, kinds: tuple[str, ...]) -> ToolSpec:
    return ToolSpec(
        name=table.name,
        title=table.title,
        server=table.server,
        remote_name=table.remote or table.name,
        description=table.description,
        input_schema=schema_of(table.arguments),
        who=ToolUse(table.who),
        limits=tuple(
            limit for name, each in table.arguments.items() for limit in limits_of(name, each)
        ),
        rates=tuple(Rate(each.count, each.window_s, Per(each.per)) for each in table.rates),
        undo=table.undo,
        undo_s=table.undo_s,
        needs_confirmation=table.confirm and table.effect,
        effect=table.effect,
        idempotent=table.idempotent,
        sees=tuple(table.sees),
        approval_s=table.approval_s,
        approval_fallback=table.approval_fallback,
        kinds=kinds,
        slots=tuple(_slot(name, each) for name, each in table.arguments.items()),
        tells=_tells(table.tells),
        lists=_listed(table.lists) if table.lists is not None else None,
        says=Says(**structs.asdict(table.says)),
        deadline_s=table.deadline_s,
    )


def _tells(tables: Mapping[str, TellTable]) -> tuple[Told, ...]:
    return tuple(Told(name, each.pattern, each.words) for name, each in tables.items())


def _listed(table: ListsTable) -> Listed:
    return Listed(
        items=table.items,
        line=table.line,
        none=table.none,
        more=table.more,
        tells=_tells(table.tells),
        only=table.only,
        upcoming=table.upcoming,
        most=table.most,
    )


def schema_of(arguments: Mapping[str, ArgumentTable]) -> Mapping[str, object]:
    """The JSON Schema of a tool's arguments: an object of plain values, all required, no others."""
    return {
        "type": "object",
        "properties": {name: _property(each) for name, each in arguments.items()},
        "required": list(arguments),
        "additionalProperties": False,
    }


def _property(table: ArgumentTable) -> Mapping[str, object]:
    shown: dict[str, object] = {"type": table.type}
    if table.title:
        shown["x-title"] = table.title
    rules = {
        "minimum": table.least,
        "maximum": table.most,
        "enum": table.allowed,
        "pattern": table.pattern,
        "const": table.value,
        "x-own": table.own,
    }
    return shown | {key: value for key, value in rules.items() if value is not None}


def limits_of(name: str, table: ArgumentTable) -> list[Limit]:
    """What an argument must satisfy for everybody, and beyond which the AI needs a person."""
    fixed: tuple[Value, ...] | None = None if table.value is None else (table.value,)
    allowed = fixed if table.allowed is None else tuple(table.allowed)
    limits = [Limit(name, table.least, table.most, allowed, table.pattern, table.own)]
    if table.approval_over is not None:
        limits.append(Limit(name, most=table.approval_over, beyond=Beyond.APPROVAL))
    return limits


def _slot(name: str, table: ArgumentTable) -> Slot:
    choice = None
    if table.choose is not None:
        choice = Choice(**structs.asdict(table.choose))
    return Slot(name, table.own, table.value, choice, table.ask)
