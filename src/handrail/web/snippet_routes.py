"""Snippet routes: words at hand while writing, articles and colleagues to name, and the coach."""

from http import HTTPStatus
from typing import Annotated, Any, Literal, cast

from litestar import Request, delete, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from handrail.actions.insert_snippet import (
    SnippetWish,
    UnknownVariable,
    drop_snippet,
    insert_snippet,
    save_snippet,
)
from handrail.actions.wrap_up_rows import FoundArticle
from handrail.domain.clarity import coach
from handrail.domain.snippet import VARIABLE, VARIABLES, Snippet, policy_texts
from handrail.web.access import STAFF, declares
from handrail.web.beside_shapes import (
    CoachingShape,
    CoachText,
    Colleagues,
    FilledShape,
    FillSnippet,
    FoundArticles,
    FoundArticleShape,
    ReadingShape,
    RemarkShape,
    SaveSnippet,
    Snippets,
    SnippetShape,
)
from handrail.web.desk_shapes import StaffRef
from handrail.web.documented import problems
from handrail.web.parts import parts_of
from handrail.web.problems import unprocessable
from handrail.web.requests import plain_text, read_id, required_text, staff_of

Call = Request[Any, Any, Any]
Few = Annotated[int, QueryParameter(ge=1, le=50, description="How many at most.")]
Words = Annotated[str, QueryParameter(max_length=200, description="Words to find.")]


@get(
    "/snippets",
    operation_id="listSnippets",
    tags=["desk"],
    opt=declares(STAFF),
    responses=problems(401, 403),
)
async def list_snippets(request: Call) -> Snippets:
    """The snippets that all share, and mine."""
    web, staff = parts_of(request), staff_of(request)
    policy = await web.desk.policies.active()
    async with web.desk.store.transaction() as tx:
        snippets = await tx.snippets(staff.id)
    variables = [*VARIABLES, *sorted(policy_texts(policy, staff.locale))]
    return Snippets([snippet_shape(snippet) for snippet in snippets], variables)


def snippet_shape(snippet: Snippet) -> SnippetShape:
    """A snippet as screens show it."""
    return SnippetShape(
        id=snippet.id,
        name=snippet.name,
        text=snippet.text,
        locale=snippet.locale,
        shared=snippet.owner_id is None,
        changed_at=snippet.changed_at,
        changed_by=snippet.changed_by,
        variables=list(dict.fromkeys(VARIABLE.findall(snippet.text))),
    )


@post(
    "/snippets",
    operation_id="addSnippet",
    tags=["desk"],
    opt=declares(STAFF),
    responses=problems(401, 403, 409, 422),
)
async def add_snippet(request: Call, data: JSONBody[SaveSnippet]) -> SnippetShape:
    """Keep a snippet of my own, or as supervisor one that all share."""
    return await _save(request, data, None)


@put(
    "/snippets/{snippet_id:str}",
    operation_id="changeSnippet",
    tags=["desk"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404, 409, 422),
)
async def change_snippet(
    request: Call, snippet_id: FromPath[str], data: JSONBody[SaveSnippet]
) -> SnippetShape:
    """Change a snippet."""
    return await _save(request, data, read_id(snippet_id))


async def _save(request: Call, data: SaveSnippet, snippet_id: str | None) -> SnippetShape:
    name = required_text(data.name, "name")
    wish = SnippetWish(name, data.text, data.locale, data.shared)
    desk, staff = parts_of(request).desk, staff_of(request)
    try:
        return snippet_shape(await save_snippet(desk, wish, staff, snippet_id))
    except UnknownVariable as error:
        raise unprocessable(str(error), "text") from error


@delete(
    "/snippets/{snippet_id:str}",
    operation_id="dropSnippet",
    tags=["desk"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404, 409),
)
async def remove_snippet(request: Call, snippet_id: FromPath[str]) -> None:
    """Drop a snippet."""
    await drop_snippet(parts_of(request).desk, read_id(snippet_id), staff_of(request))


@post(
    "/conversations/{conversation_id:str}/snippet-fillings",
    operation_id="fillSnippet",
    tags=["desk"],
    opt=declares(STAFF),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404, 422),
)
async def fill_snippet(
    request: Call, conversation_id: FromPath[str], data: JSONBody[FillSnippet]
) -> FilledShape:
    """A snippet's words for this conversation."""
    desk, staff = parts_of(request).desk, staff_of(request)
    conversation = read_id(conversation_id)
    filled = await insert_snippet(desk, conversation, str(data.snippet_id), staff)
    return FilledShape(filled.text, filled.missing)


@get(
    "/found-articles",
    operation_id="findArticles",
    tags=["desk"],
    opt=declares(STAFF),
    responses=problems(400, 401, 403),
)
async def find_articles(request: Call, q: Words = "", limit: Few = 20) -> FoundArticles:
    """Articles by the beginnings of the words of their titles, then by their text."""
    web, staff = parts_of(request), staff_of(request)
    async with web.desk.store.transaction() as tx:
        found = await tx.find_articles(plain_text(q, "q", ""), staff.locale, limit)
    return FoundArticles([found_shape(article) for article in found])


def found_shape(article: FoundArticle) -> FoundArticleShape:
    """An article to choose from; its quote is the first paragraph, on one line."""
    first = article.quote.strip().split("\n\n")[0]
    return FoundArticleShape(
        slug=article.slug,
        title=article.title,
        audience=cast(Literal["customer", "staff"], article.audience),
        locale=article.locale,
        quote=" ".join(first.split()),
    )


@get(
    "/colleagues",
    operation_id="findColleagues",
    tags=["desk"],
    opt=declares(STAFF),
    responses=problems(400, 401, 403),
)
async def find_colleagues(request: Call, q: Words = "", limit: Few = 20) -> Colleagues:
    """Colleagues by the beginnings of their names."""
    async with parts_of(request).desk.store.transaction() as tx:
        found = await tx.colleagues(plain_text(q, "q", ""), limit)
    return Colleagues([StaffRef(one.id, one.name) for one in found])


@post(
    "/clarity",
    operation_id="coachText",
    tags=["desk"],
    opt=declares(STAFF),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 422),
)
async def coach_text(request: Call, data: JSONBody[CoachText]) -> CoachingShape:
    """What in these words may be hard to read or to hear. Nothing is kept, nobody is scored."""
    policy = await parts_of(request).desk.policies.active()
    said = coach(data.text, data.locale, policy.jargon)
    reading = said.reading
    return CoachingShape(
        language=said.language,
        remarks=[RemarkShape(r.kind, r.start, r.end, r.instead) for r in said.remarks],
        reading=ReadingShape(reading.formula, reading.score, reading.ease) if reading else None,
    )


ROUTES = [
    list_snippets,
    add_snippet,
    change_snippet,
    remove_snippet,
    fill_snippet,
    find_articles,
    find_colleagues,
    coach_text,
]
