"""Fake of the port Knowledge: articles in a list, found by the words they share with a question."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from handrail.domain.knowledge import Article, Passage


@dataclass
class FakeKnowledge:
    articles: list[Article] = field(default_factory=list[Article])

    async def load(self, articles: Sequence[Article], embeddings: Sequence[Sequence[float]]) -> int:
        changed = sum(article not in self.articles for article in articles)
        self.articles = list(articles)
        return changed

    async def add(self, article: Article, embedding: Sequence[float]) -> None:
        others = [one for one in self.articles if one.slug != article.slug]
        self.articles = [*others, article]

    async def search(
        self, question: str, embedding: Sequence[float], locale: str, audience: str, limit: int = 3
    ) -> list[Passage]:
        asked = set(question.lower().split())
        found = [
            Passage(article.slug, article.title, article.text, self._share(article, asked))
            for article in self.articles
            if article.locale == locale and (audience == "staff" or article.audience == audience)
        ]
        return sorted(found, key=lambda passage: -passage.score)[:limit]

    async def article(self, slug: str) -> Article | None:
        return next((article for article in self.articles if article.slug == slug), None)

    async def by_kind(self, kind: str, audience: str) -> list[Article]:
        return [
            article
            for article in self.articles
            if kind in article.kinds and (audience == "staff" or article.audience == audience)
        ]

    @staticmethod
    def _share(article: Article, asked: set[str]) -> float:
        words = set(article.title.lower().split())
        return len(words & asked) / max(len(words), 1)
