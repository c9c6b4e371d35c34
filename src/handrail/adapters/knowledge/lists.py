"""Lists of articles: filtered, page by page, with only what is asked for in the query."""

import re
from collections.abc import Iterator
from typing import Final

import asyncpg
import msgspec

from handrail.actions.knowledge_shelf import COUNTED, ArticleLine, ArticleQuery
from handrail.adapters.knowledge.queries import QUERIES, clean
from handrail.domain.article_version import ArticleState

WORD = re.compile(r"\w+")
CONDITIONS: Final = {
    "words": QUERIES["asked_words"],
    "audience": QUERIES["asked_audience"],
    "locale": QUERIES["asked_locale"],
    "source": QUERIES["asked_source"],
    "owner": QUERIES["asked_owner"],
    "valid": QUERIES["asked_valid"],
    "not_yet": QUERIES["asked_not_yet"],
    "expired": QUERIES["asked_expired"],
    "draft": QUERIES["asked_draft"],
    "due": QUERIES["asked_due"],
    "after": QUERIES["asked_after"],
}


class PostgresLists:
    """The part of the port ``Knowledge`` that lists articles, over a pool of connections."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    async def lines(self, query: ArticleQuery) -> list[ArticleLine]:
        """One page of articles, by title then slug."""
        if not _can_be_found(query):
            return []
        text, values = list_query(query)
        rows = await self._pool.fetch(text, *values)
        return [msgspec.convert(dict(row), ArticleLine) for row in rows]

    async def count(self, query: ArticleQuery) -> int:
        """How many articles such a list has in all, COUNTED at most."""
        if not _can_be_found(query):
            return 0
        asked, values = _asked(query)
        text = QUERIES["count"].format(asked=asked, limit=COUNTED)
        return int(await self._pool.fetchval(text, *values))


def list_query(query: ArticleQuery) -> tuple[str, tuple[object, ...]]:
    """The SQL of a page, and its arguments."""
    asked, values = _asked(query, query.after)
    text = QUERIES["lines"].format(asked=asked, limit=f"${len(values) + 1}")
    return text, (*values, query.limit)


def _can_be_found(query: ArticleQuery) -> bool:
    return not query.words.strip() or WORD.search(query.words) is not None


def _asked(
    query: ArticleQuery, after: tuple[str, str] | None = None
) -> tuple[str, tuple[object, ...]]:
    parts, values = list[str](), list[object]()
    for name, given in _conditions(query, after):
        places = [f"${len(values) + place}" for place in range(1, len(given) + 1)]
        parts.append(CONDITIONS[name].format(*places))
        values += given
    return "\n    AND ".join(f"({part.strip()})" for part in parts) or "true", tuple(values)


def _conditions(
    query: ArticleQuery, after: tuple[str, str] | None
) -> Iterator[tuple[str, tuple[object, ...]]]:
    terms = WORD.findall(clean(query.words))
    if terms:
        yield "words", (" & ".join(f"'{term}':*" for term in terms), " ".join(terms))
    for name in ("audience", "locale", "source", "owner"):
        if (value := getattr(query, name)) is not None:
            yield name, (value,)
    if query.on is not None:
        if query.due:
            yield "due", (query.on,)
        else:
            state = query.state or ArticleState.VALID
            yield state.value, () if state is ArticleState.DRAFT else (query.on,)
    if after is not None:
        yield "after", after
