"""Access: who may call a route. Every route declares it; one that does not lets nobody in."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any, cast

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import HTTPScope

from handrail.actions.ports import StaffMember
from handrail.actions.views import ApiKey, Reader
from handrail.web.parts import parts_of
from handrail.web.ports import Accounts, Board
from handrail.web.problems import Refused, not_found, unsigned
from handrail.web.requests import read_id

COOKIE = "handrail_session"
KEY_PREFIX = "hk_"
IDLE = timedelta(hours=12)
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ON_BEHALF_OF = "on-behalf-of"

Connection = ASGIConnection[Any, Any, Any, Any]


class Role(StrEnum):
    """What a member of staff may do; an admin may do everything."""

    STAFF = "staff"
    SUPERVISOR = "supervisor"
    STEWARD = "steward"
    ADMIN = "admin"


class Scope(StrEnum):
    """What a program with an API key may do."""

    ASSESS = "assess"
    READ = "conversations:read"
    DESK = "desk"  # act as a named member of staff
    JUDGE = "judge"  # say what a case came to about an answer of the AI's


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call: anyone, the customer whose conversation it is, staff by role, keys by scope."""

    anyone: bool = False
    customer: bool = False
    roles: frozenset[Role] = frozenset()
    scope: Scope | None = None


ANYONE = Access(anyone=True)
CUSTOMER = Access(customer=True)
ANY_ROLE = frozenset(Role)
READ_ALL = ANY_ROLE - {Role.STAFF}
STAFF = Access(roles=ANY_ROLE, scope=Scope.DESK)
SUPERVISOR = Access(roles=frozenset({Role.SUPERVISOR, Role.ADMIN}), scope=Scope.DESK)
STEWARD = Access(roles=frozenset({Role.STEWARD, Role.ADMIN}))
ADMIN = Access(roles=frozenset({Role.ADMIN}))
AUTONOMY_READERS = Access(roles=frozenset({Role.STEWARD, Role.SUPERVISOR, Role.ADMIN}))
JUDGES = Access(scope=Scope.JUDGE)
READERS = replace(STAFF, scope=Scope.READ)
CUSTOMER_OR_READERS = replace(READERS, customer=True)
ASSESSORS = replace(STAFF, scope=Scope.ASSESS)


def declares(access: Access) -> Mapping[str, Access]:
    """The ``opt`` of a route that lets these in."""
    return {"access": access}


async def admit(connection: Connection, handler: BaseRouteHandler) -> None:
    """The guard of every route: 401 for nobody, 403 for somebody else, 404 for another's or sealed.

    Raises Refused, or lets the caller in.
    """
    access = handler.opt.get("access")
    if not isinstance(access, Access):
        raise Refused(HTTPStatus.FORBIDDEN, "This route lets nobody in: it declares no access.")
    if access.anyone:
        return
    token = bearer(connection)
    if token is None:
        await _admit_session(connection, access)
    elif token.startswith(KEY_PREFIX):
        await _admit_key(connection, access, token)
    else:
        await _admit_customer(connection, access, token)


async def _admit_session(connection: Connection, access: Access) -> None:
    web = parts_of(connection)
    cookie = connection.cookies.get(COOKIE)
    if not cookie:
        raise unsigned("Sign in first.")
    staff = await web.accounts.session(secret_hash(cookie), IDLE)
    if staff is None:
        raise unsigned("Your session is over. Sign in again.")
    if cast(HTTPScope, connection.scope)["method"] in UNSAFE:
        same_origin(connection, web.settings.public_origin)
    await _enter(connection, access, staff)


async def _admit_key(connection: Connection, access: Access, token: str) -> None:
    accounts = parts_of(connection).accounts
    key = await accounts.api_key(secret_hash(token))
    if key is None:
        raise unsigned("This API key is unknown or revoked.")
    named = connection.headers.get(ON_BEHALF_OF)
    if Scope.DESK in key.scopes and named is not None:
        await _enter(connection, access, await _named(accounts, named))
    elif access.scope is None or access.scope not in key.scopes or access.scope is Scope.DESK:
        raise Refused(HTTPStatus.FORBIDDEN, _wanted(access))
    else:
        connection.scope["user"] = _program(key)


@dataclass(frozen=True, slots=True)
class Program:
    """A program with an API key: what it may do, and for whom of the staff, if it named somebody."""

    name: str
    scopes: frozenset[str]
    staff: StaffMember | None = None

    def may(self, scope: Scope) -> bool:
        """Whether its key has this scope."""
        return scope in self.scopes


async def admit_program(connection: Connection, _: BaseRouteHandler) -> None:
    """The guard of what only programs call: 401 without an API key. Each tool asks for its scope."""
    token = bearer(connection)
    if token is None or not token.startswith(KEY_PREFIX):
        raise unsigned("This is for programs. Send an API key: Authorization: Bearer hk_…")
    accounts = parts_of(connection).accounts
    key = await accounts.api_key(secret_hash(token))
    if key is None:
        raise unsigned("This API key is unknown or revoked.")
    named = connection.headers.get(ON_BEHALF_OF)
    acts = Scope.DESK in key.scopes and named is not None
    staff = await _named(accounts, named) if acts and named is not None else None
    connection.scope["user"] = Program(key.name, frozenset(key.scopes), staff)


async def _named(accounts: Accounts, email: str) -> StaffMember:
    """Whom a program acts for: as one who talks to customers, never as steward or admin."""
    staff = await accounts.staff_by_email(email)
    if staff is None:
        raise Refused(HTTPStatus.FORBIDDEN, "On-Behalf-Of names nobody here.", "On-Behalf-Of")
    allowed = {Role.STAFF, Role.SUPERVISOR}
    return replace(staff, roles=tuple(role for role in staff.roles if role in allowed))


def _program(key: ApiKey) -> StaffMember:
    """A program without a person behind it, where it may only read or assess."""
    return StaffMember(id=key.id, email="", name=key.name, roles=())


async def _enter(connection: Connection, access: Access, staff: StaffMember) -> None:
    if not access.roles & set(staff.roles):
        raise Refused(HTTPStatus.FORBIDDEN, _wanted(access))
    named = connection.path_params.get("conversation_id")
    if named is not None and await sealed(parts_of(connection).board, read_id(str(named)), staff):
        raise not_found()
    connection.scope["user"] = staff


async def sealed(board: Board, conversation_id: str, staff: StaffMember) -> bool:
    """Whether a person may not read this conversation: a restricted one, closed, of others' skills."""
    reader = reader_of(staff)
    return reader is not None and await board.sealed(conversation_id, reader)


def reader_of(staff: StaffMember) -> Reader | None:
    """Whom sealed conversations are kept from; None for those who may read every one.

    Those are supervisors, stewards and admins, and programs whose key an admin let read conversations.
    """
    if not staff.roles or READ_ALL & set(staff.roles):
        return None
    return Reader(staff.id, staff.skills)


def _wanted(access: Access) -> str:
    if access.roles == ANY_ROLE:
        return "This is for staff."
    if access.customer and not access.roles:
        return "This is for the customer whose conversation it is."
    if not access.roles:
        return f"This needs an API key with the scope {access.scope}."
    return f"This needs the role {' or '.join(sorted(access.roles))}."


async def _admit_customer(connection: Connection, access: Access, token: str) -> None:
    if not access.customer:
        raise unsigned("A conversation's token does not open this. Sign in, or use an API key.")
    conversation_id = read_id(str(connection.path_params["conversation_id"]))
    if not await parts_of(connection).board.opens(conversation_id, secret_hash(token)):
        raise not_found()


def bearer(connection: Connection) -> str | None:
    """The bearer token, if the caller sent one; raises unsigned for a malformed header."""
    header = connection.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token or not token.isascii():
        raise unsigned("The Authorization header must read: Bearer <token>.")
    return token


def secret_hash(secret: str) -> bytes:
    """The SHA-256 under which tokens, keys and session ids are kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def same_origin(connection: Connection, public_origin: str) -> None:
    """Raise Refused for a change that another site's page asks for (OWASP: fetch metadata).

    Browsers send Sec-Fetch-Site or Origin, and pages cannot forge either; programs send neither.
    """
    site = connection.headers.get("sec-fetch-site")
    origin = connection.headers.get("origin")
    if site is not None:
        allowed = site in ("same-origin", "none")
    else:
        host = connection.headers.get("host", "")
        own = (public_origin, f"http://{host}", f"https://{host}")
        allowed = origin is None or origin in own
    if not allowed:
        raise Refused(HTTPStatus.FORBIDDEN, "This was asked for by another site's page.")
