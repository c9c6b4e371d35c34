"""Wrap-up list routes: reasons, outcomes and fields as stewards amend them, and who did what."""

from functools import partial
from http import HTTPStatus
from typing import Any

from litestar import Request, delete, get, post, put
from litestar.params import FromPath, JSONBody

from handrail.actions.amend_wrap_up_list import (
    bring_back_entry,
    order_entries,
    read_wrap_up_list,
    retire_entry,
    save_entry,
)
from handrail.domain.wrap_up_list import Entry, Part, Refused, WrapUpList
from handrail.web.access import STAFF, STEWARD, declares
from handrail.web.documented import problems
from handrail.web.parts import parts_of
from handrail.web.problems import unprocessable
from handrail.web.requests import plain_text, required_text, staff_of
from handrail.web.wrap_up_list_shapes import (
    EntryShape,
    ListChangeShape,
    OrderEntries,
    SaveEntry,
    WrapUpChanges,
    WrapUpListShape,
)

Call = Request[Any, Any, Any]
LONGEST_TITLE = 120
amend = partial(put, tags=["policy"], opt=declares(STEWARD), status_code=HTTPStatus.OK)


@get(
    "/wrap-up-list",
    operation_id="readWrapUpList",
    tags=["policy"],
    opt=declares(STAFF),
    responses=problems(401, 403),
)
async def read_list(request: Call) -> WrapUpListShape:
    """The reasons, outcomes and fields of wrap-ups in their order, retired ones too."""
    web = parts_of(request)
    policy = await web.desk.policies.active()
    async with web.desk.store.transaction() as tx:
        return _shape(await read_wrap_up_list(tx, policy))


@get(
    "/wrap-up-changes",
    operation_id="readWrapUpChanges",
    tags=["policy"],
    opt=declares(STEWARD),
    responses=problems(401, 403),
)
async def read_changes(request: Call) -> WrapUpChanges:
    """Who did what to the wrap-up list, latest first."""
    async with parts_of(request).desk.store.transaction() as tx:
        changes = await tx.wrap_up_changes()
    return WrapUpChanges(
        [
            ListChangeShape(c.id, c.at, c.by_name, c.part, c.name, c.did, c.before, c.after)
            for c in changes
        ]
    )


@amend(
    "/wrap-up-list/{part:str}/{name:str}",
    operation_id="saveWrapUpEntry",
    responses=problems(401, 403, 404, 422),
)
async def save(
    request: Call, part: FromPath[str], name: FromPath[str], data: JSONBody[SaveEntry]
) -> WrapUpListShape:
    """Add a reason, outcome or field, or give a known one other titles and another name in the CRM."""
    title = {
        locale: required_text(text, f"title.{locale}")[:LONGEST_TITLE]
        for locale, text in data.title.items()
        if text.strip() or locale == "en"
    }
    of = _part(part)
    field = of is Part.FIELD
    entry = Entry(
        part=of,
        name=name,
        title=title,
        place=0,
        crm=plain_text(data.crm, "crm", ""),
        type=data.type if field else None,
        source=data.source if field else None,
        of=data.of if field else "",
    )
    try:
        return _shape(await save_entry(parts_of(request).desk, staff_of(request), entry))
    except Refused as refused:
        raise unprocessable(*refused.args) from refused


@amend(
    "/wrap-up-order/{part:str}",
    operation_id="orderWrapUpEntries",
    responses=problems(401, 403, 404, 422),
)
async def order(
    request: Call, part: FromPath[str], data: JSONBody[OrderEntries]
) -> WrapUpListShape:
    """Put the entries of a part in this order."""
    desk, staff = parts_of(request).desk, staff_of(request)
    try:
        return _shape(await order_entries(desk, staff, _part(part), data.names))
    except Refused as refused:
        raise unprocessable(*refused.args) from refused


@post(
    "/wrap-up-list/{part:str}/{name:str}/retirement",
    operation_id="retireWrapUpEntry",
    tags=["policy"],
    opt=declares(STEWARD),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404, 422),
)
async def retire(request: Call, part: FromPath[str], name: FromPath[str]) -> WrapUpListShape:
    """Offer an entry no more. Nothing is deleted: what was accepted with it keeps it."""
    try:
        return _shape(
            await retire_entry(parts_of(request).desk, staff_of(request), _part(part), name)
        )
    except Refused as refused:
        raise unprocessable(*refused.args) from refused


@delete(
    "/wrap-up-list/{part:str}/{name:str}/retirement",
    operation_id="bringBackWrapUpEntry",
    tags=["policy"],
    opt=declares(STEWARD),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404),
)
async def bring_back(request: Call, part: FromPath[str], name: FromPath[str]) -> WrapUpListShape:
    """Offer a retired entry again."""
    desk, staff = parts_of(request).desk, staff_of(request)
    return _shape(await bring_back_entry(desk, staff, _part(part), name))


def _part(text: str) -> Part:
    if text not in set(Part):
        raise LookupError(f"no part {text} of a wrap-up")
    return Part(text)


def _shape(listed: WrapUpList) -> WrapUpListShape:
    def of(part: Part) -> list[EntryShape]:
        return [
            EntryShape(
                name=one.name,
                title=dict(one.title),
                fixed=(part, one.name) in listed.fixed,
                crm=one.crm,
                type=one.type,
                source=one.source,
                of=one.of,
                retired_at=one.retired_at,
                retired_by=one.retired_by,
            )
            for one in listed.of(part)
        ]

    return WrapUpListShape(of(Part.REASON), of(Part.OUTCOME), of(Part.FIELD))


ROUTES = [read_list, read_changes, save, order, retire, bring_back]
