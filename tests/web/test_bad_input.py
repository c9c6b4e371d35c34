"""Bad input: a clear 4xx that names the place, nothing stored, never a 5xx."""

import uuid
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
from httpx import Headers, Response

from handrail.web.openapi import description_app
from tests.web.routes import Route, routes_of
from tests.web.webs import API, Customer, Web

ROUTES = [route for route in routes_of(description_app()) if route.body is not None]
JSON = {"Content-Type": "application/json"}
HOSTILE: dict[str, Any] = {
    "null": None,
    "true": True,
    "zero": 0,
    "huge": 10**400,
    "float": 1e308,
    "empty": "",
    "spaces": "  \t\n ",
    "nul": "a\x00b",
    "only nul": "\x00",
    "controls": "".join(map(chr, range(32))),
    "right-to-left": "\u202eabc\u2066 \u200f",
    "astral": "\U0001f9d1\u200d\U0001f680" * 50,
    "long": "x" * 100_000,
    "html": "<script>alert(1)</script>",
    "sql": "'; DROP TABLE conversations; --",
    "list": [],
    "nested list": [[[[[]]]]],
    "object": {},
    "nested object": {"a": {"b": {"c": None}}},
}
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "not JSON": b"hello",
    "cut off": b'{"text": "hel',
    "trailing": b"{} {}",
    "invalid UTF-8": b'{"text": "\xff\xfe\xc3\x28"}',
    "UTF-16": '{"text": "hello"}'.encode("utf-16"),
    "lone surrogate": b'{"text": "\\ud800"}',
    "deep lists": b"[" * 60_000,
    "deep objects": b'{"text":' * 10_000,
    "NaN": b'{"text": NaN}',
    "array": b"[]",
    "string": b'"text"',
    "number": b"1e999999",
    "one megabyte": b'{"text": "' + b"x" * 1_100_000 + b'"}',
    "unknown field": b'{"unknown": 1}',
}


TABLES = (
    "conversations",
    "customers",
    "events",
    "handoffs",
    "notes",
    "staff",
    "policies",
    "api_keys",
    "judgements",
    "certificates",
    "suspensions",
)


async def everybody(web: Web, route: Route, customer: Customer) -> dict[str, str]:
    if route.access.customer:
        return customer.headers
    if route.access.scope is not None and not route.access.roles:
        return await web.key(route.access.scope)
    return await web.signed_in("admin", "supervisor", "steward", "staff")


async def everything_kept(web: Web, database_url: str) -> dict[str, int]:
    connection = await asyncpg.connect(database_url)
    try:
        return {
            table: await connection.fetchval(f"SELECT count(*) FROM {table}") for table in TABLES
        }
    finally:
        await connection.close()


def refused(answer: Response) -> bool:
    """Whether it is a problem that says where; raises for anything that is no clear answer."""
    assert answer.status_code < 500, answer.text
    if answer.status_code < 400:
        return False
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == answer.status_code
    assert problem["detail"]
    if answer.status_code == 422:
        assert problem["field"]
    return True


def spoiled(body: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The body with one value made hostile, or left out."""
    for field in body:
        for name, value in HOSTILE.items():
            yield field, name, {**body, field: value}
        yield field, "missing", {key: value for key, value in body.items() if key != field}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
async def test_broken_bodies(web: Web, route: Route, database_url: str) -> None:
    customer = await web.customer()
    headers = {**await everybody(web, route, customer), **JSON}
    before = await everything_kept(web, database_url)
    for name, body in BODIES.items():
        answer = await web.client.request(
            route.method, route.path(conversation_id=customer.id), content=body, headers=headers
        )
        if name == "nothing" and answer.status_code == 409:
            continue  # a body is optional there, and the conversation is in another state
        if name == "nothing" and route.operation in ("takeOver", "close"):
            continue
        assert refused(answer), (name, answer.text)
        if name == "one megabyte":
            assert answer.status_code == 413
    if route.operation not in ("takeOver", "close"):
        assert await everything_kept(web, database_url) == before


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
async def test_hostile_values(web: Web, route: Route) -> None:
    customer = await web.customer()
    headers = await everybody(web, route, customer)
    assert route.body is not None
    for field, name, body in spoiled(route.body):
        answer = await web.client.request(
            route.method, route.path(conversation_id=customer.id), json=body, headers=headers
        )
        if refused(answer) and answer.status_code == 422:
            assert answer.json()["field"].split(".")[0].split("[")[0] in (field, "body"), (
                field,
                name,
                answer.text,
            )


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
async def test_only_json_is_read(web: Web, route: Route) -> None:
    customer = await web.customer()
    headers = await everybody(web, route, customer)
    path = route.path(conversation_id=customer.id)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        sent = {**headers, "Content-Type": kind}
        answer = await web.client.request(route.method, path, content=b"{}", headers=sent)
        assert answer.status_code == 415, (kind, answer.text)


async def test_hostile_parameters(web: Web) -> None:
    headers = await web.signed_in("admin", "supervisor", "steward", "staff")
    customer = await web.customer()
    where = {
        f"{API}/conversations": ("view", "q", "cursor", "limit"),
        f"{API}/decisions": ("q", "lead", "rule", "kind", "cursor", "limit"),
        f"{API}/samples": ("state", "cursor", "limit"),
        f"{customer.path}/events": ("after",),
        f"{customer.path}/events/stream": (),
    }
    values = (
        "",
        "x",
        "\x00",
        "-1",
        "0",
        "201",
        "9" * 19,
        "9" * 400,
        "1.5",
        "٣",
        "\u202e",
        "%",
        "_",
    )
    cursors = tuple(f"{key}.{uuid.uuid4()}" for key in ("0", "-1", "9" * 18, "9" * 19, "1_0", "٣"))
    for path, names in where.items():
        for name in names:
            for value in values + cursors:
                answer = await web.client.get(path, params={name: value}, headers=headers)
                if refused(answer):
                    assert answer.status_code == 400, answer.text
                    assert answer.json()["field"] == name, answer.text
    for limit in ("0", "201", "-1"):
        answer = await web.client.get(
            f"{API}/conversations", params={"limit": limit}, headers=headers
        )
        assert answer.status_code == 400
    for value in ("x", "-1", "1.5", "9" * 40, "²"):
        sent = Headers({**customer.headers, "Last-Event-ID": value}, encoding="utf-8")
        answer = await web.client.get(f"{customer.path}/events/stream", headers=sent)
        assert answer.status_code == 400
        assert answer.json()["field"] == "Last-Event-ID"


async def test_hostile_headers(web: Web) -> None:
    customer = await web.customer()
    for value in (
        b"\xff\xfe",
        b"a" * 60_000,
        b"=;=;,,",
        "٣".encode(),
        b'"',
        b"handrail_session=\xff",
    ):
        for name in (b"Cookie", b"Authorization", b"Accept-Encoding", b"Content-Length", b"Host"):
            headers = [(b"Host", b"x"), (b"Content-Type", b"application/json"), (name, value)]
            for method, path in (("GET", f"{customer.path}/events"), ("GET", "/desk/")):
                refused(await web.client.request(method, path, headers=headers))
            refused(await web.client.post(f"{API}/conversations", content=b"{}", headers=headers))
    program = await web.key("desk")
    for named in ("", "x" * 5000, "\u00e9", "a@b"):
        sent = Headers({**program, "On-Behalf-Of": named}, encoding="utf-8")
        assert (await web.client.get(f"{API}/desk", headers=sent)).status_code == 403


async def test_a_policy_may_be_larger_than_other_bodies(web: Web) -> None:
    headers = await web.signed_in("steward")
    for size, status in ((500_000, 422), (1_500_000, 413)):
        answer = await web.client.post(
            f"{API}/policies", json={"toml": "x" * size}, headers=headers
        )
        assert answer.status_code == status, answer.text
    answer = await web.client.post(f"{API}/policies", json={"toml": "no"}, headers=headers)
    assert answer.json()["problems"] == [
        {"file": "policy.toml", "key": "policy.name", "reason": "it is missing"}
    ]


async def test_a_fault_of_ours_keeps_its_inside_to_itself(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(type(web.parts.board), "counts", fail)
    headers = await web.signed_in()
    answer = await web.client.get(f"{API}/desk", headers=headers)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["request_id"]


async def test_unknown_addresses_and_methods_are_problems_too(web: Web) -> None:
    for method, path, status in (
        ("GET", "/nowhere", 404),
        ("GET", f"{API}/nowhere", 404),
        ("GET", "/api/nowhere", 404),
        ("DELETE", f"{API}/conversations", 405),
        ("TRACE", f"{API}/conversations", 405),
        ("GET", "/" + "x" * 5000, 404),
        ("GET", "/desk/assets/..%2f..%2f..%2fapp.py", 404),
        ("GET", "/widget/../app.py", 404),
    ):
        answer = await web.client.request(method, path)
        assert answer.status_code == status, (method, path, answer.text[:200])
        assert answer.headers["content-type"] == "application/problem+json"
