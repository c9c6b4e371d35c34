"""Briefing routes: a conversation's briefing by itself, and its playbook's steps ticked by hand."""

from http import HTTPStatus
from typing import Any

from litestar import Request, get, put
from litestar.params import FromPath, JSONBody

from handrail.actions.brief import brief_staff
from handrail.actions.tick_step import tick_step
from handrail.web.access import READERS, STAFF, declares
from handrail.web.briefing_detail import briefing_shape
from handrail.web.briefing_shapes import BriefingShape, TickStep
from handrail.web.documented import problems
from handrail.web.parts import parts_of
from handrail.web.requests import read_id, staff_of

Call = Request[Any, Any, Any]


@get(
    "/conversations/{conversation_id:str}/briefing",
    operation_id="readBriefing",
    tags=["desk"],
    opt=declares(READERS),
    responses=problems(401, 403, 404),
)
async def read_briefing(request: Call, conversation_id: FromPath[str]) -> BriefingShape:
    """What is known of a conversation as of now, each line with its source, and what to do next."""
    return await _briefing(request, read_id(conversation_id))


@put(
    "/conversations/{conversation_id:str}/playbooks/{playbook:str}/steps/{step:str}",
    operation_id="tickStep",
    tags=["desk"],
    opt=declares(STAFF),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404, 422),
)
async def tick(
    request: Call,
    conversation_id: FromPath[str],
    playbook: FromPath[str],
    step: FromPath[str],
    data: JSONBody[TickStep],
) -> BriefingShape:
    """Mark a step of the playbook as done, or take the mark away; who and when is kept."""
    conversation_id = read_id(conversation_id)
    desk, staff = parts_of(request).desk, staff_of(request)
    await tick_step(desk, conversation_id, staff, playbook, step, done=data.done)
    return await _briefing(request, conversation_id)


async def _briefing(request: Call, conversation_id: str) -> BriefingShape:
    desk, reader = parts_of(request).desk, staff_of(request)
    briefing = await brief_staff(desk, conversation_id, reader.locale, reader.skills)
    return briefing_shape(briefing, await desk.policies.active(), reader.locale)


ROUTES = [read_briefing, tick]
