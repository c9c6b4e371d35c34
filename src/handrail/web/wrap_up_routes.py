"""Wrap-up routes: what a conversation came to, accepting it, and how long that takes."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from handrail.actions.accept_wrap_up import accept_wrap_up, show_wrap_up
from handrail.actions.amend_wrap_up_list import read_wrap_up_list
from handrail.actions.write_wrap_up import read_wrap_up as wrap_up_of
from handrail.domain.promise import Promise
from handrail.domain.wrap_up import Amends, Found, WrapUp
from handrail.domain.wrap_up_list import Part, WrapUpList
from handrail.web.access import STAFF, declares
from handrail.web.beside_shapes import (
    AcceptTimesShape,
    AcceptWrapUp,
    FeelingShape,
    FieldShape,
    FoundShape,
    OutcomeShape,
    ReasonShape,
    WrapUpAnswer,
    WrapUpShape,
)
from handrail.web.documented import problems
from handrail.web.parts import WebParts, parts_of
from handrail.web.problems import unprocessable
from handrail.web.promise_routes import promise_shape
from handrail.web.requests import plain_text, read_id, staff_of

Call = Request[Any, Any, Any]
Days = Annotated[int, QueryParameter(ge=1, le=365, description="How many days back.")]


@get(
    "/conversations/{conversation_id:str}/wrap-up",
    operation_id="readWrapUp",
    tags=["desk"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def read_wrap_up(request: Call, conversation_id: FromPath[str]) -> WrapUpAnswer:
    """What the conversation has come to by now, read from what was said."""
    web = parts_of(request)
    wrap_up = await wrap_up_of(web.desk, read_id(conversation_id))
    return await _answer(web, wrap_up, staff_of(request).locale)


@post(
    "/conversations/{conversation_id:str}/wrap-up/showing",
    operation_id="showWrapUp",
    tags=["desk"],
    opt=declares(STAFF),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404),
)
async def show(request: Call, conversation_id: FromPath[str]) -> WrapUpAnswer:
    """Say that I see the wrap-up now; the time to accept it runs from the first time."""
    web = parts_of(request)
    wrap_up = await show_wrap_up(web.desk, read_id(conversation_id))
    return await _answer(web, wrap_up, staff_of(request).locale)


@post(
    "/conversations/{conversation_id:str}/wrap-up/acceptance",
    operation_id="acceptWrapUp",
    tags=["desk"],
    opt=declares(STAFF),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404, 409, 422),
)
async def accept(
    request: Call, conversation_id: FromPath[str], data: JSONBody[AcceptWrapUp]
) -> WrapUpAnswer:
    """Say that the wrap-up is right, amended or not; it goes into the customer's history."""
    web, staff = parts_of(request), staff_of(request)
    policy = await web.desk.policies.active()
    async with web.desk.store.transaction() as tx:
        wrap_up = await tx.latest_wrap_up(read_id(conversation_id))
        listed = await read_wrap_up_list(tx, policy)
    if wrap_up is None or wrap_up.id != str(data.id):
        raise LookupError(f"no wrap-up {data.id}")
    _check_names(data, wrap_up, listed)
    fields = {name: plain_text(value, f"fields.{name}", "") for name, value in data.fields.items()}
    amends = Amends(data.outcome, tuple(data.reasons), fields)
    none = {str(promise_id) for promise_id in data.no_promises}
    accepted = await accept_wrap_up(web.desk, wrap_up, staff, amends, none)
    return await _answer(web, accepted, staff.locale)


def _check_names(data: AcceptWrapUp, wrap_up: WrapUp, listed: WrapUpList) -> None:
    """Only what is offered may be chosen anew; what was read may stay. Raises a refusal."""
    read = {reason.value for reason in wrap_up.reasons}
    for reason in data.reasons:
        if reason not in listed.offered(Part.REASON) | read:
            raise unprocessable(f"The wrap-up list offers no reason “{reason}”.", "reasons")
    outcomes = listed.offered(Part.OUTCOME) | {wrap_up.outcome.value}
    if data.outcome is not None and data.outcome not in outcomes:
        raise unprocessable(f"The wrap-up list offers no outcome “{data.outcome}”.", "outcome")
    for name in data.fields:
        if name not in wrap_up.fields:
            raise unprocessable(f"The wrap-up list wants no field “{name}”.", f"fields.{name}")


@get(
    "/wrap-ups/times",
    operation_id="readAcceptTimes",
    tags=["supervision"],
    opt=declares(STAFF),
    responses=problems(400, 401, 403),
)
async def read_times(request: Call, days: Days = 30) -> AcceptTimesShape:
    """How long it takes to accept a wrap-up, from first seeing it."""
    web = parts_of(request)
    async with web.desk.store.transaction() as tx:
        times = await tx.accept_times(web.desk.now() - timedelta(days=days))
    return AcceptTimesShape(days, times.accepted, times.amended, times.p50_s, times.p90_s)


async def _answer(web: WebParts, wrap_up: WrapUp | None, locale: str) -> WrapUpAnswer:
    if wrap_up is None:
        return WrapUpAnswer()
    policy = await web.desk.policies.active()
    async with web.desk.store.transaction() as tx:
        promises = await tx.promises(wrap_up.conversation_id)
        listed = await read_wrap_up_list(tx, policy)
    made = [one for one in promises if one.seq >= wrap_up.from_seq]
    return WrapUpAnswer(wrap_up_shape(wrap_up, made, listed, policy.locale(locale)))


def wrap_up_shape(
    wrap_up: WrapUp, promises: list[Promise], listed: WrapUpList, locale: str
) -> WrapUpShape:
    """A wrap-up as its reader sees it."""
    outcome = wrap_up.outcome
    return WrapUpShape(
        id=wrap_up.id,
        up_to_seq=wrap_up.up_to_seq,
        made_at=wrap_up.made_at,
        reasons=[
            ReasonShape(
                r.value,
                r.why,
                r.seq,
                title=listed.title(Part.REASON, r.value, locale),
                crm=_crm(listed, Part.REASON, r.value),
            )
            for r in wrap_up.reasons
        ],
        outcome=OutcomeShape(
            outcome.value,
            outcome.why,
            outcome.seq,
            title=listed.title(Part.OUTCOME, outcome.value, locale),
            crm=_crm(listed, Part.OUTCOME, outcome.value),
        ),
        fields=_fields(wrap_up, listed, locale),
        promises=[promise_shape(promise) for promise in promises],
        feeling=FeelingShape(**{name: _found(felt) for name, felt in wrap_up.feeling.items()})
        if wrap_up.feeling
        else None,
        accepted_at=wrap_up.accepted_at,
        amended=wrap_up.amended,
    )


def _found(found: Found) -> FoundShape:
    return FoundShape(found.value, found.why, found.seq)


def _crm(listed: WrapUpList, part: Part, name: str) -> str:
    entry = listed.entry(part, name)
    return entry.crm if entry is not None else ""


def _fields(wrap_up: WrapUp, listed: WrapUpList, locale: str) -> list[FieldShape]:
    """The fields that the wrap-up has, in the list's order; a retired one where it has a value."""
    shown: list[FieldShape] = []
    for entry in listed.of(Part.FIELD):
        found = wrap_up.fields.get(entry.name)
        if found is None or entry.type is None or entry.source is None:
            continue
        if entry.retired_at is not None and not found.value:
            continue
        title = listed.title(Part.FIELD, entry.name, locale)
        shown.append(
            FieldShape(
                found.value,
                found.why,
                found.seq,
                name=entry.name,
                title=title,
                type=entry.type,
                source=entry.source,
                crm=entry.crm,
            )
        )
    return shown


ROUTES = [read_wrap_up, show, accept, read_times]
