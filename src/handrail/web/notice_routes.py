"""Notice routes: what a member of staff is to know, and that they have read it."""

from http import HTTPStatus
from typing import Any

from litestar import Request, get, post
from litestar.params import JSONBody

from handrail.web.access import STAFF, declares
from handrail.web.beside_shapes import NoticeShape, ReadNotices, StaffNotices
from handrail.web.documented import problems
from handrail.web.parts import WebParts, parts_of
from handrail.web.requests import staff_of

Call = Request[Any, Any, Any]


@get(
    "/notices",
    operation_id="listNotices",
    tags=["desk"],
    opt=declares(STAFF),
    responses=problems(401, 403),
)
async def list_notices(request: Call) -> StaffNotices:
    """My notices, latest first: promises that are due or late, notes that name me."""
    return await _notices(parts_of(request), staff_of(request).id)


@post(
    "/notices/readings",
    operation_id="readNotices",
    tags=["desk"],
    opt=declares(STAFF),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 422),
)
async def read_notices(request: Call, data: JSONBody[ReadNotices]) -> StaffNotices:
    """I have read one of my notices, or all."""
    web, staff = parts_of(request), staff_of(request)
    which = str(data.id) if data.id else None
    async with web.desk.store.transaction() as tx:
        await tx.read_notices(staff.id, web.desk.now(), which)
    return await _notices(web, staff.id)


async def _notices(web: WebParts, staff_id: str) -> StaffNotices:
    async with web.desk.store.transaction() as tx:
        notices = await tx.staff_notices(staff_id)
        unread = await tx.unread_notices(staff_id)
    shown = [
        NoticeShape(
            id=one.id,
            kind=one.kind,
            at=one.at,
            text=one.text,
            conversation_id=one.conversation_id,
            about=one.about,
            from_name=one.from_name,
            read_at=one.read_at,
        )
        for one in notices
    ]
    return StaffNotices(shown, unread)


ROUTES = [list_notices, read_notices]
