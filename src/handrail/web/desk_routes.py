"""Desk routes: the desk as one person finds it, lists, supervision and the switch."""

from http import HTTPStatus
from typing import Annotated, Any

from litestar import Request, get, put
from litestar.params import FromQuery, JSONBody, QueryParameter
from litestar.types import ASGIApp

from handrail.actions.be_available import be_available
from handrail.actions.gather_turn import kinds_of
from handrail.actions.ports import StaffMember
from handrail.actions.stop_ai import start_ai, stop_ai
from handrail.actions.views import RowQuery, StaffLoad, Supervision, View
from handrail.web.access import AUTONOMY_READERS, READERS, STAFF, SUPERVISOR, declares, reader_of
from handrail.web.desk_shapes import (
    AiSwitchShape,
    CountsShape,
    DeskShape,
    Me,
    RowPageShape,
    SetPresence,
    SuspensionShape,
    SwitchAi,
)
from handrail.web.detail import kind_title, row_shape
from handrail.web.documented import event_stream, problems
from handrail.web.parts import WebParts, parts_of
from handrail.web.problems import Refused
from handrail.web.requests import plain_text, staff_of
from handrail.web.session_routes import me_shape
from handrail.web.streams import DeskStream, Hint, streams_of
from handrail.web.supervision_shapes import StaffLoadShape, SupervisionShape, TodayShape

Call = Request[Any, Any, Any]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[
    str | None, QueryParameter(max_length=200, description="`next_cursor` of the page before.")
]
Words = Annotated[str, QueryParameter(max_length=200, description="Words to find.")]


@get(
    "/desk",
    operation_id="readDesk",
    tags=["desk"],
    opt=declares(STAFF),
    responses=problems(401, 403),
)
async def read_desk(request: Call) -> DeskShape:
    """The desk as I find it: me, the AI's switch, the server's time, how much waits."""
    web, staff = parts_of(request), staff_of(request)
    await web.accounts.seen([staff.id])
    counts = await web.board.counts(staff.id)
    async with web.desk.store.transaction() as tx:
        samples = await tx.open_samples(staff.id)
        notices = await tx.unread_notices(staff.id)
        promises = await tx.late_promises(staff.id)
        approvals = await tx.count_waiting()
    return DeskShape(
        me=me_shape(staff),
        ai=await _switch(web),
        now=web.desk.now(),
        counts=CountsShape(
            counts.queued,
            counts.offered_to_me,
            counts.mine,
            counts.reviews,
            counts.ai,
            counts.callbacks,
            samples=samples,
            notices=notices,
            promises=promises,
            approvals=approvals,
        ),
        suspensions=await _suspensions(web, staff),
    )


async def _suspensions(web: WebParts, staff: StaffMember) -> list[SuspensionShape]:
    """The kinds that the AI no longer leads alone, for those who are to know."""
    if not AUTONOMY_READERS.roles & set(staff.roles):
        return []
    policy = await web.desk.policies.active()
    async with web.desk.store.transaction() as tx:
        certificates = await tx.certificates(kinds_of(policy))
    return [
        SuspensionShape(
            kind=each.kind,
            title=kind_title(policy, each.kind, staff.locale) or each.kind,
            at=each.suspended_at,
            because=each.suspended_because,
        )
        for each in certificates.values()
        if each.suspended_at is not None and each.policy_version == policy.version
    ]


@get(
    "/desk/stream",
    operation_id="streamDesk",
    tags=["desk"],
    opt=declares(STAFF),
    responses=event_stream(Hint) | problems(401, 403),
)
async def stream_desk(request: Call) -> ASGIApp:
    """Hints as they happen (server-sent events): `changed` names conversations, `desk` all else.

    On every connection, fetch again what you show. While it is open, offers may come to you.
    """
    return DeskStream(streams_of(request.app), staff_of(request).id)


@put(
    "/presence",
    operation_id="setPresence",
    tags=["desk"],
    opt=declares(STAFF),
    responses=problems(401, 403, 422),
)
async def set_presence(request: Call, data: JSONBody[SetPresence]) -> Me:
    """Say whether offers may come to me."""
    web, staff = parts_of(request), staff_of(request)
    await be_available(web.desk, staff.id, data.presence == "available")
    async with web.desk.store.transaction() as tx:
        member = await tx.staff(staff.id)
    if member is None:
        raise LookupError(f"no member of staff {staff.id}")
    return me_shape(member)


@get(
    "/conversations",
    operation_id="listConversations",
    tags=["desk"],
    opt=declares(READERS),
    responses=problems(400, 401, 403),
)
async def list_conversations(
    request: Call,
    view: FromQuery[View] = View.ALL,
    q: Words = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> RowPageShape:
    """One page of conversations: the queue first served first, others latest first."""
    web, staff = parts_of(request), staff_of(request)
    words, seen_by = plain_text(q, "q", ""), reader_of(staff)
    query = RowQuery(view, staff.id, words, cursor or None, limit, seen_by)
    try:
        page = await web.board.rows(query)
    except (ValueError, OverflowError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "This cursor was not made here.", "cursor") from error
    policy, now = await web.desk.policies.active(), web.desk.now()
    rows = [row_shape(row, policy, staff.locale, now) for row in page.items]
    return RowPageShape(rows, page.total, page.next_cursor)


@get(
    "/supervision",
    operation_id="readSupervision",
    tags=["supervision"],
    opt=declares(SUPERVISOR),
    responses=problems(401, 403),
)
async def read_supervision(request: Call) -> SupervisionShape:
    """Who leads what now, who waits, who is there."""
    web, staff = parts_of(request), staff_of(request)
    found = await web.board.supervision()
    policy, now = await web.desk.policies.active(), web.desk.now()
    return SupervisionShape(
        leads=found.leads,
        waiting=[row_shape(row, policy, staff.locale, now) for row in found.waiting],
        longest_wait_s=found.longest_wait_s,
        staff=[_load(person) for person in found.staff],
        today=_today(found),
    )


def _load(person: StaffLoad) -> StaffLoadShape:
    return StaffLoadShape(
        id=person.id,
        name=person.name,
        presence="available" if person.available else "away",
        load=person.load,
        capacity=person.capacity,
        skills=person.skills,
    )


def _today(found: Supervision) -> TodayShape:
    today = found.today
    return TodayShape(
        turns=today.turns,
        ai=today.ai,
        review=today.review,
        person=today.person,
        handoffs=today.handoffs,
        p50_wait_s=today.p50_wait_s,
        p90_wait_s=today.p90_wait_s,
    )


@get(
    "/ai-switch",
    operation_id="readAiSwitch",
    tags=["supervision"],
    opt=declares(STAFF),
    responses=problems(401, 403),
)
async def read_ai_switch(request: Call) -> AiSwitchShape:
    """Whether a person stopped the AI everywhere."""
    return await _switch(parts_of(request))


@put(
    "/ai-switch",
    operation_id="switchAi",
    tags=["supervision"],
    opt=declares(SUPERVISOR),
    responses=problems(401, 403, 422),
)
async def switch_ai(request: Call, data: JSONBody[SwitchAi]) -> AiSwitchShape:
    """Stop the AI everywhere, or let it lead again; effective with the answer to this."""
    web, staff = parts_of(request), staff_of(request)
    reason = plain_text(data.reason, "reason")
    await (stop_ai if data.stopped else start_ai)(web.desk, staff, reason)
    return await _switch(web)


async def _switch(web: WebParts) -> AiSwitchShape:
    async with web.desk.store.transaction() as tx:
        switch = await tx.ai_switch()
    return AiSwitchShape(switch.stopped_at, switch.stopped_by, switch.reason or None)


ROUTES = [
    read_desk,
    stream_desk,
    set_presence,
    list_conversations,
    read_supervision,
    read_ai_switch,
    switch_ai,
]
