"""Gap routes: articles to write, their drafts, and what stewards decide on them."""

from http import HTTPStatus
from typing import Annotated, Any

from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from handrail.actions.decide_gap import Edition, dismiss_gap, edit_gap, publish_gap
from handrail.actions.find_gaps import find_gaps
from handrail.actions.gap_rows import GapLine
from handrail.actions.read_gaps import GapRecord, read_gap, read_gaps
from handrail.domain.gap import GapState, Unanswered
from handrail.domain.policy import Policy
from handrail.web.access import STEWARD, declares
from handrail.web.documented import problems
from handrail.web.gap_shapes import (
    DismissGap,
    GapDetail,
    GapQuestion,
    Gaps,
    GapSearch,
    GapShape,
    LatestSearch,
    PublishGap,
    WriteDraft,
)
from handrail.web.parts import WebParts, parts_of
from handrail.web.problems import Refused, unprocessable
from handrail.web.requests import plain_text, read_id, required_text, staff_of

Call = Request[Any, Any, Any]
Which = Annotated[
    str,
    QueryParameter(
        name="state",
        description="`open`: still to write; `published` or `dismissed`: decided.",
        schema_extra={"enum": [state.value for state in GapState]},
    ),
]
OPTIONS: dict[str, Any] = {"tags": ["knowledge"], "opt": declares(STEWARD)}


@get("/gaps", operation_id="listGaps", responses=problems(400, 401, 403), **OPTIONS)
async def list_gaps(request: Call, which: Which = "open") -> Gaps:
    """Articles to write, by how many questions ask for them and how much that hurt."""
    web, staff = parts_of(request), staff_of(request)
    try:
        state = GapState(which)
    except ValueError as error:
        said = "Ask for `open`, `published` or `dismissed`."
        raise Refused(HTTPStatus.BAD_REQUEST, said, "state") from error
    policy = await web.desk.policies.active()
    lines = await read_gaps(web.desk, state)
    return Gaps([gap_shape(policy, line, staff.locale) for line in lines])


@post("/gap-searches", operation_id="searchGaps", responses=problems(401, 403, 503), **OPTIONS)
async def search_gaps(request: Call) -> GapSearch:
    """Sort the questions that found nothing since the last search into articles to write."""
    return GapSearch(await find_gaps(parts_of(request).desk, staff_of(request).name))


@get("/gap-searches/latest", operation_id="readGapSearch", responses=problems(401, 403), **OPTIONS)
async def latest_search(request: Call) -> LatestSearch:
    """When the desk last looked for gaps, and how far it is where it still does."""
    desk = parts_of(request).desk
    async with desk.store.transaction() as tx:
        search, waiting = await tx.latest_gap_search(), await tx.count_unanswered()
    if search is None:
        return LatestSearch(waiting)
    return LatestSearch(
        waiting=waiting,
        started_at=search.started_at,
        ended_at=search.ended_at,
        started_by=search.started_by,
        runs=search.runs(desk.now()),
        of=search.waiting,
        sorted_in=search.sorted_in,
    )


@get("/gaps/{gap_id:str}", operation_id="readGap", responses=problems(401, 403, 404), **OPTIONS)
async def get_gap(request: Call, gap_id: FromPath[str]) -> GapDetail:
    """One article to write, with its draft and the latest questions that ask for it."""
    return await detail(parts_of(request), read_id(gap_id))


@put(
    "/gaps/{gap_id:str}/draft",
    operation_id="writeGapDraft",
    responses=problems(401, 403, 404, 409, 422),
    **OPTIONS,
)
async def write_draft(
    request: Call, gap_id: FromPath[str], data: JSONBody[WriteDraft]
) -> GapDetail:
    """Put my words in place of the draft."""
    web, staff, which = parts_of(request), staff_of(request), read_id(gap_id)
    title, draft = required_text(data.title, "title"), plain_text(data.draft, "draft")
    await edit_gap(web.desk, which, staff.name, title, draft)
    return await detail(web, which)


@post(
    "/gaps/{gap_id:str}/article",
    operation_id="publishGap",
    responses=problems(401, 403, 404, 409, 422),
    **OPTIONS,
)
async def publish(request: Call, gap_id: FromPath[str], data: JSONBody[PublishGap]) -> GapDetail:
    """Publish it as an article, which answers from now on."""
    web, staff, which = parts_of(request), staff_of(request), read_id(gap_id)
    title, text = required_text(data.title, "title"), plain_text(data.text, "text")
    if not text:
        raise unprocessable("Write something here.", "text")
    await publish_gap(web.desk, which, staff.name, Edition(title, text, data.audience))
    return await detail(web, which)


@post(
    "/gaps/{gap_id:str}/dismissal",
    operation_id="dismissGap",
    responses=problems(401, 403, 404, 409, 422),
    **OPTIONS,
)
async def dismiss(request: Call, gap_id: FromPath[str], data: JSONBody[DismissGap]) -> GapDetail:
    """No article is wanted for these questions, nor for others like them."""
    web, staff, which = parts_of(request), staff_of(request), read_id(gap_id)
    await dismiss_gap(web.desk, which, staff.name, required_text(data.because, "because"))
    return await detail(web, which)


def gap_shape(policy: Policy, line: GapLine, locale: str) -> GapShape:
    """A gap as a list shows it."""
    gap, toll = line.gap, line.toll
    return GapShape(
        id=gap.id,
        title=gap.title,
        kind=policy.kind(gap.kind).title[policy.locale(locale)],
        locale=gap.locale,
        state=gap.state.value,
        opened_at=gap.opened_at,
        questions=toll.questions,
        unhappy=toll.unhappy,
        repeated=toll.repeated,
        handed_off=toll.handed_off,
        weight=toll.weight,
        has_draft=bool(gap.draft),
        edited_by=gap.edited_by,
        decided_by=gap.decided_by,
        decided_at=gap.decided_at,
        because=gap.because or None,
        slug=gap.slug,
    )


async def detail(web: WebParts, gap_id: str) -> GapDetail:
    """One gap as its page shows it. Raises LookupError."""
    record: GapRecord = await read_gap(web.desk, gap_id)
    gap = record.gap
    return GapDetail(
        id=gap.id,
        title=gap.title,
        draft=gap.draft,
        locale=gap.locale,
        state=gap.state.value,
        questions=[question_shape(one) for one in record.questions],
        edited_by=gap.edited_by,
        edited_at=gap.edited_at,
        decided_by=gap.decided_by,
        decided_at=gap.decided_at,
        because=gap.because or None,
        slug=gap.slug,
    )


def question_shape(one: Unanswered) -> GapQuestion:
    """A question that found nothing."""
    return GapQuestion(
        conversation_id=one.conversation_id,
        at=one.at,
        text=one.text,
        sentiment=one.sentiment,
        repeated=one.repeated,
        handed_off=one.handed_off,
    )


ROUTES = [list_gaps, search_gaps, latest_search, get_gap, write_draft, publish, dismiss]
