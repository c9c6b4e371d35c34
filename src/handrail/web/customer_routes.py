"""Customer routes: open a conversation, write, read along, and reach a person."""

from http import HTTPStatus
from typing import Annotated, Any

from litestar import Request, get, patch, post
from litestar import delete as delete_route
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ASGIApp

from handrail.actions.hand_off import Wish, hand_off
from handrail.actions.let_go import stay_with_ai
from handrail.actions.open_conversation import open_conversation as open_it
from handrail.actions.pass_on import pass_on
from handrail.actions.receive_message import receive_message
from handrail.domain.customer import Customer
from handrail.domain.handoff import AskedBy, Prefer
from handrail.domain.hard_rules import HARD_RULES
from handrail.domain.signals import ASKS_FOR_PERSON
from handrail.web.access import ANYONE, CUSTOMER, CUSTOMER_OR_READERS, bearer, declares
from handrail.web.answers import Accepted
from handrail.web.card import handoff_card, is_slot
from handrail.web.documented import accepted, event_stream, problems
from handrail.web.identity import identified_by
from handrail.web.parts import parts_of
from handrail.web.problems import not_found, unprocessable, unsigned
from handrail.web.requests import plain_text, read_id, seq_of
from handrail.web.shapes import (
    ConversationEvent,
    Events,
    HandoffCard,
    HandoffNote,
    HandoffWish,
    NewConversation,
    NewCustomer,
    NewMessage,
    OpenedConversation,
    Place,
    PublicArticle,
    event_shape,
)
from handrail.web.streams import STAFF_STREAM_S, EventStream, streams_of

Call = Request[Any, Any, Any]
After = Annotated[
    int | None, QueryParameter(ge=0, le=2**31 - 1, description="Events after this one.")
]


@post(
    "/conversations",
    operation_id="openConversation",
    tags=["customer"],
    opt=declares(ANYONE),
    responses=problems(422),
)
async def open_conversation(request: Call, data: JSONBody[NewConversation]) -> OpenedConversation:
    """Open a conversation; the customer is told at once that an AI answers, and how to reach a person."""
    web = parts_of(request)
    known_by = identified_by(web.settings, data.customer)
    customer = _customer(web.desk.new_id(), data.customer) if data.customer else None
    opened = await open_it(web.desk, data.channel, data.locale, customer, known_by)
    return OpenedConversation(opened.id, opened.token, opened.disclosure)


def _customer(customer_id: str, new: NewCustomer) -> Customer:
    def tidy(value: str | None, field: str) -> str | None:
        return plain_text(value, f"customer.{field}", "") or None if value is not None else None

    return Customer(
        id=customer_id,
        external_id=tidy(new.external_id, "external_id"),
        name=tidy(new.name, "name"),
        email=tidy(new.email, "email"),
    )


@post(
    "/conversations/{conversation_id:str}/messages",
    operation_id="postMessage",
    tags=["customer"],
    opt=declares(CUSTOMER),
    status_code=HTTPStatus.ACCEPTED,
    responses=accepted(Place) | problems(401, 404, 413, 422),
)
async def post_message(
    request: Call, conversation_id: FromPath[str], data: JSONBody[NewMessage]
) -> ASGIApp:
    """Keep a customer's message; the same `client_id` again gives the same number, nothing new.

    The token is held against the conversation by the statement that keeps the message.
    """
    token = bearer(request)
    if token is None:
        raise unsigned("Send the conversation's token: Authorization: Bearer <token>.")
    desk = parts_of(request).desk
    posted = await receive_message(
        desk, read_id(conversation_id), token, str(data.client_id), data.text
    )
    if posted is None:
        raise not_found("No conversation opens with this token.")
    return Accepted(Place(posted.seq))


@get(
    "/conversations/{conversation_id:str}/events",
    operation_id="readEvents",
    tags=["customer", "desk"],
    opt=declares(CUSTOMER_OR_READERS),
    responses=problems(401, 403, 404),
)
async def read_events(request: Call, conversation_id: FromPath[str], after: After = None) -> Events:
    """Events after a number, oldest first, at most 1,000; ask again with the last one's number."""
    board = parts_of(request).board
    conversation_id = read_id(conversation_id)
    events = await board.events(conversation_id, after or 0)
    if not events and not await board.exists(conversation_id):
        raise not_found()
    return Events([event_shape(event) for event in events])


@get(
    "/conversations/{conversation_id:str}/events/stream",
    operation_id="streamEvents",
    tags=["customer", "desk"],
    opt=declares(CUSTOMER_OR_READERS),
    responses=event_stream(ConversationEvent) | problems(400, 401, 403, 404),
)
async def stream_events(
    request: Call, conversation_id: FromPath[str], after: After = None
) -> ASGIApp:
    """The events as they happen (server-sent events); resumes from `Last-Event-ID`, else `after`.

    `id` is the event's number, `event` its kind. Not kept, without id: `partial` (a checked sentence
    of an answer on its way) and `preparing`. A comment comes every 15 s.
    """
    conversation_id = read_id(conversation_id)
    if not await parts_of(request).board.exists(conversation_id):
        raise not_found()
    by_staff = "user" in request.scope
    return EventStream(
        streams_of(request.app),
        conversation_id,
        seq_of(request.headers, after),
        STAFF_STREAM_S if by_staff else None,
    )


@post(
    "/conversations/{conversation_id:str}/handoff",
    operation_id="askForPerson",
    tags=["customer"],
    opt=declares(CUSTOMER),
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(401, 404, 409, 422),
)
async def ask_for_person(
    request: Call, conversation_id: FromPath[str], data: JSONBody[HandoffWish]
) -> HandoffCard:
    """Ask for a person; asking again changes how and when."""
    desk = parts_of(request).desk
    conversation_id = read_id(conversation_id)
    if data.prefer is Prefer.CALLBACK:
        policy = await desk.policies.active()
        if data.callback_at is None or not is_slot(policy, desk.now(), data.callback_at):
            raise unprocessable("Choose one of the card's callback_slots.", "callback_at")
    wish = Wish(
        conversation_id=conversation_id,
        asked_by=AskedBy.CUSTOMER,
        rule=ASKS_FOR_PERSON,
        because=HARD_RULES[ASKS_FOR_PERSON].because,
        urgency=HARD_RULES[ASKS_FOR_PERSON].urgency,
        note=plain_text(data.note, "note") if data.note is not None else None,
        prefer=data.prefer,
        callback_at=data.callback_at if data.prefer is Prefer.CALLBACK else None,
    )
    await hand_off(desk, wish)
    return await handoff_card(desk, conversation_id)


@get(
    "/conversations/{conversation_id:str}/handoff",
    operation_id="readHandoff",
    tags=["customer"],
    opt=declares(CUSTOMER_OR_READERS),
    responses=problems(401, 404),
)
async def read_handoff(request: Call, conversation_id: FromPath[str]) -> HandoffCard:
    """Where the wish for a person stands."""
    return await handoff_card(parts_of(request).desk, read_id(conversation_id))


@patch(
    "/conversations/{conversation_id:str}/handoff",
    operation_id="changeWhatWePassOn",
    tags=["customer"],
    opt=declares(CUSTOMER),
    responses=problems(401, 404, 409, 422),
)
async def change_note(
    request: Call, conversation_id: FromPath[str], data: JSONBody[HandoffNote]
) -> HandoffCard:
    """Change what the person who takes over reads first."""
    desk = parts_of(request).desk
    conversation_id = read_id(conversation_id)
    await pass_on(desk, conversation_id, plain_text(data.note, "note"))
    return await handoff_card(desk, conversation_id)


@delete_route(
    "/conversations/{conversation_id:str}/handoff",
    operation_id="stayWithAi",
    tags=["customer"],
    opt=declares(CUSTOMER),
    status_code=HTTPStatus.OK,
    responses=problems(401, 404, 409),
)
async def withdraw(request: Call, conversation_id: FromPath[str]) -> HandoffCard:
    """Stay with the AI after all; possible until a person has accepted."""
    desk = parts_of(request).desk
    conversation_id = read_id(conversation_id)
    await stay_with_ai(desk, conversation_id)
    return await handoff_card(desk, conversation_id)


@get(
    "/articles/{slug:str}",
    operation_id="readArticle",
    tags=["customer"],
    opt=declares(ANYONE),
    responses=problems(404),
)
async def read_article(request: Call, slug: FromPath[str]) -> PublicArticle:
    """An article that customers may read. Its text is Markdown and never rendered as HTML."""
    if not (slug.isascii() and slug.isprintable() and len(slug) <= 200):
        raise not_found("There is no such article.")
    desk = parts_of(request).desk
    article = await desk.knowledge.article(slug)
    if article is None or article.audience != "customer" or not article.is_valid(desk.now().date()):
        raise not_found("There is no such article.")
    return PublicArticle(article.slug, article.title, article.text, article.updated.isoformat())


ROUTES = [
    open_conversation,
    read_article,
    read_events,
    stream_events,
    ask_for_person,
    read_handoff,
    change_note,
    withdraw,
]
