"""Promise routes: what was promised to customers, and keeping, moving and withdrawing it."""

from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from handrail.actions.keep_promise import (
    Move,
    confirm_promise,
    keep_promise,
    move_promise,
    withdraw_promise,
)
from handrail.actions.wrap_up_rows import PromiseList, PromiseQuery
from handrail.domain.promise import Promise
from handrail.web.access import STAFF, declares
from handrail.web.beside_shapes import (
    ConfirmPromise,
    MovePromise,
    Promises,
    PromiseShape,
    WithdrawPromise,
)
from handrail.web.desk_routes import Cursor, Limit
from handrail.web.desk_shapes import StaffRef
from handrail.web.documented import problems
from handrail.web.parts import parts_of
from handrail.web.problems import Refused
from handrail.web.requests import read_id, required_text, staff_of

Call = Request[Any, Any, Any]
Whose = Annotated[
    str,
    QueryParameter(
        name="whose",
        description="`mine`, or `all` for supervisors.",
        schema_extra={"enum": ["mine", "all"]},
    ),
]
Which = Annotated[
    str,
    QueryParameter(
        name="which",
        description="`standing`: the first due first; `ended`: kept or withdrawn, latest first.",
        schema_extra={"enum": [which.value for which in PromiseList]},
    ),
]
act = partial(
    post,
    tags=["desk"],
    opt=declares(STAFF),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404, 409, 422),
)


@get(
    "/promises",
    operation_id="listPromises",
    tags=["desk"],
    opt=declares(STAFF),
    responses=problems(400, 401, 403),
)
async def list_promises(
    request: Call,
    whose: Whose = "mine",
    which: Which = "standing",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Promises:
    """Promises to customers: mine, or everybody's for supervisors."""
    web, staff = parts_of(request), staff_of(request)
    if whose not in ("mine", "all"):
        raise Refused(HTTPStatus.BAD_REQUEST, "Ask for `mine` or `all`.", "whose")
    if whose == "all" and not {"supervisor", "admin"} & set(staff.roles):
        raise Refused(HTTPStatus.FORBIDDEN, "Everybody's promises are for supervisors.", "whose")
    mine = staff.id if whose == "mine" else None
    query = PromiseQuery(mine, promise_list(which), cursor or None, limit)
    try:
        async with web.desk.store.transaction() as tx:
            page = await tx.promise_page(query)
    except (ValueError, OverflowError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "This cursor was not made here.", "cursor") from error
    shown = [
        promise_shape(view.promise, view.staff_name, view.customer_name) for view in page.items
    ]
    return Promises(shown, page.late, page.next_cursor)


def promise_list(text: str) -> PromiseList:
    """Which promises are wanted. Raises Refused (400) for anything else."""
    try:
        return PromiseList(text)
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "Ask for `standing` or `ended`.", "which") from error


def promise_shape(
    promise: Promise, staff_name: str | None = None, customer: str | None = None
) -> PromiseShape:
    """A promise as screens show it."""
    return PromiseShape(
        id=promise.id,
        conversation_id=promise.conversation_id,
        seq=promise.seq,
        text=promise.text,
        made_by="ai" if promise.made_by == "ai" else "staff",
        made_at=promise.made_at,
        state=promise.state,
        due_words=promise.due_words,
        staff=StaffRef(promise.staff_id, staff_name or "") if promise.staff_id else None,
        customer=customer,
        due_at=promise.due_at,
        confirmed_at=promise.confirmed_at,
        late_at=promise.late_at,
        ended_at=promise.ended_at,
        because=promise.because,
        moved_from=promise.moved_from,
    )


@act("/promises/{promise_id:str}/confirmation", operation_id="confirmPromise")
async def confirm(
    request: Call, promise_id: FromPath[str], data: JSONBody[ConfirmPromise | None] = None
) -> PromiseShape:
    """Say that it is a promise, and when it is due; it is chased from then on."""
    desk, staff = parts_of(request).desk, staff_of(request)
    due_at = data.due_at if data else None
    return promise_shape(await confirm_promise(desk, read_id(promise_id), staff, due_at))


@act("/promises/{promise_id:str}/fulfilment", operation_id="keepPromise")
async def keep(request: Call, promise_id: FromPath[str]) -> PromiseShape:
    """Say that it was kept."""
    desk, staff = parts_of(request).desk, staff_of(request)
    return promise_shape(await keep_promise(desk, read_id(promise_id), staff))


@act("/promises/{promise_id:str}/move", operation_id="movePromise")
async def move(
    request: Call, promise_id: FromPath[str], data: JSONBody[MovePromise]
) -> PromiseShape:
    """Promise another time and tell the customer; nothing moves unless the words are sent."""
    desk, staff = parts_of(request).desk, staff_of(request)
    wish = Move(data.due_at, data.text, str(data.client_id))
    return promise_shape(await move_promise(desk, read_id(promise_id), staff, wish))


@act("/promises/{promise_id:str}/withdrawal", operation_id="withdrawPromise")
async def withdraw(
    request: Call, promise_id: FromPath[str], data: JSONBody[WithdrawPromise]
) -> PromiseShape:
    """Say that it will not be kept, or was none, and why."""
    desk, staff = parts_of(request).desk, staff_of(request)
    reason = required_text(data.reason, "reason")
    return promise_shape(await withdraw_promise(desk, read_id(promise_id), staff, reason))


ROUTES = [list_promises, confirm, keep, move, withdraw]
