"""Fake of the port Knowledge: articles in a dictionary, found by the words they share with a question."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from handrail.actions.knowledge_shelf import (
    COUNTED,
    ArticleLine,
    ArticleQuery,
    Changed,
    ChunkLine,
    Vector,
)
from handrail.actions.knowledge_versions import ArticleMoved, Change, Facets
from handrail.domain.article_version import (
    ArticleState,
    ArticleVersion,
    How,
    SetHere,
    state_of,
    with_set,
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
    past: dict[str, list[ArticleVersion]] = field(default_factory=dict[str, list[ArticleVersion]])
    properties: dict[str, SetHere] = field(default_factory=dict[str, SetHere])
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        for article in self.given:
            shelved = Shelved(article, (Chunk((), "", article.text, article.title),))
            self._keep(shelved, Change("", How.IMPORTED))

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
        self,
        source: str,
        path: str,
        shelved: Sequence[Shelved],
        vectors: Mapping[str, Vector],
        by: str = "",
    ) -> Changed:
        slugs = {each.article.slug for each in shelved}
        gone = [each for each in self._of(source, path) if each.shelved.article.slug not in slugs]
        known = await self.hashes(source, path)
        for chunk in (chunk for each in shelved for chunk in each.chunks):
            if chunk.content_hash not in known:
                vectors[chunk.content_hash]
        for each in gone:
            article = each.shelved.article
            del self.kept[article.slug]
            removed = replace(article, version=article.version + 1)
            self.past[article.slug].append(
                ArticleVersion(removed, How.REMOVED, by, datetime.now(UTC))
            )
        change = Change(by, How.WRITTEN if source == WRITTEN else How.IMPORTED)
        held = [
            Shelved(with_set(s.article, self.properties.get(s.article.slug, {})), s.chunks)
            for s in shelved
        ]
        return Changed(sum([self._keep(each, change) for each in held]), len(gone))

    async def revise(
        self,
        article: Article,
        chunks: Sequence[Chunk] | None,
        vectors: Mapping[str, Vector],
        change: Change,
    ) -> Article:
        before = self.kept.get(article.slug)
        now = before.shelved.article.version if before else None
        if change.base is not None and change.base != now:
            if article.slug not in self.past:
                raise LookupError(article.slug)
            raise ArticleMoved(self.past[article.slug][-1])
        if chunks is None:
            chunks = before.shelved.chunks if before else ()
        known = await self.hashes(article.source, article.path)
        for chunk in chunks:
            if chunk.content_hash not in known:
                vectors[chunk.content_hash]
        if before is None or not _is_same(before.shelved.article, article):
            self._keep(Shelved(article, tuple(chunks)), change)
        if change.held:
            self.properties[article.slug] = {
                **self.properties.get(article.slug, {}),
                **change.held,
            }
        return self.kept[article.slug].shelved.article

    async def held(self, slugs: Sequence[str]) -> Mapping[str, SetHere]:
        return {slug: self.properties[slug] for slug in slugs if slug in self.properties}

    async def versions(self, slug: str, limit: int = 200) -> list[ArticleVersion]:
        found = self.past.get(slug, [])[::-1][:limit]
        return [replace(one, article=replace(one.article, text="")) for one in found]

    async def version(self, slug: str, number: int) -> ArticleVersion | None:
        found = [one for one in self.past.get(slug, []) if one.article.version == number]
        return found[0] if found else None

    async def version_at(self, slug: str, at: datetime) -> ArticleVersion | None:
        found = [one for one in self.past.get(slug, []) if one.how is not How.REMOVED]
        held = [one for one in found if one.changed_at <= at]
        return held[-1] if held else next(iter(found), None)

    async def facets(self) -> Facets:
        names = ("owner", "locale", "source")
        return Facets(
            *(tuple(sorted({getattr(a, n) for a in self.articles} - {""})) for n in names)
        )

    def _of(self, source: str, path: str) -> list[Kept]:
        return [
            each
            for each in self.kept.values()
            if (each.shelved.article.source, each.shelved.article.path) == (source, path)
        ]

    def _keep(self, shelved: Shelved, change: Change) -> bool:
        before = self.kept.get(shelved.article.slug)
        past = self.past.setdefault(shelved.article.slug, [])
        version = 1 + (past[-1].article.version if past else 0)
        if before is not None and before.shelved == Shelved(
            replace(shelved.article, version=before.shelved.article.version), shelved.chunks
        ):
            return False
        old = {} if before is None else {c.content_hash: (i, v) for c, i, v in before.chunks}
        chunks = [
            (c, *old.get(c.content_hash, (str(next(self._ids)), version))) for c in shelved.chunks
        ]
        article = replace(shelved.article, version=version)
        at = datetime.now(UTC)
        self.kept[article.slug] = Kept(Shelved(article, shelved.chunks), chunks, at)
        past.append(ArticleVersion(article, change.how, change.by, at, change.restored_from))
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
        return min(len(self._listed(query)), COUNTED)

    def _listed(self, query: ArticleQuery) -> list[Kept]:
        return [each for each in self.kept.values() if _is_asked(each.shelved, query)]

    async def chunk_lines(self, slug: str) -> list[ChunkLine]:
        each = self.kept.get(slug)
        return [
            ChunkLine(chunk_id, " > ".join(chunk.headings), chunk.place, chunk.text, version)
            for chunk, chunk_id, version in (each.chunks if each else [])
        ]

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


def _is_asked(shelved: Shelved, query: ArticleQuery) -> bool:
    article = shelved.article
    exact = ((query.audience, article.audience), (query.locale, article.locale))
    more = ((query.source, article.source), (query.owner, article.owner))
    return (
        _has_words(shelved, query.words)
        and all(wanted in (None, there) for wanted, there in exact + more)
        and (query.on is None or _stands(article, query, query.on))
    )


def _has_words(shelved: Shelved, words: str) -> bool:
    terms = re.findall(r"\w+", words.lower())
    if not terms:
        return not words.strip()
    title = re.findall(r"\w+", shelved.article.title.lower())
    parts = [" ".join((shelved.article.title, *c.headings, c.text)) for c in shelved.chunks]
    parts += [shelved.article.text] * shelved.article.draft
    texts = [set(re.findall(r"\w+", part.lower())) for part in parts]
    return all(any(w.startswith(t) for w in title) for t in terms) or any(
        text.issuperset(terms) for text in texts
    )


def _stands(article: Article, query: ArticleQuery, on: date) -> bool:
    if query.due:
        last = article.valid_until
        return not article.draft and last is not None and on <= last <= on + timedelta(days=30)
    state = state_of(article.draft, article.valid_from, article.valid_until, on)
    return state is (query.state or ArticleState.VALID)


def _is_same(one: Article, other: Article) -> bool:
    return replace(one, version=0, updated=other.updated) == replace(other, version=0)


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
        draft=article.draft,
    )
