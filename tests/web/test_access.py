"""Access: every route declares whom it lets in, and lets in nobody else."""

import uuid
from typing import Any, cast

import pytest

from handrail.web.access import ANYONE, CUSTOMER, Access, Role, Scope, admit
from handrail.web.app import HOT_ROUTES
from handrail.web.openapi import description_app
from tests.web.routes import Route, handlers_of, routes_of
from tests.web.webs import API, Web

APP = description_app()
ROUTES = routes_of(APP)
REFUSALS = (401, 403)
STREAMS = ("streamEvents", "streamDesk")  # they do not end; tests of streams open them


def test_every_route_declares_whom_it_lets_in() -> None:
    for method, path, handler in handlers_of(APP):
        assert isinstance(handler.opt.get("access"), Access), f"{method} {path} declares nothing"


def test_the_doorkeeper_stands_before_every_route_but_those_that_check_for_themselves() -> None:
    hot = {str(handler.operation_id) for handler in HOT_ROUTES}
    assert hot == {"postMessage"}
    for method, path, handler in handlers_of(APP):
        if handler.operation_id not in hot and handler.opt["access"] != ANYONE:
            assert admit in cast(Any, handler).resolve_guards(), f"{method} {path}"


def test_every_route_that_takes_a_body_is_tried() -> None:
    takes = {str(h.operation_id) for _, _, h in handlers_of(APP) if h.parsed_data_field is not None}
    assert takes == {route.operation for route in ROUTES if route.body is not None}


async def call(web: Web, route: Route, headers: dict[str, str], **values: str) -> int:
    answer = await web.client.request(
        route.method,
        route.path(**values),
        params=route.query,
        json=route.body,
        headers=headers,
    )
    assert answer.status_code < 500, f"{route.operation}: {answer.text}"
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
    return answer.status_code


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
async def test_nobody_gets_in_without_a_credential(web: Web, route: Route) -> None:
    status = await call(web, route, {})
    if route.access.anyone:
        assert status != 403
        assert route.operation == "signIn" or status != 401
    else:
        assert status == 401
        # 401 comes before 404: who is nobody learns nothing about ids.
        assert await call(web, route, {}, conversation_id="x", staff_id="x", key_id="x") == 401
    for header in ("Bearer", "Basic YTpi", "Bearer hk_unknown", "bearer  "):
        if not route.access.anyone:
            assert await call(web, route, {"Authorization": header}) in (401, 404)


@pytest.mark.parametrize("role", [role.value for role in Role])
async def test_staff_get_in_by_role(web: Web, role: str) -> None:
    headers = await web.signed_in(role)  # once: there are more routes than tries to sign in
    for route in ROUTES:
        if route.operation in (*STREAMS, "signOut", "signIn") or route.access.anyone:
            continue
        status = await call(web, route, headers)
        if route.access == CUSTOMER and route.operation == "postMessage":
            assert status == 401
        elif role in route.access.roles:
            assert status not in REFUSALS, route.operation
        else:
            assert status == 403, route.operation


@pytest.mark.parametrize("scope", [scope.value for scope in Scope])
async def test_programs_get_in_by_scope(web: Web, scope: str) -> None:
    headers = await web.key(scope)
    for route in ROUTES:
        if route.operation in (*STREAMS, "postMessage") or route.access.anyone:
            continue
        status = await call(web, route, headers)
        if route.access.scope == scope and scope != Scope.DESK:
            assert status not in REFUSALS, route.operation
        else:
            assert status == 403, route.operation


async def test_a_program_acts_for_named_staff_but_never_as_steward_or_admin(web: Web) -> None:
    member = await web.staff("staff", "supervisor", "steward", "admin")
    headers = {**await web.key("desk"), "On-Behalf-Of": member.email.upper()}
    desk = await web.client.get(f"{API}/desk", headers=headers)
    assert desk.json()["me"]["email"] == member.email
    assert (await web.client.get(f"{API}/supervision", headers=headers)).status_code == 200
    for path in ("/staff", "/api-keys"):
        assert (await web.client.get(f"{API}{path}", headers=headers)).status_code == 403
    body = {"toml": "test"}
    refused = await web.client.post(f"{API}/policies", json=body, headers=headers)
    assert refused.status_code == 403
    unknown = {**headers, "On-Behalf-Of": "nobody@example.com"}
    assert (await web.client.get(f"{API}/desk", headers=unknown)).status_code == 403
    reader = {**await web.key("assess"), "On-Behalf-Of": member.email}
    assert (await web.client.get(f"{API}/desk", headers=reader)).status_code == 403


async def test_a_customers_token_opens_nothing_of_the_desk(web: Web) -> None:
    customer = await web.customer()
    for route in ROUTES:
        if route.access.anyone or route.access.customer:
            continue
        status = await call(web, route, customer.headers, conversation_id=customer.id)
        assert status == 401, route.operation


async def test_unknown_ids_are_not_found(web: Web) -> None:
    headers = await web.signed_in("admin", "supervisor", "steward")
    for route in ROUTES:
        if "{" not in route.template or route.operation == "postMessage":
            continue
        if not route.access.roles:
            continue
        for wrong in (str(uuid.uuid4()), "x", "0", "%00", "9" * 400, "..%2f"):
            status = await call(
                web,
                route,
                headers,
                conversation_id=wrong,
                staff_id=wrong,
                key_id=wrong,
                version=wrong,
                decision_id=wrong,
                certificate_id=wrong,
                import_id=wrong,
                slug=wrong,
                part=wrong,
            )
            assert status == 404, (route.operation, wrong)


async def test_another_sites_page_changes_nothing(web: Web) -> None:
    session = await web.signed_in("admin", "supervisor", "steward")
    cookie = {"Cookie": session["Cookie"]}
    for said, allowed in (
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "http://testserver.local"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver.local"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
    ):
        for route in ROUTES:
            if route.method == "GET" or route.operation in (
                "signIn",
                "signOut",
                "openConversation",
            ):
                continue
            if not route.access.roles:
                continue
            status = await call(web, route, {**cookie, **said})
            assert (status == 403) is not allowed, (route.operation, said)
    login = await web.client.post(
        f"{API}/session",
        json={"email": "a@example.com", "password": "x"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert login.status_code == 403
