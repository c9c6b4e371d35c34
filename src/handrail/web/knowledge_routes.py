"""Knowledge routes: articles and their chunks, and the imports that bring them."""

import base64
import binascii
import re
from datetime import date
from http import HTTPStatus
from io import StringIO
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from handrail.actions.begin_import import (
    Gathered,
    add_files,
    begin_import,
    cancel_import,
    import_address,
)
from handrail.actions.knowledge_shelf import ArticleQuery
from handrail.domain.article_version import ArticleState
from handrail.domain.import_run import UPLOADS, ImportRefused, ImportSettings, write_problems
from handrail.web.access import STAFF, STEWARD, declares
from handrail.web.desk_routes import Cursor, Limit, Words
from handrail.web.documented import problems
from handrail.web.knowledge_shapes import (
    ArticlePageShape,
    ArticleShape,
    AudienceName,
    Imports,
    ImportShape,
    ImportWish,
    StateName,
    article_shape,
    import_shape,
    line_shape,
)
from handrail.web.parts import parts_of
from handrail.web.problems import Refused, not_found, unprocessable
from handrail.web.requests import plain_text, read_id, required_text, staff_of

Call = Request[Any, Any, Any]
Filter = Annotated[str | None, QueryParameter(max_length=2000)]
Day = Annotated[date | None, QueryParameter(description="A day, such as 2026-11-24.")]
Readers = Annotated[AudienceName, QueryParameter(description="For whom the articles are.")]
FileName = Annotated[
    str, QueryParameter(min_length=1, max_length=200, description="The file's name, with ending.")
]
LONGEST_FILE = 20 * 1024 * 1024
SHOWN = 200  # problems of an import beside it; the error file has all
STATES = "How it stands today, or on the day `valid_on`; `due`: valid, and ending within 30 days from then."
LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@get(
    "/knowledge/articles",
    operation_id="listArticles",
    tags=["knowledge"],
    opt=declares(STAFF),
    responses=problems(401, 403),
)
async def list_articles(
    request: Call,
    q: Words = "",
    audience: Annotated[AudienceName | None, QueryParameter()] = None,
    locale: Filter = None,
    owner: Filter = None,
    source: Filter = None,
    valid_on: Day = None,
    which: Annotated[
        StateName | Literal["due"] | None, QueryParameter(name="state", description=STATES)
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> ArticlePageShape:
    """One page of articles, by title. ``q`` are beginnings of words of the title, or words of the text."""
    desk = parts_of(request).desk
    shelf, today = desk.knowledge, desk.now().date()
    after = read_place(cursor) if cursor else None
    asked = ArticleQuery(
        words=plain_text(q, "q", ""),
        audience=audience,
        locale=locale or None,
        owner=owner or None,
        source=source or None,
        on=valid_on or (today if which else None),
        state=ArticleState(which) if which and which != "due" else None,
        due=which == "due",
        after=after,
        limit=limit + 1,
    )
    lines = await shelf.lines(asked)
    more = len(lines) > limit
    lines = lines[:limit]
    last = (lines[-1].title, lines[-1].slug) if more else None
    total = await shelf.count(asked)
    return ArticlePageShape([line_shape(line, today) for line in lines], total, place(last))


@get(
    "/knowledge/articles/{slug:str}",
    operation_id="readArticleAsStaff",
    tags=["knowledge"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def read_article(request: Call, slug: FromPath[str]) -> ArticleShape:
    """An article with its chunks, also one that holds no more or is for staff."""
    desk = parts_of(request).desk
    fits = slug.isascii() and slug.isprintable() and len(slug) <= 200
    article = await desk.knowledge.article(slug) if fits else None
    if article is None:
        raise not_found("There is no such article.")
    chunks = await desk.knowledge.chunk_lines(slug)
    held = await desk.knowledge.held([slug])
    return article_shape(article, chunks, desk.now().date(), tuple(held.get(slug, ())))


@get(
    "/knowledge/imports",
    operation_id="listImports",
    tags=["knowledge"],
    opt=declares(STEWARD),
    responses=problems(401, 403),
)
async def list_imports(request: Call, limit: Limit = 50) -> Imports:
    """The latest imports."""
    async with parts_of(request).desk.store.transaction() as tx:
        runs = await tx.import_runs(limit)
    return Imports([import_shape(run) for run in runs])


@get(
    "/knowledge/imports/{import_id:str}",
    operation_id="readImport",
    tags=["knowledge"],
    opt=declares(STEWARD),
    responses=problems(401, 403, 404),
)
async def read_import(request: Call, import_id: FromPath[str]) -> ImportShape:
    """How far an import is, and the first of what it could not take."""
    async with parts_of(request).desk.store.transaction() as tx:
        run = await tx.import_run(read_id(import_id))
        if run is None:
            raise not_found("There is no such import.")
        found = await tx.import_problems(run.id, SHOWN)
        return import_shape(run, found, await tx.import_items(run.id))


@post(
    "/knowledge/imports",
    operation_id="importAddress",
    tags=["knowledge"],
    opt=declares(STEWARD),
    responses=problems(401, 403, 409, 422),
)
async def import_url(request: Call, data: JSONBody[ImportWish]) -> ImportShape:
    """Begin to import a page, or all pages of a sitemap; a worker fetches them."""
    desk, staff = parts_of(request).desk, staff_of(request)
    dates = (data.valid_from, data.valid_until)
    said = settings(data.audience, data.locale, data.owner, *dates)
    url = required_text(data.url, "url")
    try:
        return import_shape(await import_address(desk, url, said, staff.name))
    except ImportRefused as error:
        raise Refused(HTTPStatus.CONFLICT, str(error)) from None


@post(
    "/knowledge/uploads",
    operation_id="uploadKnowledge",
    tags=["knowledge"],
    opt=declares(STEWARD),
    request_max_body_size=LONGEST_FILE + 1,
    responses=problems(401, 403, 422),
)
async def upload(
    request: Call,
    name: FileName,
    audience: Readers = "customer",
    locale: Annotated[str, QueryParameter(max_length=35)] = "en",
    owner: Annotated[str, QueryParameter(max_length=200)] = "",
    valid_from: Day = None,
    valid_until: Day = None,
) -> ImportShape:
    """Import one file, sent as the body as it is. One of the same name takes the place of the former."""
    desk, staff = parts_of(request).desk, staff_of(request)
    said = settings(audience, locale, owner, valid_from, valid_until)
    path = required_text(name, "name").replace("\\", "/").rpartition("/")[2]
    if not path:
        raise unprocessable("Give the file's name.", "name")
    content = await request.body()
    if not content:
        raise unprocessable("The file is empty.", "body")
    run = await begin_import(desk, UPLOADS, said, staff.name, whole=False)
    return import_shape(await add_files(desk, run, Gathered({path: content})))


@post(
    "/knowledge/imports/{import_id:str}/cancellation",
    operation_id="cancelImport",
    tags=["knowledge"],
    opt=declares(STEWARD),
    responses=problems(401, 403, 404, 409),
)
async def cancel(request: Call, import_id: FromPath[str]) -> ImportShape:
    """End an import now; what it has brought stays."""
    try:
        return import_shape(await cancel_import(parts_of(request).desk, read_id(import_id)))
    except ImportRefused as error:
        raise Refused(HTTPStatus.CONFLICT, str(error)) from None


@get(
    "/knowledge/imports/{import_id:str}/errors",
    operation_id="readImportErrors",
    tags=["knowledge"],
    opt=declares(STEWARD),
    media_type="text/csv",
    responses=problems(401, 403, 404),
)
async def read_errors(request: Call, import_id: FromPath[str]) -> Response[str]:
    """All that an import could not take, as CSV: path, place, reason, remedy."""
    async with parts_of(request).desk.store.transaction() as tx:
        run = await tx.import_run(read_id(import_id))
        if run is None:
            raise not_found("There is no such import.")
        found = await tx.import_problems(run.id)
    out = StringIO()
    write_problems(found, out)
    name = f"import-{run.started_at:%Y-%m-%d-%H%M}-errors.csv"
    disposition = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue(), media_type="text/csv", headers=disposition)


def settings(
    audience: AudienceName, locale: str, owner: str, first: date | None, last: date | None
) -> ImportSettings:
    """What holds for all articles of an import. Raises Refused."""
    if not LOCALE.fullmatch(locale):
        raise unprocessable("Write a locale, such as en or de-AT.", "locale")
    if first and last and first > last:
        raise unprocessable("The last day is before the first.", "valid_until")
    return ImportSettings(audience, locale, plain_text(owner, "owner", ""), first, last)


def place(last: tuple[str, str] | None) -> str | None:
    """The cursor after an article of this title and slug."""
    return None if last is None else base64.urlsafe_b64encode(msgspec.json.encode(last)).decode()


def read_place(cursor: str) -> tuple[str, str]:
    """Title and slug in a cursor. Raises Refused for one that was not made here."""
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor), type=tuple[str, str])
    except (msgspec.DecodeError, binascii.Error, ValueError):
        raise Refused(HTTPStatus.BAD_REQUEST, "This cursor was not made here.", "cursor") from None


ROUTES = [
    list_articles,
    read_article,
    list_imports,
    read_import,
    import_url,
    upload,
    cancel,
    read_errors,
]
