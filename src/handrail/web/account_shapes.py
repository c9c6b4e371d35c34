"""Account shapes: signing in, staff and API keys."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from handrail.web.access import Role, Scope
from handrail.web.desk_shapes import Me, Presence
from handrail.web.shapes import Answer, Email, Line, Locale, Request

Password = Annotated[str, Meta(min_length=12, max_length=1024)]
Roles = Annotated[list[Role], Meta(min_length=1, max_length=4)]
Skills = Annotated[list[Annotated[str, Meta(min_length=1, max_length=60)]], Meta(max_length=50)]
Capacity = Annotated[int, Meta(ge=1, le=100)]


class SignInWish(Request, frozen=True):
    """Sign in."""

    email: Annotated[str, Meta(min_length=1, max_length=254, examples=["ada@desk.example"])]
    password: Annotated[str, Meta(min_length=1, max_length=1024)]


class Session(Answer, frozen=True):
    """Who is signed in."""

    staff: Me


class NewStaff(Request, frozen=True):
    """An account to make."""

    email: Email
    name: Line
    password: Password
    roles: Roles = msgspec.field(default_factory=lambda: [Role.STAFF])
    skills: Skills = msgspec.field(default_factory=list[str])
    capacity: Capacity = 4
    locale: Locale = "en"


class StaffChange(Request, frozen=True):
    """What changes in an account; what is left out stays."""

    name: Line | None = None
    roles: Roles | None = None
    skills: Skills | None = None
    capacity: Capacity | None = None
    locale: Locale | None = None
    password: Password | None = None
    active: bool | None = None


class StaffAccount(msgspec.Struct, frozen=True):
    """A member of staff's account."""

    id: str
    name: str
    email: str
    roles: Sequence[str]
    skills: Sequence[str]
    locale: str
    presence: Presence
    capacity: int
    active: bool
    created_at: datetime


class StaffAccounts(Answer, frozen=True):
    """All accounts."""

    items: Sequence[StaffAccount]


class NewApiKey(Request, frozen=True):
    """A key to make for a program."""

    name: Line
    scopes: Annotated[list[Scope], Meta(min_length=1, max_length=4)]


class ApiKeyShape(Answer, frozen=True):
    """A program's key, without the key."""

    id: str
    name: str
    scopes: Sequence[str]
    created_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


class MadeApiKey(Answer, frozen=True):
    """A new key. ``key`` is shown only here."""

    id: str
    name: str
    scopes: Sequence[str]
    created_at: datetime
    key: str


class ApiKeys(Answer, frozen=True):
    """All keys."""

    items: Sequence[ApiKeyShape]
