"""Model routes: the budget of language models, translations, and a briefing in short."""

from http import HTTPStatus
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from handrail.actions.keep_budget import read_spending
from handrail.actions.phrase_briefing import phrase_briefing
from handrail.actions.translate import (
    NoTranslator,
    send_translated,
    translate_message,
    translate_reply,
)
from handrail.actions.translate import read_translations as translations_of
from handrail.actions.translator import TranslationFailed
from handrail.domain.model_budget import Allowance
from handrail.domain.translation import Translation
from handrail.domain.translation_quality import known_quality
from handrail.web.access import AUTONOMY_READERS, STAFF, declares
from handrail.web.documented import problems
from handrail.web.model_shapes import (
    AllowedShape,
    ForeignShape,
    ModelBudgetShape,
    ModelShareShape,
    OfferShape,
    QualityShape,
    SendTranslated,
    SentenceShape,
    SpentShape,
    SummaryShape,
    TranslateMessage,
    TranslateReply,
    TranslationShape,
    TranslationsShape,
)
from handrail.web.parts import parts_of
from handrail.web.problems import Refused
from handrail.web.requests import read_id, staff_of
from handrail.web.shapes import Place

Call = Request[Any, Any, Any]
MILLION = 1_000_000
MINUTE_MS = 60_000


@get(
    "/model-budget",
    operation_id="readModelBudget",
    tags=["models"],
    opt=declares(AUTONOMY_READERS),
    responses=problems(401, 403),
)
async def read_model_budget(request: Call) -> ModelBudgetShape:
    """What language models took today and may take, by model and purpose."""
    desk = parts_of(request).desk
    spending = await read_spending(desk.store, desk.budget, desk.now().date())
    spent = spending.spent
    return ModelBudgetShape(
        day=spending.day,
        currency=desk.currency,
        spent=SpentShape(spent.tokens, spent.micros / MILLION, spent.ms / MINUTE_MS),
        allowed=_allowed(desk.budget.day),
        per_conversation=_allowed(desk.budget.conversation),
        by_model=[
            ModelShareShape(
                model=each.model,
                purpose=each.purpose,
                calls=each.calls,
                failed=each.failed,
                tokens=each.tokens,
                money=each.micros / MILLION,
                minutes=each.ms / MINUTE_MS,
                estimated=each.estimated,
            )
            for each in spending.by_model
        ],
        model=desk.filler.version if desk.filler is not None else None,
    )


def _allowed(allowance: Allowance) -> AllowedShape:
    return AllowedShape(
        tokens=allowance.tokens,
        money=None if allowance.micros is None else allowance.micros / MILLION,
        minutes=None if allowance.ms is None else allowance.ms / MINUTE_MS,
    )


@get(
    "/conversations/{conversation_id:str}/translations",
    operation_id="readTranslations",
    tags=["translation"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def read_translations(request: Call, conversation_id: FromPath[str]) -> TranslationsShape:
    """Which of the customer's messages are foreign to me, and what is translated; nothing is asked."""
    desk, staff = parts_of(request).desk, staff_of(request)
    found = await translations_of(desk, read_id(conversation_id), staff.locale)
    return TranslationsShape(
        mine=found.mine,
        theirs=found.theirs,
        foreign=[
            ForeignShape(each.seq, each.language, _offer(each.by, each.language, found.mine))
            for each in found.foreign
        ],
        made=[_translation(each) for each in found.made],
        translator=found.translator,
        reply=_offer(found.reply_by, found.mine, found.theirs),
    )


def _offer(by: str | None, source: str, target: str) -> OfferShape | None:
    return OfferShape(by, _quality(by, source, target)) if by is not None else None


def _quality(by: str, source: str, target: str) -> QualityShape | None:
    known = known_quality(by, source, target)
    if known is None:
        return None
    return QualityShape(known.chr_f, known.test_set, known.source, known.measured_on, known.rough)


@post(
    "/conversations/{conversation_id:str}/translations",
    operation_id="translateMessage",
    tags=["translation"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404, 409, 422),
)
async def translate(
    request: Call, conversation_id: FromPath[str], data: JSONBody[TranslateMessage]
) -> TranslationShape:
    """Translate a customer's message into my language; asked for once. 409 says why there is none."""
    desk, staff = parts_of(request).desk, staff_of(request)
    try:
        made = await translate_message(desk, read_id(conversation_id), data.seq, staff)
    except (NoTranslator, TranslationFailed) as error:
        raise Refused(HTTPStatus.CONFLICT, str(error)) from error
    return _translation(made)


@post(
    "/conversations/{conversation_id:str}/reply-translations",
    operation_id="translateReply",
    tags=["translation"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404, 409, 422),
)
async def translate_my_reply(
    request: Call, conversation_id: FromPath[str], data: JSONBody[TranslateReply]
) -> TranslationShape:
    """Show my words in the customer's language; nothing is sent. 409 says why there is none."""
    desk, staff = parts_of(request).desk, staff_of(request)
    try:
        made = await translate_reply(desk, read_id(conversation_id), staff, data.text)
    except (NoTranslator, TranslationFailed) as error:
        raise Refused(HTTPStatus.CONFLICT, str(error)) from error
    return _translation(made)


@post(
    "/conversations/{conversation_id:str}/translated-messages",
    operation_id="postTranslatedMessage",
    tags=["translation"],
    opt=declares(STAFF),
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(401, 403, 404, 409, 422),
)
async def post_translated_message(
    request: Call, conversation_id: FromPath[str], data: JSONBody[SendTranslated]
) -> Place:
    """Send a translation that I have seen to the customer, who is told that it is one."""
    sent = await send_translated(
        parts_of(request).desk,
        read_id(conversation_id),
        staff_of(request),
        str(data.client_id),
        str(data.translation_id),
    )
    return Place(sent.seq)


def _translation(made: Translation) -> TranslationShape:
    return TranslationShape(
        id=made.id,
        original=made.original,
        source=made.source,
        target=made.target,
        text=made.text,
        by=made.by,
        made_at=made.made_at,
        seq=made.seq,
        quality=_quality(made.by, made.source, made.target),
    )


@post(
    "/conversations/{conversation_id:str}/briefing/summary",
    operation_id="phraseBriefing",
    tags=["desk", "models"],
    opt=declares(STAFF),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404),
)
async def put_briefing_in_short(request: Call, conversation_id: FromPath[str]) -> SummaryShape:
    """The briefing in at most four sentences, each checked against the lines it names."""
    summary = await phrase_briefing(parts_of(request).desk, read_id(conversation_id))
    return SummaryShape(
        up_to_seq=summary.up_to_seq,
        sentences=[SentenceShape(said.text, said.lines) for said in summary.sentences],
        dropped=summary.dropped,
        by=summary.by or None,
        because=summary.because or None,
    )


ROUTES = [
    read_model_budget,
    read_translations,
    translate,
    translate_my_reply,
    post_translated_message,
    put_briefing_in_short,
]
