from datetime import date
from pathlib import Path

import pytest

from handrail.adapters.policy_files import BUNDLED, load_articles, read_article, read_policy
from handrail.domain.policy import LOCALES, PolicyError

NAMES = ["banking", "default", "health", "retail"]
GOOD = """\
+++
title = "Block a card"
audience = "customer"
locale = "en"
kinds = ["card_lost"]
skills = ["cards"]
updated = 2026-10-01
+++
Freeze it in the app.

## Steps
1. Open the app.
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "block-a-card.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_article_is_front_matter_and_text(tmp_path: Path) -> None:
    article = read_article(write(tmp_path, GOOD))

    assert article.slug == "block-a-card"
    assert article.title == "Block a card"
    assert (article.audience, article.locale) == ("customer", "en")
    assert (article.kinds, article.skills) == (("card_lost",), ("cards",))
    assert article.updated == date(2026, 10, 1)
    assert article.text.startswith("Freeze it")
    assert article.text.endswith("Open the app.")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("+++\ntitle", "title", "none between +++ lines"),
        ('audience = "customer"', 'audience = "boss"', "Invalid enum value 'boss'"),
        ("updated = 2026-10-01", 'updated = "soon"', "$.updated"),
        ('title = "Block a card"\n', "", "missing required field `title`"),
        ('title = "Block a card"', "title = ", "Invalid value"),
        ('locale = "en"', 'locale = "en"\ncolour = "red"', "unknown field `colour`"),
        (GOOD.split("+++\n")[2], "\n", "the article is empty"),
    ],
)
def test_a_bad_article_is_refused_with_its_file(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))

    with pytest.raises(PolicyError) as refused:
        load_articles(tmp_path)

    assert refused.value.source == str(path)
    assert reason in refused.value.reason


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_the_ai_may_answer_has_an_article_for_customers(name: str) -> None:
    policy = read_policy(BUNDLED / f"{name}.toml")
    articles = load_articles(BUNDLED / name)
    for_customers = {
        kind for article in articles if article.audience == "customer" for kind in article.kinds
    }

    wanted = {kind.name for kind in policy.kinds.values() if kind.ai_may_answer and not kind.reply}
    assert wanted <= for_customers


@pytest.mark.parametrize("name", NAMES)
def test_the_articles_of_a_policy_are_complete(name: str) -> None:
    policy = read_policy(BUNDLED / f"{name}.toml")
    articles = load_articles(BUNDLED / name)

    assert len([article for article in articles if article.audience == "customer"]) >= 26
    assert any(article.audience == "staff" for article in articles)
    assert len({article.title for article in articles}) == len(articles)
    skills = {skill for kind in policy.kinds.values() for skill in kind.skills}
    for article in articles:
        assert article.locale in LOCALES, article.slug
        assert set(article.kinds) <= set(policy.kinds), article.slug
        assert set(article.skills) <= skills, article.slug
        assert 75 <= len(article.text.split()) <= 205, article.slug


@pytest.mark.parametrize("name", NAMES)
def test_the_first_paragraph_can_be_quoted_alone(name: str) -> None:
    for article in load_articles(BUNDLED / name):
        first = article.text.split("\n\n")[0]
        assert 12 <= len(first.split()) <= 70, article.slug
        assert not first.startswith(("#", "-", "1.")), article.slug
        assert first.rstrip("*").endswith((".", "!")), article.slug
