"""People change articles: no change is lost, each is a version, and what they set stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from handrail.actions.knowledge_shelf import ArticleQuery
from handrail.actions.knowledge_versions import ArticleMoved, Change
from handrail.actions.ports import Knowledge
from handrail.adapters.knowledge.lists import list_query
from handrail.adapters.knowledge.postgres_knowledge import PostgresKnowledge
from handrail.domain.article_version import ArticleState, How, differing, set_here
from handrail.domain.knowledge import WRITTEN, Article, Chunk, Shelved
from tests.adapters.knowledge.examples import ARTICLES, FEES, LOST, VECTORS, pointing

HANDBOOK = replace(LOST, slug="handbook", title="Handbook", source="/kb", path="h.md", owner="Ann")
ONE = Chunk((), "", "It costs 6 euros.", "one")
TWO = Chunk(("Abroad",), "page 2", "Abroad it is 2%.", "two")
VECTORS_OF = {"one": pointing(1), "two": pointing(2), "three": pointing(3)}
BOATS = replace(LOST, slug="boats", title="Boats", text="No boats.", source=WRITTEN, path="boats")
TODAY = date(2026, 6, 15)


async def edited(
    knowledge: Knowledge, now: Article, base: int, chunks: Sequence[Chunk] | None = None
) -> Article:
    before = await knowledge.article(now.slug)
    assert before is not None
    held = set_here(now, differing(before, now)) if now.source != WRITTEN else None
    return await knowledge.revise(
        now, chunks, VECTORS_OF, Change("Ann", How.EDITED, base, held=held)
    )


async def test_a_written_article_comes_beside_the_others_and_is_changed(
    knowledge: Knowledge,
) -> None:
    change = Change("Ann", How.WRITTEN)
    assert await knowledge.revise(BOATS, [ONE], VECTORS_OF, change) == BOATS
    await edited(knowledge, changed := replace(BOATS, text="Two."), 1, [TWO])
    assert await knowledge.article("boats") == replace(changed, version=2)
    [chunk] = await knowledge.chunk_lines("boats")
    assert (chunk.text, chunk.version) == (TWO.text, 2)
    same = await edited(knowledge, replace(changed, version=2), 2, [TWO])
    assert same.version == 2, "what did not change is no version"
    assert await knowledge.article("lost") == LOST


async def test_the_second_of_two_editors_loses_nothing(knowledge: Knowledge) -> None:
    await knowledge.revise(BOATS, [ONE], VECTORS_OF, Change("Ann", How.WRITTEN))
    await edited(knowledge, replace(BOATS, owner="Ann"), 1)
    with pytest.raises(ArticleMoved) as moved:
        await edited(knowledge, replace(BOATS, owner="Bob"), 1)
    assert (moved.value.now.article.owner, moved.value.now.changed_by) == ("Ann", "Ann")
    assert moved.value.now.article.text == "No boats."
    kept = await knowledge.article("boats")
    assert kept is not None
    assert (kept.owner, kept.version) == ("Ann", 2)
    with pytest.raises(LookupError):
        await knowledge.revise(replace(BOATS, slug="gone"), (), {}, Change("Bob", How.EDITED, 1))


async def test_what_a_person_set_stays_when_the_source_comes_again(knowledge: Knowledge) -> None:
    await knowledge.keep("/kb", "h.md", [Shelved(HANDBOOK, (ONE, TWO))], VECTORS_OF, "Cleo")
    before = await knowledge.chunk_lines("handbook")
    closed = replace(HANDBOOK, audience="staff", valid_until=date(2026, 1, 2))
    await edited(knowledge, closed, 1)
    after = await knowledge.chunk_lines("handbook")
    assert after == before, "neither chunks nor vectors were touched"
    assert "handbook" not in {
        p.slug for p in await knowledge.search("x", pointing(1), "en", "customer", 9)
    }
    again = replace(HANDBOOK, text="Other.", owner="Bob", valid_from=date(2027, 1, 1))
    await knowledge.keep("/kb", "h.md", [Shelved(again, (ONE,))], {}, "Cleo")
    kept = await knowledge.article("handbook")
    assert kept is not None
    assert (kept.audience, kept.owner, kept.text) == ("staff", "Bob", "Other.")
    assert (kept.valid_from, kept.valid_until) == (None, date(2026, 1, 2))
    await knowledge.keep("/kb", "h.md", [], {})
    assert await knowledge.article("handbook") is None
    await knowledge.keep("/kb", "h.md", [Shelved(HANDBOOK, (ONE,))], VECTORS_OF)
    back = await knowledge.article("handbook")
    assert back is not None
    assert (back.audience, back.version) == ("staff", 5), "also for one that was gone"
    held = await knowledge.held(["handbook", "lost"])
    assert held == {"handbook": {"audience": "staff", "valid_until": "2026-01-02"}}


async def test_versions_tell_who_changed_what_and_outlive_the_article(knowledge: Knowledge) -> None:
    await knowledge.keep("/kb", "h.md", [Shelved(HANDBOOK, (ONE,))], VECTORS_OF, "Cleo")
    await edited(knowledge, replace(HANDBOOK, owner="Bob"), 1)
    await knowledge.keep("/kb", "h.md", [], {}, "Cleo")
    found = await knowledge.versions("handbook")
    assert [(v.article.version, v.how, v.changed_by, v.article.owner) for v in found] == [
        (3, How.REMOVED, "Cleo", "Bob"),
        (2, How.EDITED, "Ann", "Bob"),
        (1, How.IMPORTED, "Cleo", "Ann"),
    ]
    assert {v.article.text for v in found} == {""}, "lists carry no texts"
    first = await knowledge.version("handbook", 1)
    assert first is not None
    assert first.article == HANDBOOK
    assert await knowledge.version("handbook", 9) is None
    assert len(await knowledge.versions("handbook", 1)) == 1


async def test_an_old_answer_finds_the_version_that_it_cited(knowledge: Knowledge) -> None:
    await knowledge.revise(BOATS, [ONE], VECTORS_OF, Change("Ann", How.WRITTEN))
    between = datetime.now(UTC)
    await edited(knowledge, replace(BOATS, text="Two."), 1, [TWO])
    for at, number in (
        (between, 1),
        (datetime.now(UTC) + timedelta(seconds=1), 2),
        (datetime(2020, 1, 1, tzinfo=UTC), 1),
    ):
        found = await knowledge.version_at("boats", at)
        assert found is not None
        assert found.article.version == number
    assert await knowledge.version_at("nothing", between) is None


async def test_a_draft_answers_nobody(knowledge: Knowledge) -> None:
    draft = replace(BOATS, draft=True, kinds=("fraud",))
    await knowledge.revise(draft, (), {}, Change("Ann", How.WRITTEN))
    assert await knowledge.article("boats") == draft
    assert "boats" not in {a.slug for a in await knowledge.by_kind("fraud", "staff")}
    found = await knowledge.search("boats", pointing(0), "en", "staff", 9)
    assert "boats" not in {p.slug for p in found}
    published = await edited(knowledge, replace(draft, draft=False), 1, [ONE])
    assert not published.draft
    found = await knowledge.search("boats", pointing(1), "en", "staff", 9)
    assert "boats" in {p.slug for p in found}


async def test_lists_by_state_words_and_what_may_be_asked(knowledge: Knowledge) -> None:
    later = replace(FEES, slug="later", title="Later", valid_from=date(2026, 7, 1))
    over = replace(FEES, slug="over", title="Over", valid_until=date(2026, 6, 14))
    soon = replace(FEES, slug="soon", title="Soon", valid_until=date(2026, 7, 15), owner="Ann")
    await knowledge.load((*ARTICLES, later, over, soon), (*VECTORS, *[pointing(5)] * 3))
    draft = replace(BOATS, draft=True)
    await knowledge.revise(draft, (), {}, Change("Ann", How.WRITTEN))
    for query, slugs in (
        (ArticleQuery(state=ArticleState.NOT_YET, on=TODAY), {"later"}),
        (ArticleQuery(state=ArticleState.EXPIRED, on=TODAY), {"over"}),
        (ArticleQuery(state=ArticleState.DRAFT, on=TODAY), {"boats"}),
        (ArticleQuery(due=True, on=TODAY), {"soon"}),
        (ArticleQuery(due=True, on=date(2026, 6, 14)), {"over"}),
        (ArticleQuery(state=ArticleState.VALID, on=TODAY, owner="Ann"), {"soon"}),
        (ArticleQuery("transfer"), {"fees", "later", "over", "soon"}),
        (ArticleQuery("lost car"), {"lost", "staff"}),
        (ArticleQuery("no boats"), {"boats"}),
        (ArticleQuery("%"), set[str]()),
    ):
        assert {line.slug for line in await knowledge.lines(query)} == slugs, query
        assert await knowledge.count(query) == len(slugs)
    facets = await knowledge.facets()
    assert (facets.owners, facets.locales) == (("Ann",), ("de", "en"))
    assert facets.sources == ("policy", WRITTEN)


MANY = """
INSERT INTO articles (slug, title, text, audience, locale, updated, source, path, owner, valid_until,
    content_hash)
SELECT 'm-' || n, 'Title ' || n, 'Text', CASE WHEN n % 500 = 0 THEN 'staff' ELSE 'customer' END,
    CASE WHEN n % 400 = 0 THEN 'fr' ELSE 'en' END, '2026-01-01',
    CASE WHEN n % 300 = 0 THEN '/kb' ELSE 'x' END,
    n::text, 'Owner ' || n % 500, CASE WHEN n % 600 = 0 THEN date '2026-06-20' END, ''
FROM generate_series(1, 20000) AS n
"""


@pytest.mark.parametrize(
    "query",
    [
        ArticleQuery(),
        ArticleQuery(after=("Title 5", "m-5")),
        ArticleQuery(owner="Owner 7"),
        ArticleQuery(audience="staff"),
        ArticleQuery(locale="fr"),
        ArticleQuery(source="/kb"),
        ArticleQuery(words="19999"),
        ArticleQuery(on=TODAY),
        ArticleQuery(due=True, on=TODAY),
        ArticleQuery(state=ArticleState.EXPIRED, on=TODAY),
        ArticleQuery(state=ArticleState.NOT_YET, on=TODAY),
        ArticleQuery(state=ArticleState.DRAFT, on=TODAY),
    ],
    ids=str,
)
async def test_every_filter_has_an_index(
    real: PostgresKnowledge, pool: "asyncpg.Pool[asyncpg.Record]", query: ArticleQuery
) -> None:
    await pool.execute(MANY)
    await pool.execute("ANALYZE articles")
    text, values = list_query(query)
    rows = await pool.fetch(f"EXPLAIN {text}", *values)
    plan = "\n".join(row[0] for row in rows)
    assert "Seq Scan on articles" not in plan, plan
    assert "Index" in plan, plan
