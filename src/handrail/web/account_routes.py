"""Account routes: staff accounts and API keys."""

import secrets
from http import HTTPStatus
from typing import Any

from litestar import Request, get, patch, post
from litestar import delete as delete_route
from litestar.params import FromPath, JSONBody

from handrail.actions.ports import StaffMember
from handrail.actions.views import Account, AccountChange, ApiKey
from handrail.web.access import (
    ADMIN,
    KEY_PREFIX,
    Role,
    declares,
    secret_hash,
)
from handrail.web.account_shapes import (
    ApiKeys,
    ApiKeyShape,
    MadeApiKey,
    NewApiKey,
    NewStaff,
    StaffAccount,
    StaffAccounts,
    StaffChange,
)
from handrail.web.documented import problems
from handrail.web.parts import parts_of
from handrail.web.passwords import hash_password
from handrail.web.problems import Refused
from handrail.web.requests import plain_text, read_id, staff_of

Call = Request[Any, Any, Any]


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
    list_staff,
    add_staff,
    change_staff,
    list_api_keys,
    add_api_key,
    revoke_api_key,
]
