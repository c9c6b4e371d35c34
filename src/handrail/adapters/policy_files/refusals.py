"""Refusals: what is wrong with a value in a policy file, in words of who wrote it."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, cast

from msgspec import inspect

Place = tuple[str | int, ...]

_MESSAGE = re.compile(r"^(?P<reason>.*?)(?: - at `\$?\.?(?P<at>.*)`)?$", re.DOTALL)
_FIELD = re.compile(r"field `(?P<field>\w+)`")
_STEP = re.compile(r"\[(?P<number>\d+)\]|\[(?P<entry>\.{3})\]|(?P<name>[\w-]+)")
_HEADER = re.compile(r"^\s*(?P<list>\[)?\[\s*(?P<name>[\w.\"' -]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*(?P<name>[\w.\"'-]+)\s*=")
_LONGEST_SHOWN = 60
_NAMES = {  # the patterns of names, in words
    r"^[a-z][a-z0-9_]*$": "a name of small letters, digits and _, which begins with a letter",
    r"^[a-z][a-z0-9-]*$": "a name of small letters, digits and -, which begins with a letter",
}


def explain(message: str, text: str, shape: type[Any]) -> tuple[str, str, str]:
    """Key, reason and remedy for msgspec's message about a TOML text that should be a ``shape``."""
    match = _MESSAGE.match(message)
    assert match is not None  # the pattern matches any text
    key, reason = match["at"] or "", match["reason"]
    written, wanted = _at(tomllib.loads(text), shape, place_of(key))
    if field := _FIELD.search(reason):
        whole = f"{key}.{field['field']}" if key else field["field"]
        if "missing" in reason:
            return (
                whole,
                "this key is missing",
                f"Add it: {_belongs(_part(wanted, field['field']))}",
            )
        near = get_close_matches(field["field"], _keys(wanted), n=1)
        remedy = f"Write {near[0]}, or remove it" if near else "Correct its name or remove it"
        return whole, "this key is not known", remedy
    return key or "(file)", f"it says {_shown(written, wanted)}", f"Write {_belongs(wanted)}"


def place_of(key: str) -> Place:
    """The steps to a place: ``kinds[1].title.de`` is kinds, 1, title, de."""
    return tuple(
        int(step["number"]) if step["number"] else step["entry"] or step["name"]
        for step in _STEP.finditer(key)
    )


def line_of(text: str, key: str) -> int | None:
    """The line (from 1) on which a key stands, or the table that it is missing in; None where unsure."""
    place, best, line = place_of(key), 0, None
    for number, at in _lines(text):
        if len(at) > best and place[: len(at)] == at:
            best, line = len(at), number
    return line


def _lines(text: str) -> Iterator[tuple[int, Place]]:
    """The place that each line with a key or a table's head begins."""
    table: Place = ()
    counts: dict[Place, int] = {}
    quoted = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quoted:
            quoted = "" if quoted in line else quoted
            continue
        if head := _HEADER.match(line):
            table = _table(head["name"], counts, is_list=bool(head["list"]))
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *_names(key["name"]))
        quoted = next((q for q in ('"""', "'''") if line.count(q) == 1), "")


def _table(name: str, counts: dict[Place, int], *, is_list: bool) -> Place:
    place: Place = ()
    *parents, last = _names(name)
    for parent in parents:
        place = (*place, parent)
        if place in counts:
            place = (*place, counts[place])
    place = (*place, last)
    if not is_list:
        return place
    counts[place] = counts.get(place, -1) + 1
    return (*place, counts[place])


def _names(name: str) -> Sequence[str]:
    return [part.strip(" \"'") for part in name.split(".")]


def _at(written: object, shape: type[Any], place: Place) -> tuple[object, inspect.Type | None]:
    """What stands at a place, and the type that belongs there; None where that is not known."""
    wanted: inspect.Type | None = inspect.type_info(shape)
    for step in place:
        wanted = _part(wanted, step)
        written = _step(written, step)
    return written, _one(wanted)


def _step(written: object, step: str | int) -> object:
    if isinstance(written, dict):
        return cast("Mapping[str | int, object]", written).get(step)
    if isinstance(written, list) and isinstance(step, int):
        return cast("Sequence[object]", written)[step]
    return None


def _one(wanted: inspect.Type | None) -> inspect.Type | None:
    """The type that is written, where a key may also be left out."""
    if isinstance(wanted, inspect.UnionType):
        return next(each for each in wanted.types if not isinstance(each, inspect.NoneType))
    return wanted


def _part(wanted: inspect.Type | None, step: str | int) -> inspect.Type | None:
    wanted = _one(wanted)
    if isinstance(wanted, inspect.StructType):
        found = (each.type for each in wanted.fields if each.encode_name == step)
        return _one(next(found, None))
    if isinstance(wanted, inspect.DictType):
        return _one(wanted.value_type)
    if isinstance(wanted, inspect.CollectionType):
        return _one(wanted.item_type)
    return None


def _keys(wanted: inspect.Type | None) -> Sequence[str]:
    is_table = isinstance(wanted, inspect.StructType)
    return [each.encode_name for each in wanted.fields] if is_table else []


def _shown(written: object, wanted: inspect.Type | None) -> str:
    """What stands there, with its type where that is what is wrong."""
    match written:
        case bool():
            return f"{str(written).lower()}, which is yes or no"
        case int() | float():
            right = isinstance(wanted, (inspect.IntType, inspect.FloatType, inspect.LiteralType))
            return f"{written}" if right else f"{written}, a number"
        case str():
            short = written if len(written) <= _LONGEST_SHOWN else f"{written[:_LONGEST_SHOWN]}…"
            right = isinstance(wanted, (inspect.StrType, inspect.LiteralType, inspect.EnumType))
            return f'"{short}"' if right else f'"{short}", a text'
        case list():
            return "a list" if written else "an empty list"
        case dict():
            return "a table of keys"
        case _:
            return "something else in one of its values"


def _belongs(wanted: inspect.Type | None) -> str:
    """What belongs there, in words that finish "Write ..."."""
    match wanted:
        case inspect.StrType():
            return _text(wanted)
        case inspect.BoolType():
            return "true or false, without quotes"
        case inspect.IntType():
            return f"a whole number without quotes{_bounds(wanted)}"
        case inspect.FloatType():
            return f"a number without quotes{_bounds(wanted)}"
        case inspect.LiteralType():
            return _either([repr(one).replace("'", '"') for one in wanted.values])
        case inspect.EnumType():
            return _either([f'"{one.value}"' for one in wanted.cls])
        case _:
            return _several(wanted)


def _text(wanted: inspect.StrType) -> str:
    if wanted.pattern is not None:
        return _NAMES.get(wanted.pattern, f"a text that matches {wanted.pattern}")
    return "a text in quotes that is not empty" if wanted.min_length else "a text in quotes"


def _several(wanted: inspect.Type | None) -> str:
    match wanted:
        case inspect.StructType():
            keys = [each.encode_name for each in wanted.fields if each.required]
            return (
                f"a table with {', '.join(keys)}"
                if keys
                else f"a table of {_either(_keys(wanted))}"
            )
        case inspect.CollectionType():
            least = ", with one entry at least" if wanted.min_length else ""
            return f"a list in square brackets{least}"
        case inspect.DictType():
            return "a table of keys and values"
        case _:
            return "what docs/reference/policy.md says of it"


def _bounds(wanted: inspect.IntType | inspect.FloatType) -> str:
    low, high = wanted.ge, wanted.le
    over = f" over {wanted.gt:g}" if wanted.gt is not None else ""
    if low is not None and high is not None:
        return f", from {low:g} to {high:g}"
    if high is not None:
        return f",{over} up to {high:g}"
    return f", {low:g} or more" if low is not None else over


def _either(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
