"""Problems: every error as problem+json (RFC 9457), saying what to do and naming the place."""

import logging
import re
from collections.abc import Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Literal
from uuid import uuid4

import msgspec
from litestar import Response
from litestar.connection import Request
from litestar.exceptions import HTTPException, LitestarException

from handrail.actions.approve_call import NotAllowed
from handrail.actions.knowledge_versions import ArticleMoved
from handrail.actions.ports import NotReady
from handrail.actions.receive_message import UnreadableMessage
from handrail.actions.views import AlreadyThere
from handrail.domain.article_version import How
from handrail.domain.backing import NotVerified
from handrail.domain.conversation import WrongState
from handrail.domain.policy import PolicyError
from handrail.domain.tool import WrongCallState
from handrail.web.security_headers import API_HEADERS

MEDIA_TYPE = "application/problem+json"
PLACE = re.compile(r" - at `(?:key in )?\$\.?(.*)`$")
UNKNOWN_FIELD = re.compile(r"unknown field `(.+?)`")
MISSING_FIELD = re.compile(r"missing required field `(.+?)`")

Call = Request[Any, Any, Any]

logger = logging.getLogger(__name__)


class PolicyProblem(msgspec.Struct, frozen=True):
    """Where a policy file was refused, and why."""

    file: str
    key: str
    reason: str


class UnopenedClaim(msgspec.Struct, frozen=True):
    """A sentence of a draft whose source must be opened before it is sent."""

    place: int
    text: str
    types: tuple[str, ...]


class ArticleNow(msgspec.Struct, frozen=True):
    """An article as somebody else left it, which the request did not know of."""

    version: int
    changed_by: str
    changed_at: datetime
    gone: bool
    title: str
    text: str
    audience: Literal["customer", "staff"]
    locale: str
    owner: str
    draft: bool
    valid_from: date | None = None
    valid_until: date | None = None


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong; ``field`` names the place in the request. ``now``: what stands there meanwhile."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None
    problems: tuple[PolicyProblem, ...] | None = None
    unopened: tuple[UnopenedClaim, ...] | None = None
    now: ArticleNow | None = None
    request_id: str | None = None


class Refused(HTTPException):
    """A request that is not carried out."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail=detail, status_code=status.value, headers=dict(headers or {}))
        self.field = field


def not_found(what: str = "There is nothing here that you may see.") -> Refused:
    """Unknown, or not yours: the two are not told apart."""
    return Refused(HTTPStatus.NOT_FOUND, what)


def unsigned(detail: str) -> Refused:
    """Nobody is signed in."""
    return Refused(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})


def unprocessable(detail: str, field: str) -> Refused:
    """Readable, and yet not acceptable."""
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail, field)


def invalid_body(error: msgspec.DecodeError) -> Refused:
    """What msgspec says of a body: 422 with the field for a wrong value, 400 for broken JSON."""
    said = str(error)
    if not isinstance(error, msgspec.ValidationError):
        return Refused(HTTPStatus.BAD_REQUEST, f"The body is not JSON: {said}", "body")
    place = PLACE.search(said)
    path = place.group(1) if place else ""
    reason = PLACE.sub("", said)
    named = UNKNOWN_FIELD.search(reason) or MISSING_FIELD.search(reason)
    if named:
        path = f"{path}.{named.group(1)}" if path else named.group(1)
    return unprocessable(f"{reason}.", path or "body")


def answer_refused(_: Call, error: HTTPException) -> Response[Problem]:
    """A refusal of ours or of the framework's."""
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return answer_failure(_, error)
    detail = error.detail
    field = error.field if isinstance(error, Refused) else None
    if isinstance(error.extra, list) and error.extra:
        # The framework's own checks of parameters: the first one is enough to act on.
        first = msgspec.convert(error.extra[0], dict[str, str])
        field = first.get("key")
        detail = "Send a JSON body." if field == "data" else f"{first['message']}."
    return problem(error.status_code, detail, field, error.headers)


def answer_wrong_state(_: Call, error: Exception) -> Response[Problem]:
    """The conversation is elsewhere by now; the detail says what can be done."""
    return problem(HTTPStatus.CONFLICT, str(error))


def answer_not_allowed(_: Call, error: Exception) -> Response[Problem]:
    """A tool's call that the rules refuse; the detail says why."""
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), "arguments")


def answer_not_verified(_: Call, error: NotVerified) -> Response[Problem]:
    """A draft that may not be sent yet; ``unopened`` names the claims whose sources come first."""
    claims = tuple(
        UnopenedClaim(claim.place, claim.text, tuple(each.value for each in claim.types))
        for claim in error.unopened
    )
    return problem(HTTPStatus.CONFLICT, str(error), unopened=claims or None)


def answer_article_moved(_: Call, error: ArticleMoved) -> Response[Problem]:
    """An article that somebody else changed meanwhile; ``now`` is how it stands."""
    version, article = error.now, error.now.article
    who = version.changed_by or "An import"
    did = "removed it with its source" if version.how is How.REMOVED else "has changed it"
    said = f"{who} {did} meanwhile: it is at version {article.version}. Nothing of yours was kept."
    now = ArticleNow(
        version=article.version,
        changed_by=version.changed_by,
        changed_at=version.changed_at,
        gone=version.how is How.REMOVED,
        title=article.title,
        text=article.text,
        audience=article.audience,
        locale=article.locale,
        owner=article.owner,
        draft=article.draft,
        valid_from=article.valid_from,
        valid_until=article.valid_until,
    )
    return problem(HTTPStatus.CONFLICT, said, "version", now=now)


def answer_unknown(_: Call, __: Exception) -> Response[Problem]:
    """Nothing of that id."""
    return answer_refused(_, not_found())


def answer_unreadable(_: Call, error: Exception) -> Response[Problem]:
    """A text that cannot be kept."""
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), "text")


def answer_policy(_: Call, error: PolicyError) -> Response[Problem]:
    """A policy file that was refused, with file, key and reason."""
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        error.sentence,
        "toml",
        problems=(PolicyProblem(error.source, error.key, error.reason),),
    )


def answer_not_ready(_: Call, error: Exception) -> Response[Problem]:
    """The desk cannot serve yet."""
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), headers={"Retry-After": "5"})


def answer_failure(_: Call, error: Exception) -> Response[Problem]:
    """A fault of ours: logged under an id, its inside kept inside."""
    request_id = uuid4().hex
    logger.error("request %s failed", request_id, exc_info=error)
    detail = f"This is a fault of ours. Its number in the log is {request_id}."
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail, request_id=request_id)


def problem(
    status: int,
    detail: str,
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> Response[Problem]:
    """A problem as a response."""
    content = msgspec.convert(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": int(status),
            "detail": detail,
            "field": field,
            **more,
        },
        Problem,
        from_attributes=True,
    )
    return Response(
        content,
        status_code=int(status),
        media_type=MEDIA_TYPE,
        headers={**API_HEADERS, **(headers or {})},
    )


EXCEPTION_HANDLERS = {
    HTTPException: answer_refused,
    NotVerified: answer_not_verified,
    ArticleMoved: answer_article_moved,
    WrongState: answer_wrong_state,
    WrongCallState: answer_wrong_state,
    NotAllowed: answer_not_allowed,
    AlreadyThere: answer_wrong_state,
    LookupError: answer_unknown,
    UnreadableMessage: answer_unreadable,
    PolicyError: answer_policy,
    NotReady: answer_not_ready,
    LitestarException: answer_failure,
    Exception: answer_failure,
}
