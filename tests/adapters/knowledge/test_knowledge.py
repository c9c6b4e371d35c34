"""Articles are kept as loaded, found by word and by meaning, and never shown to the wrong reader."""

from dataclasses import replace
from datetime import date, timedelta

import asyncpg
import pytest

from handrail.actions.knowledge_shelf import ArticleQuery
from handrail.actions.ports import Knowledge
from handrail.adapters.knowledge import postgres_knowledge
from handrail.adapters.knowledge.postgres_knowledge import PostgresKnowledge
from handrail.domain.knowledge import Chunk, Shelved
from tests.adapters.knowledge.examples import ARTICLES, FEES, KARTE, LOST, STAFF, VECTORS, pointing


async def test_an_article_comes_back_as_it_was_loaded(knowledge: Knowledge) -> None:
    assert await knowledge.article("lost") == LOST
    assert await knowledge.article("unknown") is None


async def test_articles_are_found_by_kind_for_whom_they_are_meant(knowledge: Knowledge) -> None:
    assert {a.slug for a in await knowledge.by_kind("fraud", "customer")} == {"lost", "karte"}
    assert {a.slug for a in await knowledge.by_kind("fraud", "staff")} == {"lost", "karte", "staff"}
    assert await knowledge.by_kind("unknown", "staff") == []


async def test_loading_again_changes_only_what_is_new(knowledge: Knowledge) -> None:
    changed = replace(FEES, text="A transfer costs 7 euros.")
    assert await knowledge.load(ARTICLES, VECTORS) == 0
    assert await knowledge.load((LOST, changed, STAFF, KARTE), VECTORS) == 1
    assert await knowledge.article("fees") == replace(changed, version=2)


async def test_the_search_keeps_to_reader_and_language(knowledge: Knowledge) -> None:
    found = await knowledge.search("card lost", pointing(0), "en", "customer")
    assert found[0].slug == "lost"
    assert "staff" not in {passage.slug for passage in found}
    assert {p.slug for p in await knowledge.search("karte", pointing(0), "de", "customer")} == {
        "karte"
    }
    assert {p.slug for p in await knowledge.search("x", pointing(0), "en", "staff")} == {
        "lost",
        "staff",
        "fees",
    }
    assert len(await knowledge.search("card", pointing(0), "en", "staff", limit=1)) == 1


async def test_an_article_that_is_not_loaded_again_is_gone(real: PostgresKnowledge) -> None:
    assert await real.load((LOST, FEES), VECTORS[:2]) == 2
    assert await real.article("staff") is None


async def test_a_new_model_s_vectors_replace_the_old(real: PostgresKnowledge) -> None:
    assert await real.load(ARTICLES, (pointing(5), *VECTORS[1:])) == 1
    found = await real.search("x", pointing(5), "en", "customer", limit=1)
    assert found[0].slug == "lost"
    assert found[0].score == pytest.approx(1.0)


async def test_an_article_without_a_vector_is_refused(real: PostgresKnowledge) -> None:
    with pytest.raises(ValueError, match="shorter"):
        await real.load(ARTICLES, VECTORS[:1])
    assert await real.article("fees") == FEES


async def test_the_score_is_the_cosine_from_0_to_1(real: PostgresKnowledge) -> None:
    found = await real.search("x", pointing(0, 2), "en", "customer")
    assert [(p.slug, pytest.approx(p.score, abs=1e-4)) for p in found] == [
        ("lost", 0.5**0.5),
        ("fees", 0.0),
    ]
    opposite = [-number for number in pointing(0)]
    assert {p.score for p in await real.search("x", opposite, "en", "customer")} == {0.0}


async def first_of(knowledge: PostgresKnowledge, texts: dict[str, str], question: str) -> str:
    """The slug of the article that is found first, where all are as near in meaning."""
    many = [replace(FEES, slug=slug, title=slug, text=text) for slug, text in texts.items()]
    await knowledge.load(many, [pointing(0)] * len(many))
    found = await knowledge.search(question, pointing(0), "en", "customer", limit=1)
    return found[0].slug


@pytest.mark.parametrize("one_by_one", [5_000, 0])
async def test_a_word_weighs_more_the_rarer_it_is(
    real: PostgresKnowledge, monkeypatch: pytest.MonkeyPatch, one_by_one: int
) -> None:
    """Three common words of the question in one article are less than its one rare word in another."""
    monkeypatch.setattr(postgres_knowledge, "ONE_BY_ONE", one_by_one)
    texts = {f"n{n}": "card bank account" for n in range(40)}
    texts |= {"rare": "a chargeback"}
    assert await first_of(real, texts, "card bank account chargeback") == "rare"


async def test_a_word_weighs_more_in_a_title_and_in_a_short_text(real: PostgresKnowledge) -> None:
    long = " ".join(f"other{n}" for n in range(200))
    texts = {"one": f"{long} transfer", "transfer": f"{long} fees", "two": "x", "three": "y"}
    assert await first_of(real, texts, "transfer") == "transfer"
    texts = {"one": f"{long} transfer", "two": "other transfer", "three": "y"}
    assert await first_of(real, texts, "transfer") == "two"


async def test_what_a_text_ends_with_counts_more(real: PostgresKnowledge) -> None:
    texts = {"a": "about gardens", "b": "about parking", "c": "x", "d": "y"}
    assert await first_of(real, texts, "We liked gardens. Is there parking? Thanks!") == "b"
    assert await first_of(real, texts, "We liked parking. Are there gardens? Thanks!") == "a"


async def test_words_are_counted_by_language(real: PostgresKnowledge) -> None:
    """A word that every German article has says nothing, however rare it is among all."""
    english = [replace(FEES, slug=f"e-{n}", text=f"number{n}") for n in range(60)]
    said = {"k-1": "Karte Karte Karte", "k-2": "Karte Zinsen", "k-3": "Karte Zinsen Konto Depot"}
    german = [replace(KARTE, slug=slug, title="Karte", text=text) for slug, text in said.items()]
    await real.load([*english, *german], [pointing(0)] * 63)
    found = await real.search("Zinsen Karte", pointing(0), "de", "customer")
    assert found[0].slug == "k-2"


async def test_words_count_beside_meaning(real: PostgresKnowledge) -> None:
    """Both are as near in meaning; the one that has the word in any of its forms comes first."""
    between = pointing(0, 1)
    assert (await real.search("what do transfers cost?", between, "en", "customer"))[
        0
    ].slug == "fees"
    assert (await real.search("freezing it", between, "en", "customer"))[0].slug == "lost"


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "the",
        "'; DROP TABLE articles; --",
        "a & | ! <-> ( : *",
        "\\' \" \\",
        "nul\0byte",
        "🙂" * 5000,
        "O'Brien's c:\\temp\\x http://a.b/c?d='x'&e=\\'",
        " ".join(f"word{n}" for n in range(20_000)),
    ],
)
@pytest.mark.parametrize("one_by_one", [5_000, 0])
async def test_any_question_is_only_a_question(
    real: PostgresKnowledge, monkeypatch: pytest.MonkeyPatch, question: str, one_by_one: int
) -> None:
    monkeypatch.setattr(postgres_knowledge, "ONE_BY_ONE", one_by_one)
    assert await real.search(question, pointing(0), "en", "customer")


async def test_a_reader_finds_theirs_behind_many_that_are_nearer(database_url: str) -> None:
    """The vector index alone would give the nearest, all of them for staff, and filter them away."""
    index_only = {"enable_seqscan": "off", "enable_sort": "off"}
    async with asyncpg.create_pool(
        database_url, max_size=1, min_size=1, server_settings=index_only
    ) as pool:
        knowledge = PostgresKnowledge(pool)
        nearer = [replace(STAFF, slug=f"staff-{n}", title="Note", text="Note.") for n in range(300)]
        vectors = [pointing(0, 2 + n) for n in range(300)]
        await knowledge.load([*nearer, FEES], [*vectors, pointing(1)])
        found = await knowledge.search("x", pointing(0), "en", "customer")
    assert [passage.slug for passage in found] == ["fees"]


HANDBOOK = replace(LOST, slug="handbook", title="Handbook", source="/kb", path="h.md", owner="Ann")
PARTS = (
    Chunk(("Cards", "Lost"), "page 1", "Freeze the card.", "h1"),
    Chunk(("Fees",), "page 2", "It costs 6 euros.", "h2"),
)
VECTORS_OF_PARTS = {"h1": pointing(3), "h2": pointing(4)}


async def test_chunks_are_found_with_their_place(knowledge: Knowledge) -> None:
    kept = await knowledge.keep("/kb", "h.md", [Shelved(HANDBOOK, PARTS)], VECTORS_OF_PARTS)
    assert (kept.changed, kept.removed) == (1, 0)
    found = await knowledge.search("handbook lost cards", pointing(3), "en-GB", "customer")
    first = next(passage for passage in found if passage.slug == "handbook")
    assert (first.title, first.text) == ("Handbook", "Freeze the card.")
    assert (first.place, first.version) == ("Cards > Lost, page 1", 1)
    lines = await knowledge.chunk_lines("handbook")
    assert [(line.headings, line.place) for line in lines] == [
        ("Cards > Lost", "page 1"),
        ("Fees", "page 2"),
    ]
    assert first.chunk_id == lines[0].id


async def test_only_what_changed_is_touched(knowledge: Knowledge) -> None:
    await knowledge.keep("/kb", "h.md", [Shelved(HANDBOOK, PARTS)], VECTORS_OF_PARTS)
    before = await knowledge.chunk_lines("handbook")
    assert await knowledge.hashes("/kb", "h.md") == {"h1", "h2"}
    same = await knowledge.keep("/kb", "h.md", [Shelved(HANDBOOK, PARTS)], {})
    assert (same.changed, same.removed) == (0, 0)
    news = Chunk(("Fees",), "page 3", "It costs 7 euros.", "h3")
    moved = replace(PARTS[0], place="page 2")
    later = Shelved(HANDBOOK, (news, moved))
    with pytest.raises(LookupError):
        await knowledge.keep("/kb", "h.md", [later], {})
    assert await knowledge.chunk_lines("handbook") == before
    await knowledge.keep("/kb", "h.md", [later], {"h3": pointing(4)})
    after = await knowledge.chunk_lines("handbook")
    assert [(line.place, line.version) for line in after] == [("page 3", 2), ("page 2", 1)]
    assert after[1].id == before[0].id
    article = await knowledge.article("handbook")
    assert article is not None
    assert article.version == 2


async def test_a_file_takes_along_what_it_no_longer_says(knowledge: Knowledge) -> None:
    other = replace(HANDBOOK, slug="other")
    both = [Shelved(HANDBOOK, PARTS[:1]), Shelved(other, PARTS[1:])]
    await knowledge.keep("/kb", "h.md", both, VECTORS_OF_PARTS)
    assert await knowledge.paths("/kb") == {"h.md"}
    kept = await knowledge.keep("/kb", "h.md", both[:1], {})
    assert (kept.changed, kept.removed) == (0, 1)
    assert await knowledge.article("other") is None
    assert (await knowledge.keep("/kb", "h.md", (), {})).removed == 1
    assert await knowledge.paths("/kb") == frozenset()
    assert await knowledge.article("lost") == LOST


async def test_loading_a_policy_leaves_what_was_imported(knowledge: Knowledge) -> None:
    await knowledge.keep("/kb", "h.md", [Shelved(HANDBOOK, PARTS[:1])], {"h1": pointing(3)})
    assert await knowledge.load((LOST,), VECTORS[:1]) == 3
    assert await knowledge.article("handbook") == HANDBOOK


async def test_articles_are_found_on_the_days_on_which_they_hold(knowledge: Knowledge) -> None:
    day = date(2026, 6, 1)
    dated = replace(HANDBOOK, valid_from=day, valid_until=day)
    await knowledge.keep("/kb", "h.md", [Shelved(dated, PARTS[:1])], {"h1": pointing(3)})

    async def is_found(on: date | None) -> bool:
        found = await knowledge.search("handbook", pointing(3), "en", "customer", limit=9, on=on)
        return "handbook" in {passage.slug for passage in found}

    assert await is_found(day)
    assert not await is_found(day - timedelta(days=1))
    assert not await is_found(day + timedelta(days=1))
    assert not await is_found(None)
    assert "handbook" not in {a.slug for a in await knowledge.by_kind("fraud", "staff")}


async def test_articles_are_listed_by_title_page_by_page(knowledge: Knowledge) -> None:
    await knowledge.keep("/kb", "h.md", [Shelved(HANDBOOK, PARTS)], VECTORS_OF_PARTS)
    await knowledge.settle()
    first = await knowledge.lines(ArticleQuery(limit=2))
    assert [line.title for line in first] == ["Handbook", "If your card is lost"]
    assert (first[0].chunks, first[0].owner, first[0].path) == (2, "Ann", "h.md")
    rest = await knowledge.lines(ArticleQuery(after=(first[1].title, first[1].slug)))
    assert [line.slug for line in rest] == ["karte", "staff", "fees"]
    for query, slugs in (
        (ArticleQuery("LOST"), {"lost", "staff", "handbook"}),
        (ArticleQuery("100%"), set[str]()),
        (ArticleQuery(audience="staff"), {"staff"}),
        (ArticleQuery(locale="de"), {"karte"}),
        (ArticleQuery(source="/kb"), {"handbook"}),
        (ArticleQuery(owner="Ann"), {"handbook"}),
        (ArticleQuery(owner="Ann", on=date(2026, 1, 1)), {"handbook"}),
    ):
        assert {line.slug for line in await knowledge.lines(query)} == slugs
        assert await knowledge.count(query) == len(slugs)


async def test_by_the_index_the_same_is_found(
    real: PostgresKnowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("card lost", pointing(0), "en", "customer")
    one_by_one = await real.search(*asked)
    monkeypatch.setattr(postgres_knowledge, "ONE_BY_ONE", 0)
    assert await real.search(*asked) == one_by_one


async def test_common_words_alone_find_as_well_as_rare_ones(
    real: PostgresKnowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once words are counted, frequent ones are matched together instead of one by one."""
    texts = [f"common word number{n} {'rare' if n == 7 else ''}" for n in range(200)]
    many = [replace(FEES, slug=f"m-{n}", title="Note", text=text) for n, text in enumerate(texts)]
    await real.load(many, [pointing(n + 1) for n in range(200)])
    await real.settle()
    monkeypatch.setattr(postgres_knowledge, "WEIGHED", 50)
    found = await real.search("a common rare word", pointing(0), "en", "customer")
    assert found[0].slug == "m-7"
    assert await real.search("common word", pointing(0), "en", "customer")
