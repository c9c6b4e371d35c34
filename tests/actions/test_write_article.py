"""People write articles, change them and bring old versions back; nobody's work is lost."""

from dataclasses import replace
from datetime import date

import pytest

from handrail.actions.knowledge_versions import ArticleMoved
from handrail.actions.write_article import (
    TextIsElsewhere,
    Wanted,
    edit_article,
    restore_article,
    write_article,
)
from handrail.domain.article_version import How
from handrail.domain.knowledge import WRITTEN
from tests.actions.test_import_knowledge import Bench, bench

__all__ = ["bench"]
LONG = ("A paragraph that stays as it is. " * 28).strip()
FEES = Wanted(
    "customer", "en", "Ann", title="Fees", text=f"{LONG}\n\n## Abroad\n\nBeyond the border 6 euros."
)


async def test_a_new_article_answers_and_is_its_first_version(bench: Bench) -> None:
    made = await write_article(bench.desk, FEES, "Ann")
    assert (made.source, made.version, made.text) == (WRITTEN, 1, FEES.text)
    assert made.slug.startswith("fees-")
    chunks = await bench.knowledge.chunk_lines(made.slug)
    assert [chunk.headings for chunk in chunks] == ["", "Abroad"]
    [version] = await bench.knowledge.versions(made.slug)
    assert (version.how, version.changed_by) == (How.WRITTEN, "Ann")


async def test_only_what_changed_is_read_again(bench: Bench) -> None:
    made = await write_article(bench.desk, FEES, "Ann")
    before = await bench.knowledge.chunk_lines(made.slug)
    bench.signals.embedded.clear()
    text = f"{LONG}\n\n## Abroad\n\nBeyond the border 7 euros."
    await edit_article(bench.desk, made.slug, replace(FEES, text=text), 1, "Bob")
    after = await bench.knowledge.chunk_lines(made.slug)
    assert after[0].id == before[0].id
    assert [text.rpartition(". ")[2] for text in bench.signals.embedded] == [
        "Abroad",
        "Beyond the border 7 euros.",
    ]
    bench.signals.embedded.clear()
    closed = replace(FEES, text=text, audience="staff", owner="Bob", valid_until=date(2026, 4, 1))
    now = await edit_article(bench.desk, made.slug, closed, 2, "Bob")
    assert (now.audience, now.owner, now.version) == ("staff", "Bob", 3)
    assert bench.signals.embedded == []
    assert await bench.knowledge.chunk_lines(made.slug) == after


async def test_a_draft_has_no_chunks_until_it_is_published(bench: Bench) -> None:
    made = await write_article(bench.desk, replace(FEES, draft=True), "Ann")
    assert await bench.knowledge.chunk_lines(made.slug) == []
    assert bench.signals.embedded == []
    now = await edit_article(bench.desk, made.slug, FEES, 1, "Ann")
    assert not now.draft
    assert len(await bench.knowledge.chunk_lines(made.slug)) == 2
    back = await edit_article(bench.desk, made.slug, replace(FEES, draft=True), 2, "Ann")
    assert (back.draft, await bench.knowledge.chunk_lines(made.slug)) == (True, [])


async def test_the_second_editor_is_told_and_nothing_is_overwritten(bench: Bench) -> None:
    made = await write_article(bench.desk, FEES, "Ann")
    await edit_article(bench.desk, made.slug, replace(FEES, text="First."), 1, "Bob")
    with pytest.raises(ArticleMoved) as moved:
        await edit_article(bench.desk, made.slug, replace(FEES, text="Second."), 1, "Cy")
    assert (moved.value.now.article.text, moved.value.now.changed_by) == ("First.", "Bob")
    kept = await bench.knowledge.article(made.slug)
    assert kept is not None
    assert kept.text == "First."
    with pytest.raises(LookupError):
        await edit_article(bench.desk, "nothing", FEES, 1, "Cy")


async def test_of_an_imported_article_properties_change_and_stay(bench: Bench) -> None:
    await bench.run({"a.md": "One.", "b.md": "Two."})
    slug = next(a.slug for a in bench.knowledge.articles if a.path == "a.md")
    wanted = Wanted("staff", "de", "Ann", valid_until=date(2026, 9, 1))
    with pytest.raises(TextIsElsewhere, match=r"come from /kb a\.md\. Change them there"):
        await edit_article(bench.desk, slug, replace(wanted, text="Mine."), 1, "Ann")
    bench.signals.embedded.clear()
    await edit_article(bench.desk, slug, wanted, 1, "Ann")
    assert bench.signals.embedded == []
    await bench.run({"a.md": "One, but other.", "b.md": "Two."}, owner="Folder")
    now = await bench.knowledge.article(slug)
    assert now is not None
    assert (now.text, now.audience, now.locale) == ("One, but other.", "staff", "de")
    assert (now.owner, now.valid_until) == ("Ann", date(2026, 9, 1))
    other = next(a for a in bench.knowledge.articles if a.path == "b.md")
    assert (other.audience, other.owner) == ("customer", "Folder")


async def test_an_old_version_comes_back_as_a_new_one(bench: Bench) -> None:
    made = await write_article(bench.desk, FEES, "Ann")
    other = replace(FEES, title="Prices", text="Other.", audience="staff", draft=True)
    await edit_article(bench.desk, made.slug, other, 1, "Bob")
    await edit_article(bench.desk, made.slug, replace(other, draft=False), 2, "Bob")
    back = await restore_article(bench.desk, made.slug, 1, 3, "Cy")
    assert (back.title, back.text, back.audience, back.version) == (
        "Fees",
        FEES.text,
        "customer",
        4,
    )
    latest = (await bench.knowledge.versions(made.slug))[0]
    assert (latest.how, latest.restored_from, latest.changed_by) == (How.RESTORED, 1, "Cy")
    still = await restore_article(bench.desk, made.slug, 2, 4, "Cy")
    assert not still.draft, "bringing back words does not take an article off the shelf"
    with pytest.raises(LookupError):
        await restore_article(bench.desk, made.slug, 99, 5, "Cy")
    with pytest.raises(ArticleMoved):
        await restore_article(bench.desk, made.slug, 1, 1, "Cy")


async def test_of_an_imported_article_only_properties_come_back(bench: Bench) -> None:
    await bench.run({"a.md": "One."})
    [article] = bench.knowledge.articles
    await bench.run({"a.md": "Two."}, audience="staff")
    back = await restore_article(bench.desk, article.slug, 1, 2, "Ann")
    assert (back.text, back.audience) == ("Two.", "customer")
    await bench.run({"a.md": "Three."}, audience="staff")
    now = await bench.knowledge.article(article.slug)
    assert now is not None
    assert (now.text, now.audience) == ("Three.", "customer")
