"""Contradiction: names, denials and turned words that the sources do not have."""

import pytest

from handrail.domain.contradiction import strange_names, turned_words, unfounded_denials

ENGLISH = "Your Gold card is refundable within 30 days. The Silver card cannot be returned."
GERMAN = "Die Karte ist erstattbar. Sie können die Silberkarte nicht zurückgeben."


@pytest.mark.parametrize(
    ("text", "sources", "names"),
    [
        ("The Gold card is refundable.", ENGLISH, []),
        ("The Platinum card is refundable.", ENGLISH, ["Platinum"]),
        ("Platinum is refundable.", ENGLISH, []),  # it opens the sentence, so case says nothing
        ("PayPal is refundable, and so is Visa.", ENGLISH, ["PayPal", "Visa"]),
        ("All of it: Cards are refundable.", ENGLISH, []),
        ("The cards of EU citizens", ENGLISH, []),  # too short to be sure
        ("Die Rückgabe der Platinkarte", GERMAN, []),
        ("Die Rückgabe mit PayPal", GERMAN, ["PayPal"]),
        ("the GOLD one", "gold", []),
        ("the Gold ones", "golden", []),
    ],
)
def test_names_that_the_sources_lack(text: str, sources: str, names: list[str]) -> None:
    assert strange_names(text, sources) == names


@pytest.mark.parametrize(
    ("sentence", "sources", "denied"),
    [
        ("The Silver card cannot be returned.", ENGLISH, []),
        ("The Gold card is not refundable.", ENGLISH, ["refundable"]),
        ("The Gold card isn't refundable, sadly.", ENGLISH, ["refundable"]),
        ("That is not.", ENGLISH, []),
        ("Sie können die Karte nicht erstatten.", GERMAN, ["erstatten"]),
        ("No fee is charged for transfers.", "Transfers are free of any fee.", []),
        ("Delivery is refused, not returned.", "We refuse what is returned late.", []),
    ],
)
def test_denials_without_a_source_that_says_no(
    sentence: str, sources: str, denied: list[str]
) -> None:
    assert unfounded_denials(sentence, sources.split(". ")) == denied


@pytest.mark.parametrize(
    ("text", "sources", "turned"),
    [
        ("It is non-refundable.", ENGLISH, ["non-refundable"]),
        ("It is refundable.", ENGLISH, []),
        ("It is unlimited.", "The card is limited.", ["unlimited"]),
        ("It is unlimited.", "The card is unlimited, and in time limited.", []),
        ("It is nicht-erstattbar.", GERMAN, ["nicht-erstattbar"]),
        ("It is under way, until then.", "der, til", []),
        ("It is unheard of.", ENGLISH, []),
    ],
)
def test_words_turned_round_by_a_prefix(text: str, sources: str, turned: list[str]) -> None:
    assert turned_words(text, sources) == turned
