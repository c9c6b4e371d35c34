"""Tool routes: what may be done for a customer, what was done, and what a person decides about it."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from handrail.actions.approve_call import approve_call, refuse_call, settle_call
from handrail.actions.desk import Desk
from handrail.actions.ports import StaffMember
from handrail.actions.start_call import CallWish, start_call
from handrail.actions.tool_rows import CallQuery, CallView
from handrail.actions.undo_call import UndoWish, undo_call
from handrail.domain.tool import Call as ToolCall
from handrail.domain.tool import CallState
from handrail.web.access import AUTONOMY_READERS, STAFF, declares
from handrail.web.desk_routes import Cursor, Limit, Words
from handrail.web.documented import problems
from handrail.web.parts import parts_of
from handrail.web.problems import Refused, not_found
from handrail.web.requests import plain_text, read_id, staff_of
from handrail.web.tool_detail import Reader, call_shape, tool_shape
from handrail.web.tool_shapes import (
    CALL_STATES,
    ApproveCall,
    Calls,
    CallShape,
    NewCall,
    RefuseCall,
    SettleCall,
    Tools,
    UndoCall,
)

Call = Request[Any, Any, Any]
Which = Annotated[
    str | None,
    QueryParameter(
        name="state",
        description="Calls in this state only.",
        schema_extra={"enum": list(CALL_STATES)},
    ),
]
Tool = Annotated[str, QueryParameter(max_length=100, description="Calls of this tool only.")]
MOST_WAITING = 200

decide = partial(
    post,
    tags=["tools"],
    opt=declares(STAFF),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404, 409, 422),
)


@get(
    "/conversations/{conversation_id:str}/tools",
    operation_id="listTools",
    tags=["tools"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def list_tools(request: Call, conversation_id: FromPath[str]) -> Tools:
    """The tools that staff may call in a conversation, and by what its customer is known for sure."""
    web, staff = parts_of(request), staff_of(request)
    conversation_id = read_id(conversation_id)
    if not await web.board.exists(conversation_id):
        raise not_found()
    policy = await web.desk.policies.active()
    async with web.desk.store.transaction() as tx:
        known_by = await tx.identified_by(conversation_id)
    here = [spec for spec in policy.tools.values() if spec.server in web.desk.tools]
    return Tools([tool_shape(policy, spec, staff.locale) for spec in here], known_by)


@get(
    "/conversations/{conversation_id:str}/calls",
    operation_id="listCallsOfConversation",
    tags=["tools"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def list_calls_of_conversation(request: Call, conversation_id: FromPath[str]) -> Calls:
    """The calls of tools in a conversation, oldest first, with every step."""
    web, staff = parts_of(request), staff_of(request)
    conversation_id = read_id(conversation_id)
    if not await web.board.exists(conversation_id):
        raise not_found()
    async with web.desk.store.transaction() as tx:
        calls = await tx.calls(conversation_id)
    reader = await _reader(web.desk, staff, [call for call in calls if call.undoes])
    return Calls([call_shape(reader, call) for call in calls])


@post(
    "/conversations/{conversation_id:str}/calls",
    operation_id="startCall",
    tags=["tools"],
    opt=declares(STAFF),
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(401, 403, 404, 409, 422),
)
async def start(
    request: Call, conversation_id: FromPath[str], data: JSONBody[NewCall]
) -> CallShape:
    """Have a tool called for the customer I talk to, once per `call_id`; limits hold for me too."""
    wish = CallWish(
        str(data.call_id), read_id(conversation_id), data.tool, data.arguments, data.confirmed
    )
    return await _shape(request, await start_call(parts_of(request).desk, wish, staff_of(request)))


@decide("/calls/{call_id:str}/approval", operation_id="approveCall")
async def approve(request: Call, call_id: FromPath[str], data: JSONBody[ApproveCall]) -> CallShape:
    """Let a call that the AI proposed be made, amended or not."""
    desk, staff = parts_of(request).desk, staff_of(request)
    return await _shape(request, await approve_call(desk, read_id(call_id), staff, data.arguments))


@decide("/calls/{call_id:str}/refusal", operation_id="refuseCall")
async def refuse(request: Call, call_id: FromPath[str], data: JSONBody[RefuseCall]) -> CallShape:
    """Refuse a call that the AI proposed; the customer is told that it will not be done."""
    desk, staff = parts_of(request).desk, staff_of(request)
    reason = plain_text(data.reason, "reason", "")
    return await _shape(request, await refuse_call(desk, read_id(call_id), staff, reason))


@decide("/calls/{call_id:str}/settlement", operation_id="settleCall")
async def settle(request: Call, call_id: FromPath[str], data: JSONBody[SettleCall]) -> CallShape:
    """Say whether a call of unknown outcome happened, after finding out."""
    desk, staff = parts_of(request).desk, staff_of(request)
    note = plain_text(data.note, "note", "")
    settled = await settle_call(desk, read_id(call_id), staff, happened=data.happened, note=note)
    return await _shape(request, settled)


@post(
    "/calls/{call_id:str}/undo",
    operation_id="undoCall",
    tags=["tools"],
    opt=declares(STAFF),
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(401, 403, 404, 409, 422),
)
async def undo(request: Call, call_id: FromPath[str], data: JSONBody[UndoCall]) -> CallShape:
    """Undo what a call did, once, by the tool that the policy names; gives the call that undoes it."""
    wish = UndoWish(str(data.undo_id), read_id(call_id), data.confirmed)
    return await _shape(request, await undo_call(parts_of(request).desk, wish, staff_of(request)))


@get(
    "/approvals",
    operation_id="listApprovals",
    tags=["tools"],
    opt=declares(STAFF),
    responses=problems(401, 403),
)
async def list_approvals(request: Call) -> Calls:
    """The calls that wait for a person's approval, the first to lapse first, 200 at most."""
    web, staff = parts_of(request), staff_of(request)
    async with web.desk.store.transaction() as tx:
        waiting = await tx.waiting_calls(MOST_WAITING)
    return await _views(web.desk, staff, waiting)


@get(
    "/calls",
    operation_id="listCalls",
    tags=["tools"],
    opt=declares(AUTONOMY_READERS),
    responses=problems(400, 401, 403),
)
async def list_calls(
    request: Call,
    q: Words = "",
    tool: Tool = "",
    which: Which = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Calls:
    """The record of tool calls, latest first: arguments, steps, who approved, what was amended."""
    states = (call_state(which),) if which else ()
    words = plain_text(q, "q", "")
    return await _page(
        request, CallQuery(words, plain_text(tool, "tool", ""), states, cursor or None, limit)
    )


def call_state(text: str) -> CallState:
    """Which state is wanted. Raises Refused (400) for anything else."""
    try:
        return CallState(text)
    except ValueError as error:
        wanted = ", ".join(CALL_STATES)
        raise Refused(HTTPStatus.BAD_REQUEST, f"Ask for one of: {wanted}.", "state") from error


async def _page(request: Call, query: CallQuery) -> Calls:
    web, staff = parts_of(request), staff_of(request)
    try:
        async with web.desk.store.transaction() as tx:
            page = await tx.find_calls(query)
    except (ValueError, OverflowError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "This cursor was not made here.", "cursor") from error
    return await _views(web.desk, staff, page.items, page.next_cursor)


async def _views(
    desk: Desk, staff: StaffMember, views: Sequence[CallView], next_cursor: str | None = None
) -> Calls:
    async with desk.store.transaction() as tx:
        undos = await tx.undos_of([view.call.id for view in views])
    reader = await _reader(desk, staff, undos)
    return Calls([call_shape(reader, view.call, view.customer_name) for view in views], next_cursor)


async def _shape(request: Call, call: ToolCall) -> CallShape:
    desk = parts_of(request).desk
    async with desk.store.transaction() as tx:
        undos = await tx.undos_of([call.id])
    return call_shape(await _reader(desk, staff_of(request), undos), call)


async def _reader(desk: Desk, staff: StaffMember, undos: Sequence[ToolCall]) -> Reader:
    return Reader(await desk.policies.active(), staff.locale, desk.now(), undos)


ROUTES = [
    list_tools,
    list_calls_of_conversation,
    start,
    approve,
    refuse,
    settle,
    undo,
    list_approvals,
    list_calls,
]
