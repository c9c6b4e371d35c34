"""Conversation routes: what staff do in one conversation."""

from functools import partial
from http import HTTPStatus
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from handrail.actions.accept import accept, take_over
from handrail.actions.cite_as_staff import cite_as_staff
from handrail.actions.let_go import close, hand_back
from handrail.actions.mention import check_colleagues, mention
from handrail.actions.receive_message import readable
from handrail.actions.review_draft import review_draft
from handrail.actions.route_queue import decline_offer
from handrail.actions.write_as_staff import write_as_staff, write_note
from handrail.web.access import READERS, STAFF, declares
from handrail.web.desk_shapes import (
    Detail,
    HandBack,
    NewNote,
    NoteShape,
    Review,
    StaffMessage,
    WithReason,
)
from handrail.web.detail import read_detail
from handrail.web.documented import problems
from handrail.web.parts import parts_of
from handrail.web.problems import not_found
from handrail.web.requests import plain_text, read_id, staff_of
from handrail.web.shapes import Name, Place

Call = Request[Any, Any, Any]

act = partial(
    post,
    tags=["desk"],
    opt=declares(STAFF),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404, 409, 422),
)


@get(
    "/conversations/{conversation_id:str}",
    operation_id="readConversation",
    tags=["desk"],
    opt=declares(READERS),
    responses=problems(401, 403, 404),
)
async def read_conversation(request: Call, conversation_id: FromPath[str]) -> Detail:
    """Everything about one conversation, with a briefing as of now."""
    return await _detail(request, read_id(conversation_id))


@act("/conversations/{conversation_id:str}/acceptance", operation_id="accept")
async def accept_conversation(request: Call, conversation_id: FromPath[str]) -> Detail:
    """Accept an offer to me, or take a waiting conversation from the queue."""
    conversation_id = read_id(conversation_id)
    await accept(parts_of(request).desk, conversation_id, staff_of(request))
    return await _detail(request, conversation_id)


@act("/conversations/{conversation_id:str}/refusal", operation_id="decline")
async def decline(
    request: Call, conversation_id: FromPath[str], data: JSONBody[WithReason | None] = None
) -> Detail:
    """Decline an offer to me; it goes to the next person."""
    conversation_id = read_id(conversation_id)
    await decline_offer(parts_of(request).desk, conversation_id, staff_of(request).id)
    await _note(request, conversation_id, data.reason if data else "", "Declined: ")
    return await _detail(request, conversation_id)


@act("/conversations/{conversation_id:str}/takeover", operation_id="takeOver")
async def take_over_conversation(
    request: Call, conversation_id: FromPath[str], data: JSONBody[WithReason | None] = None
) -> Detail:
    """Take a conversation from the AI or the queue; as supervisor, from a colleague too."""
    conversation_id = read_id(conversation_id)
    staff = staff_of(request)
    await take_over(parts_of(request).desk, conversation_id, staff)
    await _note(request, conversation_id, data.reason if data else "", "Took over: ")
    return await _detail(request, conversation_id)


@act("/conversations/{conversation_id:str}/return", operation_id="handBack")
async def hand_back_conversation(
    request: Call, conversation_id: FromPath[str], data: JSONBody[HandBack | None] = None
) -> Detail:
    """Leave it to the AI again; the customer is told what the AI may do."""
    conversation_id = read_id(conversation_id)
    said = data or HandBack()
    note = plain_text(said.note, "note")
    await hand_back(parts_of(request).desk, conversation_id, staff_of(request), said.ai_may)
    await _note(request, conversation_id, note)
    return await _detail(request, conversation_id)


@act("/conversations/{conversation_id:str}/closure", operation_id="close")
async def close_conversation(
    request: Call, conversation_id: FromPath[str], data: JSONBody[WithReason | None] = None
) -> Detail:
    """Close it; it opens again when the customer writes."""
    conversation_id = read_id(conversation_id)
    reason = plain_text(data.reason, "reason") if data else ""
    await close(parts_of(request).desk, conversation_id, staff_of(request), reason)
    return await _detail(request, conversation_id)


@act(
    "/conversations/{conversation_id:str}/staff-messages",
    operation_id="postStaffMessage",
    status_code=HTTPStatus.ACCEPTED,
)
async def post_staff_message(
    request: Call, conversation_id: FromPath[str], data: JSONBody[StaffMessage]
) -> Place:
    """Write to the customer as the person who leads; sent once per `client_id`."""
    desk, conversation_id = parts_of(request).desk, read_id(conversation_id)
    if data.sources and data.draft_id is None:
        staff, client_id = staff_of(request), str(data.client_id)
        cited = await cite_as_staff(
            desk, conversation_id, staff, client_id, data.text, data.sources
        )
        return Place(cited.seq)
    sent = await write_as_staff(
        desk,
        conversation_id,
        staff_of(request),
        str(data.client_id),
        data.text,
        str(data.draft_id) if data.draft_id is not None else None,
    )
    return Place(sent.seq)


@act(
    "/conversations/{conversation_id:str}/notes",
    operation_id="addNote",
    status_code=HTTPStatus.CREATED,
)
async def add_note(
    request: Call, conversation_id: FromPath[str], data: JSONBody[NewNote]
) -> NoteShape:
    """Keep a note among staff; customers never read it."""
    desk, whom = parts_of(request).desk, [str(one) for one in data.mentions]
    await check_colleagues(desk, whom)
    note = await write_note(desk, read_id(conversation_id), staff_of(request), data.text)
    await mention(desk, note, whom)
    return NoteShape(note.id, note.at, Name(note.staff_name), note.text)


@act("/conversations/{conversation_id:str}/review", operation_id="reviewDraft")
async def review(request: Call, conversation_id: FromPath[str], data: JSONBody[Review]) -> Detail:
    """Send the AI's draft in my name, as it is or edited; or take the conversation instead."""
    desk, staff = parts_of(request).desk, staff_of(request)
    conversation_id = read_id(conversation_id)
    if not await parts_of(request).board.exists(conversation_id):
        raise not_found()
    if data.verdict == "take_over":
        await take_over(desk, conversation_id, staff)
    else:
        text = readable(data.text) if data.text is not None else None
        await review_draft(desk, conversation_id, staff, str(data.draft_id), text, data.tone_only)
    return await _detail(request, conversation_id)


async def _note(request: Call, conversation_id: str, text: str, before: str = "") -> None:
    if kept := plain_text(text, "note"):
        await write_note(parts_of(request).desk, conversation_id, staff_of(request), before + kept)


async def _detail(request: Call, conversation_id: str) -> Detail:
    return await read_detail(parts_of(request), conversation_id, staff_of(request))


ROUTES = [
    read_conversation,
    accept_conversation,
    decline,
    take_over_conversation,
    hand_back_conversation,
    close_conversation,
    post_staff_message,
    add_note,
    review,
]
