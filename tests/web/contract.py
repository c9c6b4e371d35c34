"""Contract: every JSON answer seen in a test is held against the API's own description."""

import re
from functools import cache
from typing import Any, cast

import msgspec
from httpx import Response
from jsonschema import Draft202012Validator
from referencing import Resource
from referencing.jsonschema import DRAFT202012, SchemaRegistry, SchemaResource

from handrail.web.describe import description
from handrail.web.openapi import description_app

COMPONENTS = "urn:handrail"
Schema = dict[str, Any]


@cache
def described() -> Schema:
    """The description, with references that resolve by themselves."""
    schema = msgspec.json.decode(description(description_app()))
    return cast(Schema, _absolute(schema))


def _absolute(part: object) -> object:
    if isinstance(part, dict):
        values = cast(Schema, part)
        return {
            key: f"{COMPONENTS}{value}" if key == "$ref" else _absolute(value)
            for key, value in values.items()
        }
    return [_absolute(one) for one in cast(list[object], part)] if isinstance(part, list) else part


@cache
def registry() -> SchemaRegistry:
    resource: SchemaResource = Resource(contents=described(), specification=DRAFT202012)
    return SchemaRegistry().with_resource(COMPONENTS, resource)


@cache
def operations() -> list[tuple[str, re.Pattern[str], Schema]]:
    return [
        (method.upper(), re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"), operation)
        for path, methods in described()["paths"].items()
        for method, operation in methods.items()
    ]


async def hold_to_contract(answer: Response) -> None:
    """Raise for an answer that the description does not know."""
    path = answer.request.url.path
    for method, pattern, operation in operations():
        if method == answer.request.method and pattern.match(path):
            await _hold(answer, operation)
            return


async def _hold(answer: Response, operation: Schema) -> None:
    kind = answer.headers.get("content-type", "").partition(";")[0]
    where = f"{operation['operationId']} answered {answer.status_code}"
    responses = operation["responses"]
    if answer.status_code == 500:
        return
    assert str(answer.status_code) in responses, f"{where}, which is not described"
    content = responses[str(answer.status_code)].get("content", {})
    if kind == "text/event-stream":
        return
    await answer.aread()
    if not answer.content:
        assert answer.status_code == 204, f"{where} without a body"
        return
    assert kind in content, f"{where} with {kind}"
    validator = cast(Any, Draft202012Validator(content[kind]["schema"], registry=registry()))
    said = answer.json() if kind.endswith("json") else answer.text
    problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(said)]
    assert not problems, f"{where}: {problems}"
