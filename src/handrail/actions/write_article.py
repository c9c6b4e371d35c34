"""Write an article: what people write, change and bring back on the shelf."""

import asyncio
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from handrail.actions.chunk_vectors import chunk_vectors
from handrail.actions.desk import Desk
from handrail.actions.knowledge_versions import ArticleMoved, Change
from handrail.domain.article_version import How, differing, set_here
from handrail.domain.document import chunks_of, written
from handrail.domain.knowledge import WRITTEN, Article, Chunk

LONGEST_SLUG = 60


class TextIsElsewhere(ValueError):
    """The text of this article comes from a source, and is changed there; says where."""

    def __init__(self, article: Article) -> None:
        place = " ".join(part for part in (article.source, article.path) if part)
        super().__init__(
            f"Title and text come from {place}. Change them there and import it again."
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article as a person wants it. Title and text None: as they are."""

    audience: Literal["customer", "staff"]
    locale: str
    owner: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    title: str | None = None
    text: str | None = None
    draft: bool = False


async def write_article(desk: Desk, wanted: Wanted, by: str) -> Article:
    """A new article of a person's own; a draft answers nobody yet."""
    title = wanted.title or ""
    article = Article(
        slug=written_slug(title, desk.new_id()),
        title=title,
        text=wanted.text or "",
        audience=wanted.audience,
        locale=wanted.locale,
        kinds=(),
        skills=(),
        updated=desk.now().date(),
        owner=wanted.owner,
        valid_from=wanted.valid_from,
        valid_until=wanted.valid_until,
        draft=wanted.draft,
    )
    return await keep_written(desk, article, Change(by, How.WRITTEN))


async def edit_article(desk: Desk, slug: str, wanted: Wanted, base: int, by: str) -> Article:
    """The article as it is now. Raises LookupError, ArticleMoved when it is no longer at ``base``, and
    TextIsElsewhere for another title or text of an article that comes from a source.

    Properties of such an article go before what its source says, also when it is imported again.
    """
    article = await _at(desk, slug, base)
    title = article.title if wanted.title is None else wanted.title
    text = article.text if wanted.text is None else wanted.text
    if (title, text) != (article.title, article.text) and not article.is_written_here:
        raise TextIsElsewhere(article)
    changed = replace(
        article,
        title=title,
        text=text,
        audience=wanted.audience,
        locale=wanted.locale,
        owner=wanted.owner,
        valid_from=wanted.valid_from,
        valid_until=wanted.valid_until,
        draft=wanted.draft and article.is_written_here,
    )
    return await _revise(desk, article, changed, Change(by, How.EDITED, base))


async def restore_article(desk: Desk, slug: str, number: int, base: int, by: str) -> Article:
    """The article as it was in version ``number``, as a new version. Raises as ``edit_article`` does.

    Of one that comes from a source only the properties are brought back: its text is the source's.
    """
    article = await _at(desk, slug, base)
    old = await desk.knowledge.version(slug, number)
    if old is None:
        raise LookupError(f"no version {number} of {slug}")
    was = old.article
    if article.is_written_here:
        changed = replace(was, version=article.version, draft=article.draft)
    else:
        changed = replace(
            article,
            audience=was.audience,
            locale=was.locale,
            owner=was.owner,
            valid_from=was.valid_from,
            valid_until=was.valid_until,
        )
    return await _revise(desk, article, changed, Change(by, How.RESTORED, base, number))


async def _at(desk: Desk, slug: str, base: int) -> Article:
    article = await desk.knowledge.article(slug)
    if article is None:
        raise LookupError(f"no article {slug}")
    if article.version != base:
        now = await desk.knowledge.version(slug, article.version)
        assert now is not None  # every version is kept
        raise ArticleMoved(now)
    return article


async def _revise(desk: Desk, before: Article, after: Article, change: Change) -> Article:
    """Keep a changed article; chunks and vectors are made anew only for a written one."""
    if before.is_written_here:
        spoken = (before.title, before.text, before.locale, before.draft)
        if spoken != (after.title, after.text, after.locale, after.draft):
            return await keep_written(desk, after, change)
        return await desk.knowledge.revise(after, None, {}, change)
    held = set_here(after, differing(before, after))
    return await desk.knowledge.revise(after, None, {}, replace(change, held=held))


async def keep_written(desk: Desk, article: Article, change: Change) -> Article:
    """Keep a written article. Raises ArticleMoved."""
    ready = await made_ready(desk, article)
    return await desk.knowledge.revise(ready.article, ready.chunks, ready.vectors, change)


@dataclass(frozen=True, slots=True)
class Ready:
    """A written article with all that is needed to keep it."""

    article: Article
    chunks: tuple[Chunk, ...]
    vectors: Mapping[str, Sequence[float]]


async def made_ready(desk: Desk, article: Article) -> Ready:
    """Its chunks, and vectors of those that have other words than before. A draft has none."""
    article = replace(article, source=WRITTEN, path=article.slug, updated=desk.now().date())
    if article.draft:
        return Ready(article, (), {})
    language = article.locale.lower().partition("-")[0]
    document = written(article.title, article.text)
    chunks = chunks_of(document, language, desk.signals.version)
    known = await desk.knowledge.hashes(WRITTEN, article.slug)
    missing = [chunk for chunk in chunks if chunk.content_hash not in known]
    return Ready(article, chunks, await _vectors(desk, article.title, missing))


async def _vectors(desk: Desk, title: str, chunks: Sequence[Chunk]) -> dict[str, list[float]]:
    if not chunks:
        return {}
    return await asyncio.to_thread(chunk_vectors, title, chunks, desk.signals.embed)


def written_slug(title: str, number: str) -> str:
    """A name from the title and a number of its own, so that no other article has it."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-") or "article"
    return f"{name}-{number[:8]}"
