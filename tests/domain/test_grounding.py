"""Words, figures and contacts are recognised in the forms that English, German and Spanish have."""

import pytest

from handrail.domain.grounding import (
    figures,
    share_found,
    stems,
    strange_contacts,
    strange_figures,
    turns_round,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4.90 euros a month", {("4.9", "EUR")}),
        ("4,90 Euro", {("4.9", "EUR")}),
        ("1,000 and 1.000 and 1000", {("1000", "")}),
        ("1.234,50 € or $1,234.50", {("1234.5", "EUR"), ("1234.5", "USD")}),
        ("seven working days, sieben Werktage, siete días", {("7", "day")}),
        ("twenty-four hours", {("20", ""), ("4", "hour")}),
        ("9:00 to 17:30", {("9:00", ""), ("17:30", "")}),
        ("2% or 2 percent or 2 Prozent", {("2", "%")}),
        ("£5", {("5", "GBP")}),
        ("on Monday, im Oktober", {("monday", ""), ("oktober", "")}),
        ("one card at once", set[tuple[str, str]]()),
        ("call +49 30 5550 123", set[tuple[str, str]]()),
    ],
)
def test_figures(text: str, found: set[tuple[str, str]]) -> None:
    assert figures(text) == found


def test_a_figure_may_lose_its_unit_but_not_change_it() -> None:
    assert strange_figures("within 5 days", "five to seven working days") == []
    assert strange_figures("7", "seven working days") == []
    assert strange_figures("7 hours", "seven working days") == ["7 hour"]


def test_contacts_are_compared_as_they_are_used() -> None:
    sources = "Call +49 (30) 5550-123, mail a@b.example, see WWW.Bank.example/x, code HARBDEXX1."
    assert strange_contacts("+49305550123 a@b.example www.bank.example/x. HARBDEXX1", sources) == []
    assert strange_contacts("+49305550129", sources) == ["+49305550129"]
    assert strange_contacts("c@b.example", sources) == ["c@b.example"]
    assert strange_contacts("https://evil.example/a?b", sources) == ["https://evil.example/a?b"]
    assert strange_contacts("evil.com", sources) == ["evil.com"]


def test_forms_of_a_word_share_a_stem() -> None:
    for forms in ("block blocks blocked blocking", "cancel cancelled cancelling", "Karte Karten"):
        assert len({frozenset(stems(form)) for form in forms.split()}) == 1
    assert stems("we're the and für los") == set()


def test_the_share_counts_content_words() -> None:
    assert share_found("The card is blocked", "We block every card.") == 1.0
    assert share_found("Card and cheese", "card") == 0.5
    assert share_found("of the", "card") == 1.0


def test_a_sentence_is_turned_round_when_only_one_side_denies() -> None:
    clauses = ["You are not liable for payments", "The card is free"]
    assert turns_round("You are liable for payments", clauses)
    assert not turns_round("You aren't liable for payments", clauses)
    assert turns_round("The card isn't free", clauses)
    assert not turns_round("Something else entirely", clauses)
    assert not turns_round("The card is free", [])
