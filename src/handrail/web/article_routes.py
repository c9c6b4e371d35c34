"""Article routes: write and change articles, see what they were, bring it back."""

import asyncio
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any

from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from handrail.actions.desk import Desk
from handrail.actions.write_article import (
    TextIsElsewhere,
    Wanted,
    edit_article,
    restore_article,
    write_article,
)
from handrail.domain.article_version import ArticleVersion
from handrail.domain.comparison import TooLong, compare
from handrail.domain.knowledge import Article
from handrail.web.access import STAFF, STEWARD, declares
from handrail.web.article_shapes import (
    ComparisonShape,
    EditArticle,
    FacetsShape,
    RestoreArticle,
    Versions,
    VersionShape,
    WriteArticle,
    comparison_shape,
    version_line,
)
from handrail.web.documented import problems
from handrail.web.knowledge_routes import settings
from handrail.web.knowledge_shapes import ArticleShape, article_shape
from handrail.web.parts import parts_of
from handrail.web.problems import Refused, not_found, unprocessable
from handrail.web.requests import plain_text, required_text, staff_of

Call = Request[Any, Any, Any]
Which = Annotated[int, QueryParameter(ge=1, le=2_000_000_000, description="A version's number.")]
Moment = Annotated[datetime, QueryParameter(description="A time, such as 2026-11-24T09:00:00Z.")]


@get(
    "/knowledge/facets",
    operation_id="listFacets",
    tags=["knowledge"],
    opt=declares(STAFF),
    responses=problems(401, 403),
)
async def list_facets(request: Call) -> FacetsShape:
    """What articles may be filtered by."""
    facets = await parts_of(request).desk.knowledge.facets()
    return FacetsShape(facets.owners, facets.locales, facets.sources)


@post(
    "/knowledge/articles",
    operation_id="writeArticle",
    tags=["knowledge"],
    opt=declares(STEWARD),
    request_max_body_size=1024 * 1024,
    responses=problems(401, 403, 422),
)
async def write(request: Call, data: JSONBody[WriteArticle]) -> ArticleShape:
    """Write an article, which answers from now on unless it is a draft."""
    desk, staff = parts_of(request).desk, staff_of(request)
    wanted = _wanted(data, required_text(data.title, "title"), _text(data.text))
    return await _shown(desk, await write_article(desk, wanted, staff.name))


@put(
    "/knowledge/articles/{slug:str}",
    operation_id="editArticle",
    tags=["knowledge"],
    opt=declares(STEWARD),
    request_max_body_size=1024 * 1024,
    responses=problems(401, 403, 404, 409, 422),
)
async def edit(request: Call, slug: FromPath[str], data: JSONBody[EditArticle]) -> ArticleShape:
    """Change an article. 409: somebody else has, and ``now`` says how it stands; nothing is lost."""
    desk, staff = parts_of(request).desk, staff_of(request)
    title = None if data.title is None else required_text(data.title, "title")
    text = None if data.text is None else _text(data.text)
    wanted = _wanted(data, title, text)
    try:
        return await _shown(
            desk, await edit_article(desk, _slug(slug), wanted, data.version, staff.name)
        )
    except TextIsElsewhere as error:
        raise unprocessable(str(error), "text") from None


@post(
    "/knowledge/articles/{slug:str}/restoration",
    operation_id="restoreArticle",
    tags=["knowledge"],
    opt=declares(STEWARD),
    responses=problems(401, 403, 404, 409, 422),
)
async def restore(
    request: Call, slug: FromPath[str], data: JSONBody[RestoreArticle]
) -> ArticleShape:
    """Bring an older version back as a new one; of an imported article, its properties alone."""
    desk, staff = parts_of(request).desk, staff_of(request)
    which = (_slug(slug), data.restore, data.version)
    return await _shown(desk, await restore_article(desk, *which, staff.name))


@get(
    "/knowledge/articles/{slug:str}/versions",
    operation_id="listArticleVersions",
    tags=["knowledge"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def list_versions(request: Call, slug: FromPath[str]) -> Versions:
    """The latest 200 versions of an article, also of one that its source has no more."""
    desk = parts_of(request).desk
    found = await desk.knowledge.versions(_slug(slug))
    if not found:
        raise not_found("There is no such article.")
    there = await desk.knowledge.article(slug) is not None
    return Versions([version_line(one) for one in found], there)


@get(
    "/knowledge/articles/{slug:str}/versions/{number:int}",
    operation_id="readArticleVersion",
    tags=["knowledge"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def read_version(request: Call, slug: FromPath[str], number: FromPath[int]) -> VersionShape:
    """One version with its text."""
    desk = parts_of(request).desk
    return await _version_shape(desk, await _version(desk, slug, number))


@get(
    "/knowledge/articles/{slug:str}/citation",
    operation_id="readCitedVersion",
    tags=["knowledge"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def read_cited(request: Call, slug: FromPath[str], at: Moment) -> VersionShape:
    """The version that held when an answer cited the article."""
    desk = parts_of(request).desk
    if at.tzinfo is None:
        raise Refused(HTTPStatus.BAD_REQUEST, "Give the time with its zone, such as Z.", "at")
    found = await desk.knowledge.version_at(_slug(slug), at)
    if found is None:
        raise not_found("There is no such article.")
    return await _version_shape(desk, found)


@get(
    "/knowledge/articles/{slug:str}/comparison",
    operation_id="compareArticleVersions",
    tags=["knowledge"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404, 422),
)
async def compare_versions(
    request: Call, slug: FromPath[str], before: Which, after: Which
) -> ComparisonShape:
    """In what two versions differ, line by line."""
    desk = parts_of(request).desk
    earlier, later = await _version(desk, slug, before), await _version(desk, slug, after)
    try:
        found = await asyncio.to_thread(compare, earlier.article, later.article)
    except TooLong as error:
        raise unprocessable(str(error), "before") from None
    return comparison_shape(earlier, later, found)


def _wanted(data: WriteArticle | EditArticle, title: str | None, text: str | None) -> Wanted:
    dates = (data.valid_from, data.valid_until)
    said = settings(data.audience, data.locale, data.owner, *dates)
    return Wanted(said.audience, said.locale, said.owner, *dates, title, text, data.draft)


def _text(value: str) -> str:
    kept = plain_text(value, "text")
    if not kept:
        raise unprocessable("Write something here.", "text")
    return kept


def _slug(slug: str) -> str:
    if not (slug.isascii() and slug.isprintable() and len(slug) <= 200):
        raise not_found("There is no such article.")
    return slug


async def _shown(desk: Desk, article: Article) -> ArticleShape:
    chunks = await desk.knowledge.chunk_lines(article.slug)
    held = await desk.knowledge.held([article.slug])
    return article_shape(article, chunks, _today(desk), tuple(held.get(article.slug, ())))


def _today(desk: Desk) -> date:
    return desk.now().date()


async def _version(desk: Desk, slug: str, number: int) -> ArticleVersion:
    known = 1 <= number <= 2_000_000_000
    found = await desk.knowledge.version(_slug(slug), number) if known else None
    if found is None:
        raise not_found("There is no such version.")
    return found


async def _version_shape(desk: Desk, version: ArticleVersion) -> VersionShape:
    slug = version.article.slug
    now = await desk.knowledge.article(slug)
    [latest] = await desk.knowledge.versions(slug, 1)
    return VersionShape(
        line=version_line(version),
        text=version.article.text,
        latest=latest.article.version,
        on_the_shelf=now is not None,
    )


ROUTES = [
    list_facets,
    write,
    edit,
    restore,
    list_versions,
    read_version,
    read_cited,
    compare_versions,
]
