"""Session routes: sign in and out."""

import math
import secrets
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar import delete as delete_route
from litestar.datastructures import Cookie
from litestar.params import JSONBody

from handrail.actions.ports import StaffMember
from handrail.web.access import (
    ANYONE,
    COOKIE,
    STAFF,
    declares,
    same_origin,
    secret_hash,
)
from handrail.web.account_shapes import (
    Session,
    SignInWish,
)
from handrail.web.desk_shapes import Me
from handrail.web.documented import problems
from handrail.web.parts import WebParts, parts_of
from handrail.web.passwords import is_password
from handrail.web.problems import Refused
from handrail.web.requests import plain_text, staff_of

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


ROUTES = [sign_in, read_session, sign_out]
