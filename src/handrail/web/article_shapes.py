"""Article shapes: what people write and change on the shelf, versions, and how two of them differ."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from handrail.domain.article_version import ArticleVersion
from handrail.domain.comparison import Comparison
from handrail.web.knowledge_shapes import AudienceName, Owner
from handrail.web.shapes import Answer, Locale, Request

HowName = Literal["imported", "written", "edited", "restored", "removed"]
Title = Annotated[str, Meta(min_length=1, max_length=200, examples=["Opening hours at Easter"])]
Text = Annotated[str, Meta(min_length=1, max_length=100_000, examples=["We are closed."])]
Number = Annotated[int, Meta(ge=1, le=2_000_000_000)]


class WriteArticle(Request, frozen=True):
    """A new article; its first paragraph answers the question directly. A draft answers nobody yet."""

    title: Title
    text: Text
    audience: AudienceName = "customer"
    locale: Locale = "en"
    owner: Owner = ""
    valid_from: date | None = None
    valid_until: date | None = None
    draft: bool = False


class EditArticle(Request, frozen=True):
    """An article as it shall be, all of its properties; ``version`` is the one that was changed.

    Title and text may be left out: they stay. Those of an article that comes from a source must.
    """

    version: Number
    audience: AudienceName
    locale: Locale
    owner: Owner = ""
    valid_from: date | None = None
    valid_until: date | None = None
    title: Title | None = None
    text: Text | None = None
    draft: bool = False


class RestoreArticle(Request, frozen=True):
    """Which version to bring back, and at which the article was when that was decided."""

    restore: Number
    version: Number


class VersionLine(Answer, frozen=True):
    """A version in a list: who made it, how and when. ``changed_by`` is empty for nobody known."""

    version: int
    how: HowName
    changed_by: str
    changed_at: datetime
    title: str
    audience: AudienceName
    locale: str
    owner: str
    draft: bool
    valid_from: date | None = None
    valid_until: date | None = None
    restored_from: int | None = None


class Versions(Answer, frozen=True):
    """The versions of an article, latest first; ``on_the_shelf``: whether it is there yet."""

    items: Sequence[VersionLine]
    on_the_shelf: bool


class VersionShape(Answer, frozen=True):
    """One version with its text (Markdown, never rendered as HTML); ``latest`` is the article's now."""

    line: VersionLine
    text: str
    latest: int
    on_the_shelf: bool


class ComparedLine(Answer, frozen=True):
    """A line of a text."""

    mark: Literal["same", "added", "removed"]
    text: str


class StretchShape(Answer, frozen=True):
    """Lines that changed with those around them; ``skipped`` lines before them are the same."""

    skipped: int
    lines: Sequence[ComparedLine]


class ComparedProperty(Answer, frozen=True):
    """A property with its values in both versions, empty where there is none."""

    name: Literal["title", "audience", "locale", "owner", "valid_from", "valid_until", "draft"]
    before: str
    after: str


class ComparisonShape(Answer, frozen=True):
    """In what two versions differ; no stretches: not in their texts."""

    before: VersionLine
    after: VersionLine
    properties: Sequence[ComparedProperty]
    stretches: Sequence[StretchShape]


class FacetsShape(Answer, frozen=True):
    """What articles may be filtered by: the owners, locales and sources there are, 200 at most."""

    owners: Sequence[str]
    locales: Sequence[str]
    sources: Sequence[str]


def version_line(version: ArticleVersion) -> VersionLine:
    """A version in a list."""
    article = version.article
    return VersionLine(
        version=article.version,
        how=version.how.value,
        changed_by=version.changed_by,
        changed_at=version.changed_at,
        title=article.title,
        audience=article.audience,
        locale=article.locale,
        owner=article.owner,
        draft=article.draft,
        valid_from=article.valid_from,
        valid_until=article.valid_until,
        restored_from=version.restored_from,
    )


def comparison_shape(
    before: ArticleVersion, after: ArticleVersion, found: Comparison
) -> ComparisonShape:
    """Two versions and in what they differ."""
    return ComparisonShape(
        before=version_line(before),
        after=version_line(after),
        properties=[
            ComparedProperty(one.name, one.before, one.after)  # pyright: ignore[reportArgumentType]
            for one in found.properties
        ],
        stretches=[
            StretchShape(each.skipped, [ComparedLine(line.mark, line.text) for line in each.lines])
            for each in found.stretches
        ],
    )
