"""Schemas: values held against a JSON Schema that somebody else wrote, within bounds.

Regular expressions and comparisons of all with all are left out: a hostile pattern, or a long list,
takes longer than any deadline. Nothing is fetched: a reference must lead into the schema itself.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from jsonschema import Draft202012Validator, SchemaError, ValidationError, validators
from referencing import Registry
from referencing.exceptions import Unresolvable

MOST_BYTES = 65_536
MOST_REFERENCES = 10_000
DEEPEST = 40
LONGEST_REASON = 200
LEFT_OUT = ("pattern", "uniqueItems")

Rule = Callable[[Any, Any, Any, Any], Iterable[ValidationError] | None]


class UnusableSchema(ValueError):
    """The schema is none, too big, or leads nowhere; says why."""


def problem(value: object, schema: Mapping[str, object]) -> str | None:
    """What is wrong with ``value`` by ``schema``, as one line; None when it fits.

    Raises UnusableSchema. Takes time with the size of both: call it from a thread for long values.
    """
    check(schema)
    validator = _bounded()(schema, registry=Registry[Any]())
    try:
        error = next(iter(validator.iter_errors(value)), None)
    except Unresolvable as wrong:
        raise UnusableSchema(f"a reference leads nowhere: {str(wrong)[:LONGEST_REASON]}") from wrong
    except RecursionError as wrong:
        raise UnusableSchema("it refers to itself without end") from wrong
    return _told(error) if error is not None else None


def check(schema: Mapping[str, object]) -> None:
    """Raise UnusableSchema unless values can be held against this schema within bounds."""
    try:
        text = canonical(schema)
    except (RecursionError, ValueError, TypeError) as wrong:
        raise UnusableSchema("it cannot be written as JSON") from wrong
    if len(text) > MOST_BYTES:
        raise UnusableSchema(f"it has {len(text)} bytes; at most {MOST_BYTES} are read")
    if any(depth > DEEPEST for depth, _ in _walk(schema)):
        raise UnusableSchema(f"it is nested deeper than {DEEPEST}")
    if any(isinstance(node.get("patternProperties"), Mapping) for _, node in _walk(schema)):
        raise UnusableSchema("it uses patternProperties, which is not supported")
    try:
        Draft202012Validator.check_schema(cast("dict[str, Any]", schema))
    except SchemaError as wrong:
        raise UnusableSchema(f"it is no JSON Schema: {wrong.message[:LONGEST_REASON]}") from wrong


def canonical(value: object) -> bytes:
    """A JSON value as bytes."""
    return json.dumps(value, separators=(",", ":")).encode()


def _bounded() -> Any:
    """A validator that follows so many references and no more: they can double at each step."""
    left = MOST_REFERENCES

    def counted(rule: Rule) -> Rule:
        def follow(validator: Any, value: Any, instance: Any, schema: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise UnusableSchema(f"it follows more than {MOST_REFERENCES} references")
            return rule(validator, value, instance, schema)

        return follow

    rules = cast("Mapping[str, Rule]", Draft202012Validator.VALIDATORS)
    followed = {name: counted(rules[name]) for name in ("$ref", "$dynamicRef")}
    return cast(Any, validators).extend(
        Draft202012Validator, {**followed, **dict.fromkeys(LEFT_OUT, _passes)}
    )


def _passes(*_: object) -> None:
    return None


def _told(error: ValidationError) -> str:
    place = ".".join(str(step) for step in error.absolute_path) or "the whole"
    return f"{place}: {error.message[:LONGEST_REASON]}"


def _walk(value: object, depth: int = 0) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Every object in a JSON value with its depth; one step deeper than allowed and no further."""
    if isinstance(value, Mapping):
        node = cast("Mapping[str, object]", value)
        yield depth, node
        inner: Sequence[object] = list(node.values())
    else:
        inner = cast("Sequence[object]", value) if isinstance(value, list | tuple) else ()
    if depth <= DEEPEST:
        for each in inner:
            yield from _walk(each, depth + 1)
