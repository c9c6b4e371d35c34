"""Fake of the port Knowledge: articles in a dictionary, found by the words they share with a question."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from handrail.actions.knowledge_shelf import (
    ArticleLine,
    ArticleQuery,
    Changed,
    ChunkLine,
    Vector,
)
from handrail.domain.knowledge import POLICY, WRITTEN, Article, Chunk, Passage, Shelved


@dataclass
class Kept:
    """An article with its chunks as they are kept: each with its id and version."""

    shelved: Shelved
    chunks: list[tuple[Chunk, str, int]]
    changed_at: datetime


@dataclass
class FakeKnowledge:
    given: Sequence[Article] = ()
    kept: dict[str, Kept] = field(default_factory=dict[str, Kept])
    settled: int = 0
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        for article in self.given:
            self._keep(Shelved(article, (Chunk((), "", article.text, article.title),)))

    @property
    def articles(self) -> list[Article]:
        return [each.shelved.article for each in self.kept.values()]

    async def load(self, articles: Sequence[Article], embeddings: Sequence[Sequence[float]]) -> int:
        shelved = [
            Shelved(article, (Chunk((), "", article.text, f"{article.title} {embedding}"),))
            for article, embedding in zip(articles, embeddings, strict=True)
        ]
        vectors = {each.chunks[0].content_hash: () for each in shelved}
        changed = await self.keep(POLICY, "", shelved, vectors)
        return changed.changed + changed.removed

    async def hashes(self, source: str, path: str) -> frozenset[str]:
        return frozenset(
            chunk.content_hash for each in self._of(source, path) for chunk, _, _ in each.chunks
        )

    async def keep(
        self, source: str, path: str, shelved: Sequence[Shelved], vectors: Mapping[str, Vector]
    ) -> Changed:
        slugs = {each.article.slug for each in shelved}
        gone = [each for each in self._of(source, path) if each.shelved.article.slug not in slugs]
        known = await self.hashes(source, path)
        for chunk in (chunk for each in shelved for chunk in each.chunks):
            if chunk.content_hash not in known:
                vectors[chunk.content_hash]
        for each in gone:
            del self.kept[each.shelved.article.slug]
        return Changed(sum([self._keep(each) for each in shelved]), len(gone))

    def _of(self, source: str, path: str) -> list[Kept]:
        return [
            each
            for each in self.kept.values()
            if (each.shelved.article.source, each.shelved.article.path) == (source, path)
        ]

    def _keep(self, shelved: Shelved) -> bool:
        before = self.kept.get(shelved.article.slug)
        version = 1 if before is None else before.shelved.article.version + 1
        if before is not None and before.shelved == Shelved(
            replace(shelved.article, version=before.shelved.article.version), shelved.chunks
        ):
            return False
        old = {} if before is None else {c.content_hash: (i, v) for c, i, v in before.chunks}
        chunks = [
            (c, *old.get(c.content_hash, (str(next(self._ids)), version))) for c in shelved.chunks
        ]
        article = replace(shelved.article, version=version)
        self.kept[article.slug] = Kept(Shelved(article, shelved.chunks), chunks, datetime.now(UTC))
        return True

    async def paths(self, source: str) -> frozenset[str]:
        return frozenset(article.path for article in self.articles if article.source == source)

    async def settle(self) -> None:
        self.settled += 1

    async def lines(self, query: ArticleQuery) -> list[ArticleLine]:
        found = sorted(self._listed(query), key=lambda each: _order(each.shelved.article))
        rest = [e for e in found if query.after is None or _order(e.shelved.article) > query.after]
        return [_line(each) for each in rest[: query.limit]]

    async def count(self, query: ArticleQuery) -> int:
        return len(self._listed(query))

    def _listed(self, query: ArticleQuery) -> list[Kept]:
        return [each for each in self.kept.values() if _is_asked(each.shelved.article, query)]

    async def chunk_lines(self, slug: str) -> list[ChunkLine]:
        each = self.kept.get(slug)
        return [
            ChunkLine(chunk_id, " > ".join(chunk.headings), chunk.place, chunk.text, version)
            for chunk, chunk_id, version in (each.chunks if each else [])
        ]

    async def add(self, article: Article, embedding: Sequence[float]) -> None:
        written = replace(article, source=WRITTEN, path=article.slug)
        shelved = Shelved(written, (Chunk((), "", written.text, written.text),))
        await self.keep(WRITTEN, article.slug, [shelved], {written.text: embedding})

    async def search(
        self,
        question: str,
        embedding: Sequence[float],
        locale: str,
        audience: str,
        limit: int = 3,
        *,
        on: date | None = None,
    ) -> list[Passage]:
        asked = set(question.lower().split())
        today = on or datetime.now(UTC).date()
        found = [
            passage
            for each in self.kept.values()
            if _may_read(each.shelved.article, audience, today)
            and _language(each.shelved.article.locale) == _language(locale)
            for passage in _passages(each, asked)
        ]
        return sorted(found, key=lambda passage: -passage.score)[:limit]

    async def article(self, slug: str) -> Article | None:
        each = self.kept.get(slug)
        return each.shelved.article if each else None

    async def by_kind(self, kind: str, audience: str) -> list[Article]:
        today = datetime.now(UTC).date()
        return [a for a in self.articles if kind in a.kinds and _may_read(a, audience, today)]


def _order(article: Article) -> tuple[str, str]:
    return article.title, article.slug


def _language(locale: str) -> str:
    return locale.lower().partition("-")[0]


def _may_read(article: Article, audience: str, on: date) -> bool:
    return (audience == "staff" or article.audience == audience) and article.is_valid(on)


def _passages(each: Kept, asked: set[str]) -> list[Passage]:
    article, found = each.shelved.article, list[Passage]()
    for chunk, chunk_id, version in each.chunks:
        words = set(" ".join([article.title, *chunk.headings]).lower().split())
        share = len(words & asked) / max(len(words), 1)
        place = ", ".join(part for part in (" > ".join(chunk.headings), chunk.place) if part)
        found.append(
            Passage(article.slug, article.title, chunk.text, share, place, chunk_id, version)
        )
    return found


def _is_asked(article: Article, query: ArticleQuery) -> bool:
    exact = ((query.audience, article.audience), (query.locale, article.locale))
    more = ((query.source, article.source), (query.owner, article.owner))
    return (
        query.words.lower() in article.title.lower()
        and all(wanted in (None, there) for wanted, there in exact + more)
        and (query.on is None or article.is_valid(query.on))
    )


def _line(each: Kept) -> ArticleLine:
    article = each.shelved.article
    return ArticleLine(
        slug=article.slug,
        title=article.title,
        audience=article.audience,
        locale=article.locale,
        source=article.source,
        path=article.path,
        owner=article.owner,
        valid_from=article.valid_from,
        valid_until=article.valid_until,
        version=article.version,
        changed_at=each.changed_at,
        chunks=len(each.chunks),
    )
