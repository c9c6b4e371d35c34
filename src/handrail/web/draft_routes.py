"""Draft routes: drafts beside a conversation, and what came of them."""

from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from handrail.actions import choose_first as choosing
from handrail.actions import dismiss_draft as dismissing
from handrail.actions import open_claim as opening
from handrail.actions import refuse_draft as refusing
from handrail.actions.draft_similar import draft_similar
from handrail.actions.find_similar import find_similar, read_solved
from handrail.actions.prepare_draft import prepare_draft
from handrail.actions.show_draft import DraftView, show_draft
from handrail.domain.backing import Choice
from handrail.domain.policy import Policy
from handrail.domain.solved import Solved
from handrail.web.access import AUTONOMY_READERS, STAFF, declares
from handrail.web.desk_shapes import SourceShape
from handrail.web.detail import kind_title
from handrail.web.documented import problems
from handrail.web.draft_shapes import (
    ChooseFirst,
    ClaimShape,
    Dismiss,
    DraftAnswer,
    DraftRecord,
    GroundShape,
    KindUseShape,
    OpenClaim,
    OpenDraft,
    Opened,
    Refuse,
    SimilarShape,
    SolvedShape,
    Suggest,
)
from handrail.web.parts import parts_of
from handrail.web.problems import not_found
from handrail.web.requests import plain_text, read_id, required_text, staff_of

Call = Request[Any, Any, Any]
RECORD_DAYS = 90

act = partial(
    post,
    tags=["drafts"],
    opt=declares(STAFF),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404, 409, 422),
)


@get(
    "/conversations/{conversation_id:str}/draft",
    operation_id="readDraft",
    tags=["drafts"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def read_draft(request: Call, conversation_id: FromPath[str]) -> DraftAnswer:
    """The draft that lies beside the conversation, as I may see it; that I was shown it is kept."""
    return await _draft(request, await _known(request, conversation_id))


@act("/conversations/{conversation_id:str}/suggestion", operation_id="suggestDraft")
async def suggest_draft(
    request: Call, conversation_id: FromPath[str], data: JSONBody[Suggest | None] = None
) -> DraftAnswer:
    """Make a draft for me who leads, in place of the one before; nothing is sent."""
    conversation_id = await _known(request, conversation_id)
    desk, staff = parts_of(request).desk, staff_of(request)
    if data is not None and data.similar is not None:
        prepared = await draft_similar(desk, conversation_id, staff, str(data.similar))
    else:
        prepared = await prepare_draft(desk, conversation_id)
    if prepared.why_none is not None:
        return DraftAnswer(None, prepared.why_none.value, prepared.language or None)
    return await _draft(request, conversation_id)


@act("/conversations/{conversation_id:str}/draft/choice", operation_id="chooseFirst")
async def choose_first(
    request: Call, conversation_id: FromPath[str], data: JSONBody[ChooseFirst]
) -> DraftAnswer:
    """Say what I would do about the request; only then the draft is shown. The first choice stands."""
    conversation_id = await _known(request, conversation_id)
    desk, staff, choice = parts_of(request).desk, staff_of(request), Choice(data.choice)
    required = choice is Choice.REFUSE
    reason = required_text(data.reason, "reason") if required else plain_text(data.reason, "reason")
    await choosing.choose_first(desk, conversation_id, staff, str(data.draft_id), choice, reason)
    return await _draft(request, conversation_id)


@act("/conversations/{conversation_id:str}/draft/openings", operation_id="openClaim")
async def open_claim(
    request: Call, conversation_id: FromPath[str], data: JSONBody[OpenClaim]
) -> Opened:
    """Keep that I looked at what a claim of the draft rests on."""
    conversation_id = await _known(request, conversation_id)
    desk, staff = parts_of(request).desk, staff_of(request)
    opened = await opening.open_claim(desk, conversation_id, staff, str(data.draft_id), data.place)
    return Opened(sorted(opened))


@act("/conversations/{conversation_id:str}/draft/dismissal", operation_id="dismissDraft")
async def dismiss_draft(
    request: Call, conversation_id: FromPath[str], data: JSONBody[Dismiss]
) -> DraftAnswer:
    """Leave a suggestion; the next turn may bring another."""
    conversation_id = await _known(request, conversation_id)
    desk, staff = parts_of(request).desk, staff_of(request)
    await dismissing.dismiss_draft(desk, conversation_id, staff, str(data.draft_id))
    return DraftAnswer(None)


@act("/conversations/{conversation_id:str}/draft/refusal", operation_id="refuseDraft")
async def refuse_draft(
    request: Call, conversation_id: FromPath[str], data: JSONBody[Refuse]
) -> DraftAnswer:
    """Do not let a draft through: it counts as wrong, and the customer gets a person."""
    conversation_id = await _known(request, conversation_id)
    desk, staff = parts_of(request).desk, staff_of(request)
    reason = required_text(data.reason, "reason")
    await refusing.refuse_draft(desk, conversation_id, staff, str(data.draft_id), reason)
    return DraftAnswer(None)


@get(
    "/conversations/{conversation_id:str}/similar",
    operation_id="findSimilar",
    tags=["drafts"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def similar(request: Call, conversation_id: FromPath[str]) -> SimilarShape:
    """Conversations like this one that staff solved, as far as my skills let me read them."""
    conversation_id = await _known(request, conversation_id)
    web, staff = parts_of(request), staff_of(request)
    policy = await web.desk.policies.active()
    found = await find_similar(web.desk, conversation_id, staff)
    return SimilarShape(
        [_solved(policy, alike.solved, staff.locale, alike.likeness) for alike in found]
    )


@get(
    "/solved/{conversation_id:str}",
    operation_id="readSolved",
    tags=["drafts"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def solved_conversation(request: Call, conversation_id: FromPath[str]) -> SolvedShape:
    """Need and answer of one conversation that staff solved, if my skills let me read it."""
    web, staff = parts_of(request), staff_of(request)
    solved = await read_solved(web.desk, read_id(conversation_id), staff)
    return _solved(await web.desk.policies.active(), solved, staff.locale)


@get(
    "/draft-record",
    operation_id="readDraftRecord",
    tags=["drafts"],
    opt=declares(AUTONOMY_READERS),
    responses=problems(401, 403),
)
async def read_draft_record(request: Call) -> DraftRecord:
    """What drafts of each kind came to in the last 90 days: used, edited, how far, how long."""
    web, locale = parts_of(request), staff_of(request).locale
    since = web.desk.now() - timedelta(days=RECORD_DAYS)
    policy = await web.desk.policies.active()
    async with web.desk.store.transaction() as tx:
        uses = await tx.draft_uses(since)
        deeds, changed = await tx.choices_changed(since)
    kinds = [
        KindUseShape(
            use.kind,
            kind_title(policy, use.kind, locale) or use.kind,
            use.replies,
            use.shown,
            use.sent,
            use.edited,
            use.distance,
            use.kept,
            use.seconds_with,
            use.seconds_without,
        )
        for use in uses
    ]
    return DraftRecord(since, kinds, deeds, changed)


async def _known(request: Call, conversation_id: str) -> str:
    conversation_id = read_id(conversation_id)
    if not await parts_of(request).board.exists(conversation_id):
        raise not_found()
    return conversation_id


async def _draft(request: Call, conversation_id: str) -> DraftAnswer:
    view = await show_draft(parts_of(request).desk, conversation_id, staff_of(request))
    return DraftAnswer(draft_shape(view) if view is not None else None)


def draft_shape(view: DraftView) -> OpenDraft:
    """The draft as one person may see it."""
    draft, backing = view.draft, view.backing
    return OpenDraft(
        id=draft.id,
        purpose=backing.purpose.value if backing is not None else "review",
        reply_to=draft.reply_to,
        text=draft.text,
        sources=[SourceShape(source.slug, source.title) for source in draft.sources],
        claims=_claims(view),
        reason=draft.reason,
        how=backing.how if backing is not None else "quoted",
        made_at=draft.made_at,
        expires_at=draft.expires_at,
        verify_first=backing is not None and backing.verify_first,
        hidden=view.hidden,
        choice=view.chosen.choice.value if view.chosen is not None else None,
    )


def _claims(view: DraftView) -> list[ClaimShape]:
    claims = view.backing.claims if view.backing is not None else ()
    return [
        ClaimShape(
            claim.place,
            claim.text,
            [each.value for each in claim.types],
            [GroundShape(g.type.value, g.ref, g.title, g.quote) for g in claim.grounds],
            claim.must_open,
            claim.place in view.opened,
            claim.house,
        )
        for claim in claims
    ]


def _solved(
    policy: Policy, solved: Solved, locale: str, likeness: float | None = None
) -> SolvedShape:
    return SolvedShape(
        conversation_id=solved.conversation_id,
        asked=solved.asked,
        answer=solved.answer,
        answered_by=solved.answered_by,
        answered_seq=solved.answered_seq,
        closed_at=solved.closed_at,
        outcome="said_solved" if solved.said_solved else "not_reopened",
        kind=solved.kind,
        kind_title=kind_title(policy, solved.kind, locale) or solved.kind,
        likeness=likeness,
    )


ROUTES = [
    similar,
    solved_conversation,
    read_draft,
    suggest_draft,
    choose_first,
    open_claim,
    dismiss_draft,
    refuse_draft,
    read_draft_record,
]
