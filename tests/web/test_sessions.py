"""Sessions: a strict cookie, an end in time, and a limit on guessing."""

import hashlib
from datetime import timedelta

import asyncpg
import pytest

from handrail.web import session_routes
from handrail.web.access import COOKIE, IDLE
from handrail.web.session_routes import ATTEMPTS_AN_ACCOUNT, ATTEMPTS_AN_ADDRESS
from tests.web.webs import API, PASSWORD, Web, a_web


async def sign_in(web: Web, email: str, password: str = PASSWORD, **headers: str) -> int:
    answer = await web.client.post(
        f"{API}/session", json={"email": email, "password": password}, headers=headers
    )
    web.client.cookies.clear()
    return answer.status_code


async def run(database_url: str, statement: str, *values: object) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(statement, *values)
    finally:
        await connection.close()


async def test_signing_in_and_out(web: Web) -> None:
    member = await web.staff("staff", "supervisor")
    answer = await web.client.post(
        f"{API}/session", json={"email": f" {member.email.upper()} ", "password": PASSWORD}
    )
    assert answer.status_code == 200
    me = answer.json()["staff"]
    assert me["id"] == member.id
    assert me["roles"] == ["staff", "supervisor"]
    assert me["presence"] == "away"
    cookie = answer.headers["set-cookie"]
    for said in (f"{COOKIE}=", "HttpOnly", "SameSite=strict", "Path=/", "Max-Age=604800"):
        assert said.lower() in cookie.lower()
    assert "secure" not in cookie.lower()
    assert (await web.client.get(f"{API}/session")).json()["staff"]["id"] == member.id
    token = web.client.cookies[COOKIE]
    assert (await web.client.delete(f"{API}/session")).status_code == 204
    again = {"Cookie": f"{COOKIE}={token}"}
    web.client.cookies.clear()
    assert (await web.client.get(f"{API}/session", headers=again)).status_code == 401


async def test_a_session_is_new_at_each_sign_in_and_kept_as_a_hash(
    web: Web, database_url: str
) -> None:
    member = await web.staff()
    planted = {"Cookie": f"{COOKIE}=planted"}
    answer = await web.client.post(
        f"{API}/session", json={"email": member.email, "password": PASSWORD}, headers=planted
    )
    first = web.client.cookies[COOKIE]
    assert first != "planted"
    assert answer.status_code == 200
    await web.client.post(f"{API}/session", json={"email": member.email, "password": PASSWORD})
    second = web.client.cookies[COOKIE]
    assert second != first
    connection = await asyncpg.connect(database_url)
    kept = {row["token_hash"] for row in await connection.fetch("SELECT token_hash FROM sessions")}
    await connection.close()
    assert kept == {hashlib.sha256(second.encode()).digest()}


async def test_a_session_ends_when_idle_or_old(web: Web, database_url: str) -> None:
    for statement in (
        f"UPDATE sessions SET used_at = now() - interval '{IDLE + timedelta(minutes=1)}'",
        "UPDATE sessions SET expires_at = now()",
        "UPDATE staff SET disabled_at = now()",
    ):
        session = await web.signed_in()
        assert (await web.client.get(f"{API}/session", headers=session)).status_code == 200
        await run(database_url, statement)
        assert (await web.client.get(f"{API}/session", headers=session)).status_code == 401


async def test_an_unknown_account_is_told_nothing_else_than_a_wrong_password(web: Web) -> None:
    member = await web.staff()
    answers = [
        await web.client.post(f"{API}/session", json={"email": email, "password": "wrong"})
        for email in (member.email, "nobody@example.com", "x" * 200, "\x00")
    ]
    assert {(a.status_code, a.json()["detail"]) for a in answers} == {
        (401, "The e-mail address or the password is wrong.")
    }


async def test_an_account_cannot_be_guessed_at_without_end(web: Web, database_url: str) -> None:
    member = await web.staff()
    for _ in range(ATTEMPTS_AN_ACCOUNT):
        assert await sign_in(web, member.email, "wrong") == 401
    answer = await web.client.post(
        f"{API}/session", json={"email": member.email.upper(), "password": PASSWORD}
    )
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= session_routes.ATTEMPT_WINDOW.total_seconds()
    assert await sign_in(web, (await web.staff()).email) == 200
    async with a_web(database_url) as another_process:
        assert await sign_in(another_process, member.email) == 429
    await run(database_url, "UPDATE login_attempts SET at = at - interval '15 minutes'")
    assert await sign_in(web, member.email) == 200


async def test_signing_in_forgets_earlier_failures(web: Web) -> None:
    member = await web.staff()
    for _ in range(2):
        for _ in range(ATTEMPTS_AN_ACCOUNT - 1):
            assert await sign_in(web, member.email, "wrong") == 401
        assert await sign_in(web, member.email) == 200


async def test_an_address_cannot_try_many_accounts(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_routes, "ATTEMPTS_AN_ADDRESS", 5)
    assert ATTEMPTS_AN_ADDRESS > ATTEMPTS_AN_ACCOUNT
    for number in range(5):
        assert await sign_in(web, f"guess{number}@example.com", "wrong") == 401
    assert await sign_in(web, "guess6@example.com", "wrong") == 429


async def test_accounts_and_keys(web: Web) -> None:
    admin = await web.signed_in("admin")
    body = {
        "email": "grace@example.com",
        "name": "Grace",
        "password": "a long enough one",
        "roles": ["staff", "supervisor", "staff"],
        "skills": ["cards", " cards ", ""],
    }
    bad = await web.client.post(f"{API}/staff", json=body, headers=admin)
    assert bad.status_code == 422
    assert bad.json()["field"] == "skills[2]"
    body["skills"] = ["cards", " cards "]
    made = await web.client.post(f"{API}/staff", json=body, headers=admin)
    assert made.status_code == 201, made.text
    account = made.json()
    assert (account["roles"], account["skills"]) == (["staff", "supervisor"], ["cards"])
    again = await web.client.post(f"{API}/staff", json=body, headers=admin)
    assert again.status_code == 409
    assert await sign_in(web, "grace@example.com", "a long enough one") == 200
    path = f"{API}/staff/{account['id']}"
    gone = await web.client.patch(path, json={"active": False}, headers=admin)
    assert gone.json()["active"] is False
    assert await sign_in(web, "grace@example.com", "a long enough one") == 401
    listed = (await web.client.get(f"{API}/staff", headers=admin)).json()["items"]
    assert [a["email"] for a in listed if not a["active"]] == ["grace@example.com"]

    mine = (await web.client.get(f"{API}/session", headers=admin)).json()["staff"]["id"]
    for change in ({"active": False}, {"roles": ["staff"]}):
        own = await web.client.patch(f"{API}/staff/{mine}", json=change, headers=admin)
        assert own.status_code == 409

    key = await web.client.post(
        f"{API}/api-keys", json={"name": "script", "scopes": ["assess"]}, headers=admin
    )
    assert key.status_code == 201
    bearer = {"Authorization": f"Bearer {key.json()['key']}"}
    assess = {"text": "When are you open?"}
    assert (await web.client.post(f"{API}/assess", json=assess, headers=bearer)).status_code == 200
    listed = (await web.client.get(f"{API}/api-keys", headers=admin)).json()["items"]
    assert "key" not in listed[0]
    path = f"{API}/api-keys/{key.json()['id']}"
    assert (await web.client.delete(path, headers=admin)).status_code == 204
    assert (await web.client.post(f"{API}/assess", json=assess, headers=bearer)).status_code == 401
