"""Knowledge shapes: articles with their chunks, and imports with what went wrong."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal, cast

from msgspec import Meta

from handrail.actions.knowledge_shelf import ArticleLine, ChunkLine
from handrail.domain.article_version import state_of
from handrail.domain.import_run import ImportProblem, ImportRun, ItemState
from handrail.domain.knowledge import Article
from handrail.web.shapes import Answer, Locale, Request

AudienceName = Literal["customer", "staff"]
Address = Annotated[
    str,
    Meta(max_length=2000, pattern=r"^https?://", examples=["https://example.com/sitemap.xml"]),
]
Owner = Annotated[str, Meta(max_length=200)]


StateName = Literal["valid", "not_yet", "expired", "draft"]
PropertyName = Literal["audience", "locale", "owner", "valid_from", "valid_until"]


class ArticleLineShape(Answer, frozen=True):
    """An article in a list."""

    slug: str
    title: str
    audience: AudienceName
    locale: str
    source: str
    path: str
    owner: str
    version: int
    changed_at: datetime
    chunks: int
    state: StateName
    valid_from: date | None = None
    valid_until: date | None = None


class ArticlePageShape(Answer, frozen=True):
    """One page of articles, by title; ``total`` counts all pages, 10,001 meaning more than 10,000."""

    items: Sequence[ArticleLineShape]
    total: int
    next_cursor: str | None = None


class ChunkShape(Answer, frozen=True):
    """A part of an article that is found as one; ``version`` is that of the article which brought it."""

    id: str
    headings: str
    place: str
    text: str
    version: int


class ArticleShape(Answer, frozen=True):
    """An article as staff see it; ``text`` is Markdown and never rendered as HTML.

    ``written_here``: title and text are changed here, else in the source. ``set_here`` are the properties
    that a person set, which go before what the source says.
    """

    slug: str
    title: str
    text: str
    audience: AudienceName
    locale: str
    source: str
    path: str
    owner: str
    version: int
    updated: date
    kinds: Sequence[str]
    valid_today: bool
    state: StateName
    written_here: bool
    chunks: Sequence[ChunkShape]
    set_here: Sequence[PropertyName] = ()
    valid_from: date | None = None
    valid_until: date | None = None


class ImportWish(Request, frozen=True):
    """A page or a sitemap, and what holds for articles that do not say otherwise themselves."""

    url: Address
    audience: AudienceName = "customer"
    locale: Locale = "en"
    owner: Owner = ""
    valid_from: date | None = None
    valid_until: date | None = None


class UploadWish(Request, frozen=True):
    """How many files will be sent and how large they are together; and what holds for their articles."""

    files: Annotated[int, Meta(ge=1, le=1_000_000)]
    bytes: Annotated[int, Meta(ge=1, le=1_000_000_000_000)]
    audience: AudienceName = "customer"
    locale: Locale = "en"
    owner: Owner = ""
    valid_from: date | None = None
    valid_until: date | None = None


class ImportFileShape(Answer, frozen=True):
    """A file of an import and how it stands."""

    path: str
    state: Literal["waiting", "kept", "unchanged", "failed"]


class ImportProblemShape(Answer, frozen=True):
    """What could not be taken: where, why, and what to do."""

    path: str
    place: str
    reason: str
    remedy: str


class ImportShape(Answer, frozen=True):
    """One import. Of ``total`` files, ``done`` were dealt with; ``articles`` are new or changed.

    The first 200 ``problems`` and 2,000 ``files`` stand where one import is read.
    """

    id: str
    source: str
    state: Literal["gathering", "running", "done", "cancelled", "failed"]
    started_by: str
    started_at: datetime
    total: int
    done: int
    unchanged: int
    failed: int
    articles: int
    removed: int
    reason: str = ""
    ended_at: datetime | None = None
    problems: Sequence[ImportProblemShape] = ()
    files: Sequence[ImportFileShape] = ()


class Imports(Answer, frozen=True):
    """Imports, latest first."""

    items: Sequence[ImportShape]


def line_shape(line: ArticleLine, today: date) -> ArticleLineShape:
    """An article in a list."""
    return ArticleLineShape(
        slug=line.slug,
        title=line.title,
        audience="staff" if line.audience == "staff" else "customer",
        locale=line.locale,
        source=line.source,
        path=line.path,
        owner=line.owner,
        version=line.version,
        changed_at=line.changed_at,
        chunks=line.chunks,
        state=state_of(line.draft, line.valid_from, line.valid_until, today).value,
        valid_from=line.valid_from,
        valid_until=line.valid_until,
    )


def article_shape(
    article: Article, chunks: Sequence[ChunkLine], today: date, held: Sequence[str] = ()
) -> ArticleShape:
    """An article with its chunks; ``held`` are the properties that a person set."""
    return ArticleShape(
        slug=article.slug,
        title=article.title,
        text=article.text,
        audience=article.audience,
        locale=article.locale,
        source=article.source,
        path=article.path,
        owner=article.owner,
        version=article.version,
        updated=article.updated,
        kinds=article.kinds,
        valid_today=article.is_valid(today),
        state=state_of(article.draft, article.valid_from, article.valid_until, today).value,
        written_here=article.is_written_here,
        set_here=cast("Sequence[PropertyName]", sorted(held)),
        chunks=[ChunkShape(c.id, c.headings, c.place, c.text, c.version) for c in chunks],
        valid_from=article.valid_from,
        valid_until=article.valid_until,
    )


def import_shape(
    run: ImportRun,
    problems: Sequence[ImportProblem] = (),
    files: Sequence[ItemState] = (),
) -> ImportShape:
    """An import, with what it could not take where that was read."""
    return ImportShape(
        id=run.id,
        source=run.source,
        state=run.state.value,
        started_by=run.started_by,
        started_at=run.started_at,
        total=run.total,
        done=run.done,
        unchanged=run.unchanged,
        failed=run.failed,
        articles=run.articles,
        removed=run.removed,
        reason=run.reason,
        ended_at=run.ended_at,
        problems=[ImportProblemShape(p.path, p.place, p.reason, p.remedy) for p in problems],
        files=[ImportFileShape(one.path, one.state) for one in files],
    )
