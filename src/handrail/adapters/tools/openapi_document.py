"""OpenapiDocument: the operations of an OpenAPI 3 description that can be called as tools."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from handrail.actions.tool_port import RemoteTool, ToolLied
from handrail.adapters.tools.offers import LONGEST_DESCRIPTION, shortened

METHODS = ("get", "put", "post", "patch", "delete")
BODY = "body"
JSON = "application/json"
DEEPEST = 40
PLACES = ("path", "query")
PLAIN = frozenset({"type", "properties", "required", "title", "description"})

Node = Mapping[str, object]
Parameters = Mapping[tuple[str, str], Node]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: where each argument goes. ``whole_body``: the argument `body` is the body."""

    method: str
    path: str
    in_path: tuple[str, ...]
    in_query: tuple[str, ...]
    in_body: tuple[str, ...]
    whole_body: bool
    offer: RemoteTool


def operations(document: object) -> dict[str, Operation]:
    """By operationId. One without an id, or that needs what a tool cannot give, is left out.

    Raises ToolLied for what is no OpenAPI 3 description.
    """
    if not isinstance(document, Mapping):
        raise ToolLied("the description is no JSON object")
    root = cast(Node, document)
    if not str(root.get("openapi", "")).startswith("3."):
        raise ToolLied("the description does not say that it is OpenAPI 3")
    found: dict[str, Operation] = {}
    for path, item in _node(root.get("paths")).items():
        shared = _nodes(_node(item).get("parameters"))
        for method in METHODS:
            described = _node(_node(item).get(method))
            name = described.get("operationId")
            if isinstance(name, str):
                made = _operation(root, (method, path, name), described, shared)
                if made is not None:
                    if name in found:
                        raise ToolLied(f"two operations have the id {name[:60]!r}")
                    found[name] = made
    return found


def _operation(
    root: Node, named: tuple[str, str, str], described: Node, shared: Sequence[Node]
) -> Operation | None:
    method, path, name = named
    parameters = _parameters(root, [*shared, *_nodes(described.get("parameters"))])
    body = _resolved(root, _node(described.get("requestBody")))
    found = _schema(body)
    schema = _resolved(root, found) if found is not None else None
    if _asks_for_more(parameters) or (body and schema is None):
        return None
    taken = _taken(parameters, body, schema)
    if taken is None:
        return None
    about = described.get("description") or described.get("summary") or ""
    return Operation(
        method=method.upper(),
        path=path,
        in_path=tuple(arg for arg, place in parameters if place == "path"),
        in_query=tuple(arg for arg, place in parameters if place == "query"),
        in_body=taken.in_body,
        whole_body=schema is not None and not taken.in_body,
        offer=RemoteTool(
            name,
            shortened(str(about))[0][:LONGEST_DESCRIPTION],
            _whole(root, taken.schema),
            _answer(root, described),
        ),
    )


def _parameters(root: Node, nodes: Sequence[Node]) -> Parameters:
    """By name and place; an operation's own stand before its path's."""
    resolved = [_resolved(root, node) for node in nodes]
    return {(str(each.get("name")), str(each.get("in"))): each for each in resolved}


def _asks_for_more(parameters: Parameters) -> bool:
    return any(
        place not in PLACES and each.get("required") for (_, place), each in parameters.items()
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """The arguments of an operation: their schema, and which of them make up the body."""

    schema: Node
    in_body: tuple[str, ...] = ()


def _taken(parameters: Parameters, body: Node, schema: Node | None) -> _Taken | None:
    """None where a parameter and a field of the body have one name, and cannot be told apart."""
    properties: dict[str, object] = {
        arg: _node(each.get("schema"))
        for (arg, place), each in parameters.items()
        if place in PLACES
    }
    required = [
        arg for (arg, place), each in parameters.items() if place == "path" or each.get("required")
    ]
    in_body: Node = {}
    if schema is not None:
        in_body = _node(schema.get("properties") if set(schema) <= PLAIN else None)
        more: Node = in_body or {BODY: schema}
        if set(more) & set(properties):
            return None
        properties |= more
        wanted = schema.get("required", ()) if in_body else [BODY] * bool(body.get("required"))
        required += [str(arg) for arg in cast("Sequence[object]", wanted)]
    arguments = {
        "type": "object",
        "properties": properties,
        "required": [arg for arg in required if arg in properties],
        "additionalProperties": False,
    }
    return _Taken(arguments, tuple(in_body))


def _answer(root: Node, described: Node) -> Node | None:
    """What the first good answer promises, if it promises JSON."""
    for status, answer in sorted(_node(described.get("responses")).items()):
        if status.startswith("2"):
            schema = _schema(_resolved(root, _node(answer)))
            return _whole(root, schema) if schema is not None else None
    return None


def _schema(content: Node) -> Node | None:
    for media, described in _node(content.get("content")).items():
        if media.partition(";")[0].strip() == JSON:
            return _node(_node(described).get("schema"))
    return None


def _resolved(root: Node, node: Node) -> Node:
    """What a reference leads to, inside the description only. Raises ToolLied."""
    for _ in range(DEEPEST):
        reference = node.get("$ref")
        if not isinstance(reference, str):
            return node
        node = _at(root, reference)
    raise ToolLied("the description refers to itself without end")


def _at(root: Node, reference: str) -> Node:
    if not reference.startswith("#/"):
        raise ToolLied(f"the description refers elsewhere: {reference[:80]!r}")
    node: object = root
    for step in reference[2:].split("/"):
        key = step.replace("~1", "/").replace("~0", "~")
        node = _node(node).get(key)
    if not isinstance(node, Mapping):
        raise ToolLied(f"the description refers to nothing: {reference[:80]!r}")
    return cast(Node, node)


def _whole(root: Node, schema: Node) -> Node:
    """The schema with all that it refers to inside itself, under `$defs`."""
    names: dict[str, str] = {}
    waiting = [schema]
    while waiting:
        for reference in _references(waiting.pop()):
            if reference not in names:
                names[reference] = f"d{len(names)}"
                waiting.append(_at(root, reference))
    whole = cast("dict[str, object]", _renamed(schema, names))
    if names:
        whole["$defs"] = {name: _renamed(_at(root, ref), names) for ref, name in names.items()}
    return whole


def _references(value: object, depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        raise ToolLied(f"the description is nested deeper than {DEEPEST}")
    if isinstance(value, Mapping):
        node = cast(Node, value)
        if isinstance(reference := node.get("$ref"), str):
            yield reference
        inner: Sequence[object] = list(node.values())
    else:
        inner = cast("Sequence[object]", value) if isinstance(value, list) else ()
    for each in inner:
        yield from _references(each, depth + 1)


def _renamed(value: object, names: Mapping[str, str]) -> object:
    """The schema with its references turned inwards, and 3.0's `nullable` as JSON Schema says it."""
    if isinstance(value, list):
        return [_renamed(each, names) for each in cast("list[object]", value)]
    if not isinstance(value, Mapping):
        return value
    node = {key: _renamed(each, names) for key, each in cast(Node, value).items()}
    reference = node.get("$ref")
    if isinstance(reference, str):
        node["$ref"] = f"#/$defs/{names[reference]}"
    if node.pop("nullable", False) is True and isinstance(node.get("type"), str):
        node["type"] = [node["type"], "null"]
    return node


def _node(value: object) -> Node:
    return cast(Node, value) if isinstance(value, Mapping) else {}


def _nodes(value: object) -> list[Node]:
    return [_node(each) for each in cast("list[object]", value)] if isinstance(value, list) else []
