"""Tool fit: whether a tool as its server describes it can be called and told as the policy writes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from handrail.domain.tool import Beyond, Limit, ToolSpec

Schema = Mapping[str, object]
PLAIN = frozenset({"string", "number", "integer", "boolean"})
KEY_ARGUMENT = "idempotency_key"  # filled by code alone
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Misfit:
    """Where in a tool of the policy something does not fit its server, why, and what to do."""

    key: str
    reason: str
    remedy: str


def misfits(spec: ToolSpec, takes: Schema, gives: Schema | None) -> tuple[Misfit, ...]:
    """Where a tool of the policy does not fit the server's schemas of its arguments and its answer.

    Only what a schema says outright is held against the policy; what it leaves open fits.
    """
    wanted = _properties(spec.input_schema, spec.input_schema)
    offered = _properties(takes, takes)
    found = [
        misfit
        for name, schema in wanted.items()
        for misfit in _argument(spec, name, schema, offered, takes)
    ]
    found += _ungiven(wanted, offered, takes)
    if gives is not None:
        found += _answer(spec, gives)
    return tuple(found)


def list_misfits(spec: ToolSpec, gives: Mapping[str, Schema | None]) -> tuple[Misfit, ...]:
    """Where the lists that arguments are chosen from do not have what the policy reads of them.

    ``gives`` are the answers' schemas of the policy's tools, by their names in the policy.
    """
    found: list[Misfit] = []
    for slot in spec.slots:
        schema = gives.get(slot.choice.tool) if slot.choice is not None else None
        if slot.choice is None or schema is None:
            continue
        key, items = f"arguments.{slot.argument}.choose", slot.choice.items
        wanted = [("value", slot.choice.value), *(("only", name) for name in slot.choice.only)]
        found += _items(f"{key}.items", key, items, wanted, schema)
    return tuple(found)


def _argument(
    spec: ToolSpec, name: str, schema: Schema, offered: Mapping[str, Schema], root: Schema
) -> list[Misfit]:
    key = f"arguments.{name}"
    if name not in offered:
        takes = ", ".join(sorted(set(offered) - {KEY_ARGUMENT})) or "none"
        limited = " and the policy limits it" if _is_limited(spec, name) else ""
        return [
            Misfit(
                key,
                f"the server's tool '{spec.remote_name}' has no argument '{name}'{limited}",
                f"Use one that it has ({takes}), or remove it",
            )
        ]
    theirs = _resolved(offered[name], root)
    kind, kinds = str(schema.get("type")), _types(theirs, root)
    if kinds and kind not in kinds and not (kind == "integer" and "number" in kinds):
        what = " or ".join(sorted(kinds))
        return [
            Misfit(
                f"{key}.type",
                f"it is a {kind} here, and a {what} to the server's tool '{spec.remote_name}'",
                f'Set type = "{min(kinds & PLAIN or kinds)}"',
            )
        ]
    limits = [each for each in spec.limits if each.argument == name and _is_hard(each)]
    return [misfit for limit in limits for misfit in _limit(key, limit, theirs)]


def _is_hard(limit: Limit) -> bool:
    return limit.beyond is Beyond.REFUSE


def _is_limited(spec: ToolSpec, name: str) -> bool:
    return any(
        part is not None
        for limit in spec.limits
        if limit.argument == name
        for part in (limit.least, limit.most, limit.allowed, limit.pattern)
    )


def _limit(key: str, limit: Limit, theirs: Schema) -> list[Misfit]:
    """A limit that lets through what the server refuses: such a call would only fail."""
    found: list[Misfit] = []
    most, least, known = (theirs.get(each) for each in ("maximum", "minimum", "enum"))
    if limit.most is not None and isinstance(most, int | float) and limit.most > most:
        reason = f"the server itself takes at most {most:g}, and the policy allows {limit.most:g}"
        found.append(Misfit(f"{key}.most", reason, f"Lower it to {most:g}"))
    if limit.least is not None and isinstance(least, int | float) and limit.least < least:
        reason = (
            f"the server itself takes at least {least:g}, and the policy allows {limit.least:g}"
        )
        found.append(Misfit(f"{key}.least", reason, f"Raise it to {least:g}"))
    if limit.allowed is not None and isinstance(known, list | tuple):
        values = cast(Sequence[object], known)
        if strange := [str(value) for value in limit.allowed if value not in values]:
            reason = f"the server itself does not take {', '.join(strange)}"
            remedy = f"Use values of {', '.join(map(str, values))}"
            found.append(Misfit(f"{key}.allowed", reason, remedy))
    return found


def _ungiven(
    wanted: Mapping[str, Schema], offered: Mapping[str, Schema], takes: Schema
) -> list[Misfit]:
    required = takes.get("required")
    names = cast(Sequence[str], required) if isinstance(required, list | tuple) else ()
    missing = [n for n in names if n in offered and n not in wanted and n != KEY_ARGUMENT]
    return [
        Misfit(
            "arguments",
            f"the server's tool needs '{name}', which the policy never gives it",
            f"Add arguments.{name}",
        )
        for name in missing
    ]


def _answer(spec: ToolSpec, gives: Schema) -> list[Misfit]:
    fields = _properties(gives, gives)
    has = ", ".join(sorted(fields))
    found = [
        Misfit(
            f"tells.{told.name}",
            f"the answer of '{spec.remote_name}' has no field '{told.name}'",
            f"Use one that it has ({has})",
        )
        for told in spec.tells
        if fields and told.name not in fields
    ]
    if spec.lists is not None:
        wanted = [("tells", told.name) for told in spec.lists.tells]
        wanted += [("only", name) for name in spec.lists.only]
        wanted += [("upcoming", spec.lists.upcoming)] if spec.lists.upcoming else []
        found += _items("lists.items", "lists", spec.lists.items, wanted, gives)
    return found


def _items(
    key: str, inside: str, items: str, wanted: Sequence[tuple[str, str]], gives: Schema
) -> list[Misfit]:
    """A list that the answer does not have, or fields that its items do not have."""
    fields = _properties(gives, gives)
    if fields and items not in fields:
        reason = f"the answer has no list '{items}'"
        return [Misfit(key, reason, f"Use one that it has ({', '.join(sorted(fields))})")]
    listed = _resolved(fields.get(items, {}), gives)
    item = listed.get("items")
    has = _properties(_node(item), gives)
    return [
        Misfit(
            f"{inside}.{part}",
            f"what is in the list '{items}' has no field '{name}'",
            f"Use one that it has ({', '.join(sorted(has))})",
        )
        for part, name in wanted
        if has and name not in has
    ]


def _properties(schema: Schema, root: Schema) -> Mapping[str, Schema]:
    found = _resolved(schema, root).get("properties")
    if not isinstance(found, Mapping):
        return {}
    every = cast(Mapping[str, object], found)
    return {
        name: cast(Schema, each) if isinstance(each, Mapping) else {}
        for name, each in every.items()
    }


def _types(schema: Schema, root: Schema) -> frozenset[str]:
    """The types that a schema names; none where it leaves them open."""
    named = schema.get("type")
    if isinstance(named, str):
        return frozenset({named})
    if isinstance(named, list | tuple):
        return frozenset(map(str, cast(Sequence[object], named)))
    either = schema.get("anyOf")
    if not isinstance(either, list | tuple):
        return frozenset()
    parts = [cast(Schema, p) for p in cast(Sequence[object], either) if isinstance(p, Mapping)]
    kinds = [_types(_resolved(part, root), root) for part in parts]
    return frozenset[str]().union(*kinds) if all(kinds) else frozenset()


def _resolved(schema: Schema, root: Schema) -> Schema:
    """What a reference into the schema itself leads to; nothing where it leads nowhere."""
    for _ in range(DEEPEST):
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return schema
        node: object = root
        for step in reference.removeprefix("#/").split("/"):
            node = _node(node).get(step)
        schema = _node(node)
    return {}


def _node(value: object) -> Schema:
    return cast(Schema, value) if isinstance(value, Mapping) else {}
