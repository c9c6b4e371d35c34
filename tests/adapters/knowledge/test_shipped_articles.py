"""The articles that we ship can be quoted, pass their own check, and are found by a customer's words."""

from collections.abc import AsyncGenerator
from pathlib import Path

import asyncpg
import pytest

import handrail
from handrail.actions.article_vectors import article_vectors
from handrail.adapters.knowledge.postgres_knowledge import PostgresKnowledge
from handrail.adapters.policy_files.articles import load_articles
from handrail.adapters.signals.reader import BundledSignalReader
from handrail.domain.answer import check_answer, check_sentence, plain_text, quoted
from handrail.domain.knowledge import Article, Passage
from handrail.domain.sentences import split_sentences

POLICIES = Path(handrail.__file__).parent / "policies"
SHELVES = sorted(folder.name for folder in POLICIES.iterdir() if folder.is_dir())


def passage(article: Article) -> Passage:
    return Passage(article.slug, article.title, article.text, 1.0)


@pytest.mark.parametrize("shelf", SHELVES)
def test_an_article_s_own_words_pass_the_check(shelf: str) -> None:
    for article in load_articles(POLICIES / shelf):
        source = passage(article)
        assert check_answer(quoted(source), [source], "") is None
        for sentence in split_sentences(plain_text(article.text).replace("• ", "")):
            assert check_sentence(sentence, [source], "") is None, article.slug


@pytest.fixture(scope="module")
def reader() -> BundledSignalReader:
    return BundledSignalReader()


@pytest.fixture
async def knowledge(
    database_url: str, reader: BundledSignalReader
) -> AsyncGenerator[PostgresKnowledge]:
    articles = load_articles(POLICIES / "banking")
    async with asyncpg.create_pool(database_url, min_size=1, max_size=1) as pool:
        knowledge = PostgresKnowledge(pool)
        await knowledge.load(articles, article_vectors(articles, reader.embed))
        yield knowledge


async def test_a_customer_s_words_find_the_article(
    knowledge: PostgresKnowledge, reader: BundledSignalReader
) -> None:
    bar = 0.45
    for question, slug in (
        ("how long until my new card gets here?", "card-delivery"),
        ("my card was stolen", "if-your-card-is-gone"),
        ("where can I see my IBAN", "find-iban-and-bic"),
        ("I forgot my PIN", "pin-help"),
        ("when are you open on Saturday", "branches-and-contact"),
    ):
        embedding = reader.embed([question])[0]
        found = await knowledge.search(question, embedding, "en", "customer")
        assert slug in {one.slug for one in found if one.score >= bar}, question
    for question in ("what's the weather like in Rome", "tell me a joke about cats"):
        embedding = reader.embed([question])[0]
        found = await knowledge.search(question, embedding, "en", "customer")
        assert max(one.score for one in found) < bar, question
