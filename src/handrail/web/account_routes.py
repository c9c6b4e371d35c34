"""Account routes: sign in and out, staff accounts, API keys."""

import math
import secrets
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, patch, post
from litestar import delete as delete_route
from litestar.datastructures import Cookie
from litestar.params import FromPath, JSONBody

from handrail.actions.ports import StaffMember
from handrail.actions.views import Account, AccountChange, ApiKey
from handrail.web.access import (
    ADMIN,
    ANYONE,
    COOKIE,
    KEY_PREFIX,
    STAFF,
    Role,
    declares,
    same_origin,
    secret_hash,
)
from handrail.web.account_shapes import (
    ApiKeys,
    ApiKeyShape,
    MadeApiKey,
    NewApiKey,
    NewStaff,
    Session,
    SignInWish,
    StaffAccount,
    StaffAccounts,
    StaffChange,
)
from handrail.web.desk_shapes import Me
from handrail.web.documented import problems
from handrail.web.parts import WebParts, parts_of
from handrail.web.passwords import hash_password, is_password
from handrail.web.problems import Refused
from handrail.web.requests import plain_text, read_id, staff_of

Call = Request[Any, Any, Any]

LASTS = timedelta(days=7)
ATTEMPT_WINDOW = timedelta(minutes=15)
ATTEMPTS_AN_ACCOUNT = 10
ATTEMPTS_AN_ADDRESS = 50


@post(
    "/session",
    operation_id="signIn",
    tags=["accounts"],
    opt=declares(ANYONE),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 422, 429),
)
async def sign_in(request: Call, data: JSONBody[SignInWish]) -> Response[Session]:
    """Sign in; the session comes as a cookie, and an earlier one of this browser ends."""
    web = parts_of(request)
    same_origin(request, web.settings.public_origin)
    email = plain_text(data.email, "email", "").lower()
    account_key = f"account:{email}"
    await _admit(web, f"address:{request.client.host if request.client else ''}", account_key)
    known = await web.accounts.sign_in(email)
    if not await is_password(data.password, known.password_hash if known else None) or not known:
        raise Refused(HTTPStatus.UNAUTHORIZED, "The e-mail address or the password is wrong.")
    await web.accounts.forget_attempts([account_key])
    if earlier := request.cookies.get(COOKIE):
        await web.accounts.close_session(secret_hash(earlier))
    token = secrets.token_urlsafe(32)
    await web.accounts.open_session(secret_hash(token), known.staff_id, LASTS)
    staff = await web.accounts.staff_by_email(email)
    if staff is None:
        raise Refused(HTTPStatus.UNAUTHORIZED, "This account was closed a moment ago.")
    return Response(Session(me_shape(staff)), cookies=[session_cookie(web, token)])


async def _admit(web: WebParts, address_key: str, account_key: str) -> None:
    """Raise 429 when too many tried from this address, or for this account."""
    waits = (
        await web.accounts.attempt([address_key], ATTEMPTS_AN_ADDRESS, ATTEMPT_WINDOW),
        await web.accounts.attempt([account_key], ATTEMPTS_AN_ACCOUNT, ATTEMPT_WINDOW),
    )
    wait = max((seconds for seconds in waits if seconds is not None), default=None)
    if wait is not None:
        seconds = max(1, math.ceil(wait))
        raise Refused(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"Too many tries. Wait {math.ceil(seconds / 60)} min and try again.",
            headers={"Retry-After": str(seconds)},
        )


def session_cookie(web: WebParts, token: str, seconds: int | None = None) -> Cookie:
    """The cookie that carries a session; scripts cannot read it, other sites cannot send it."""
    return Cookie(
        key=COOKIE,
        value=token,
        path="/",
        max_age=int(LASTS.total_seconds()) if seconds is None else seconds,
        secure=web.settings.secure_cookies,
        httponly=True,
        samesite="strict",
    )


@get(
    "/session",
    operation_id="readSession",
    tags=["accounts"],
    opt=declares(STAFF),
    responses=problems(401),
)
async def read_session(request: Call) -> Session:
    """Who is signed in."""
    return Session(me_shape(staff_of(request)))


@delete_route(
    "/session",
    operation_id="signOut",
    tags=["accounts"],
    opt=declares(STAFF),
    responses=problems(401, 403),
)
async def sign_out(request: Call) -> Response[None]:
    """Sign out: the session is over, here and on the server."""
    web = parts_of(request)
    if cookie := request.cookies.get(COOKIE):
        await web.accounts.close_session(secret_hash(cookie))
    return Response(None, cookies=[session_cookie(web, "", 0)])


@get(
    "/staff",
    operation_id="listStaff",
    tags=["accounts"],
    opt=declares(ADMIN),
    responses=problems(401, 403),
)
async def list_staff(request: Call) -> StaffAccounts:
    """All accounts."""
    accounts = await parts_of(request).accounts.list_staff()
    return StaffAccounts([account_shape(account) for account in accounts])


@post(
    "/staff",
    operation_id="addStaff",
    tags=["accounts"],
    opt=declares(ADMIN),
    responses=problems(401, 403, 409, 422),
)
async def add_staff(request: Call, data: JSONBody[NewStaff]) -> StaffAccount:
    """Make an account."""
    web = parts_of(request)
    member = StaffMember(
        id=web.desk.new_id(),
        email=data.email,
        name=_name(data.name),
        roles=tuple(dict.fromkeys(data.roles)),
        skills=_skills(data.skills),
        capacity=data.capacity,
        locale=data.locale,
    )
    return account_shape(await web.accounts.add_staff(member, await hash_password(data.password)))


@patch(
    "/staff/{staff_id:str}",
    operation_id="changeStaff",
    tags=["accounts"],
    opt=declares(ADMIN),
    responses=problems(401, 403, 404, 409, 422),
)
async def change_staff(
    request: Call, staff_id: FromPath[str], data: JSONBody[StaffChange]
) -> StaffAccount:
    """Change an account; a new password, or closing it, ends its sessions."""
    web = parts_of(request)
    staff_id = read_id(staff_id)
    gives_up = data.active is False or (data.roles is not None and Role.ADMIN not in data.roles)
    if staff_id == staff_of(request).id and gives_up:
        raise Refused(
            HTTPStatus.CONFLICT, "You cannot take your own admin role away; ask another admin."
        )
    change = AccountChange(
        name=_name(data.name) if data.name is not None else None,
        roles=tuple(dict.fromkeys(data.roles)) if data.roles is not None else None,
        skills=_skills(data.skills) if data.skills is not None else None,
        capacity=data.capacity,
        locale=data.locale,
        password_hash=await hash_password(data.password) if data.password is not None else None,
        active=data.active,
    )
    return account_shape(await web.accounts.change_staff(staff_id, change))


def _name(name: str) -> str:
    kept = plain_text(name, "name", "")
    if not kept:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "The name is empty.", "name")
    return kept


def _skills(skills: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (plain_text(s, "skills", "") for s in skills))))


@get(
    "/api-keys",
    operation_id="listApiKeys",
    tags=["accounts"],
    opt=declares(ADMIN),
    responses=problems(401, 403),
)
async def list_api_keys(request: Call) -> ApiKeys:
    """All keys, without the keys themselves."""
    return ApiKeys([key_shape(key) for key in await parts_of(request).accounts.list_api_keys()])


@post(
    "/api-keys",
    operation_id="addApiKey",
    tags=["accounts"],
    opt=declares(ADMIN),
    responses=problems(401, 403, 422),
)
async def add_api_key(request: Call, data: JSONBody[NewApiKey]) -> MadeApiKey:
    """Make a key for a program; it is shown once and kept only as a hash."""
    web = parts_of(request)
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    scopes = tuple(scope.value for scope in dict.fromkeys(data.scopes))
    key = ApiKey(web.desk.new_id(), _name(data.name), scopes, web.desk.now())
    await web.accounts.add_api_key(key, secret_hash(secret), staff_of(request).name)
    return MadeApiKey(key.id, key.name, key.scopes, key.created_at, secret)


@delete_route(
    "/api-keys/{key_id:str}",
    operation_id="revokeApiKey",
    tags=["accounts"],
    opt=declares(ADMIN),
    responses=problems(401, 403, 404),
)
async def revoke_api_key(request: Call, key_id: FromPath[str]) -> None:
    """Revoke a key: it opens nothing from now on."""
    web = parts_of(request)
    await web.accounts.revoke_api_key(read_id(key_id), web.desk.now())


def me_shape(staff: StaffMember) -> Me:
    """Who is signed in, as sent."""
    return Me(
        id=staff.id,
        name=staff.name,
        email=staff.email,
        roles=staff.roles,
        skills=staff.skills,
        locale=staff.locale,
        presence="available" if staff.available else "away",
        capacity=staff.capacity,
    )


def account_shape(account: Account) -> StaffAccount:
    """An account, as sent."""
    staff = account.staff
    return StaffAccount(
        id=staff.id,
        name=staff.name,
        email=staff.email,
        roles=staff.roles,
        skills=staff.skills,
        locale=staff.locale,
        presence="available" if staff.available else "away",
        capacity=staff.capacity,
        active=account.disabled_at is None,
        created_at=account.created_at,
    )


def key_shape(key: ApiKey) -> ApiKeyShape:
    """A key, as sent."""
    return ApiKeyShape(
        key.id, key.name, key.scopes, key.created_at, key.last_used_at, key.revoked_at
    )


ROUTES = [
    sign_in,
    read_session,
    sign_out,
    list_staff,
    add_staff,
    change_staff,
    list_api_keys,
    add_api_key,
    revoke_api_key,
]
