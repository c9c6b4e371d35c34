"""What an import is, and what its articles are called."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

from handrail.domain.document import Document, Marks, Section
from handrail.domain.import_run import (
    ImportProblem,
    ImportRun,
    ImportSettings,
    ImportState,
    slug_of,
    write_problems,
)
from handrail.domain.knowledge import Article

TODAY = date(2026, 11, 24)


def test_a_slug_is_readable_its_own_and_stays() -> None:
    assert slug_of("/kb", "cards/Lost Card.md").startswith("lost-card-")
    assert slug_of("/kb", "a.md") == slug_of("/kb", "a.md")
    assert slug_of("/kb", "a.md") != slug_of("/other", "a.md")
    assert slug_of("/kb", "x/a.md") != slug_of("/kb", "y/a.md")
    assert slug_of("/kb", "faq.csv", "wie überweise ich?").startswith("wie-uberweise-ich-")
    assert slug_of("/kb", "…").startswith("article-")
    assert slug_of("https://example.com/", "https://example.com/fees/").startswith("fees-")


def test_what_a_file_says_itself_goes_before_what_the_import_says() -> None:
    said = ImportSettings("staff", "de", "Eve", TODAY, None)
    plain = said.article("/kb", "a.md", Document("T", (Section((), "x"),)), TODAY)
    assert (plain.audience, plain.locale, plain.owner) == ("staff", "de", "Eve")
    assert (plain.valid_from, plain.valid_until, plain.updated) == (TODAY, None, TODAY)
    marks = Marks("customer", "en", "Ann", None, TODAY, date(2026, 1, 1), ("fees",), ("cards",))
    own = said.article("/kb", "a.md", Document("T", (Section((), "x"),), marks=marks), TODAY)
    assert (own.audience, own.locale, own.owner, own.kinds) == ("customer", "en", "Ann", ("fees",))
    assert (own.valid_from, own.valid_until, own.updated) == (TODAY, TODAY, date(2026, 1, 1))


def test_an_article_holds_from_its_first_day_to_its_last() -> None:
    article = Article("s", "t", "x", "customer", "en", (), (), TODAY)
    assert article.is_valid(TODAY)
    later = replace(article, valid_from=date(2026, 11, 25))
    assert not later.is_valid(TODAY)
    assert replace(article, valid_from=TODAY, valid_until=TODAY).is_valid(TODAY)
    assert not replace(article, valid_until=date(2026, 11, 23)).is_valid(TODAY)


def test_a_file_is_known_by_its_bytes_and_by_how_it_was_read() -> None:
    said = ImportSettings()
    assert said.hash_of(b"x", "v1") == said.hash_of(b"x", "v1")
    others = [said.hash_of(b"y", "v1"), said.hash_of(b"x", "v2")]
    others.append(replace(said, audience="staff").hash_of(b"x", "v1"))
    assert len({said.hash_of(b"x", "v1"), *others}) == 4


def test_a_run_counts_what_it_has_dealt_with() -> None:
    run = ImportRun("i", "/kb", ImportSettings(), True, "Eve", datetime(2026, 1, 1, tzinfo=UTC))
    assert replace(run, total=9, kept=2, unchanged=3, failed=1).done == 6
    assert {state for state in ImportState if state.is_open} == {"gathering", "running"}


def test_the_error_file_is_safe_in_a_spreadsheet() -> None:
    out = StringIO()
    write_problems([ImportProblem("=cmd|x.md", "row 2", "It is no, text.", "-1")], out)
    assert out.getvalue() == (
        "path,place,reason,remedy\n'=cmd|x.md,row 2,\"It is no, text.\",'-1\n"
    )
