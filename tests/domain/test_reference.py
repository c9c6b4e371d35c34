"""Reference: questions that point at a thing nobody has named."""

import pytest

from handrail.domain.reference import points_nowhere


@pytest.mark.parametrize(
    "question",
    [
        "What services does the clinic provide?",
        "The clinic\u2019s hours?",
        "What does this library offer?",
        "What does this state library offer?",
        "How do I cancel it?",
        "Was kostet diese Karte?",
        "Wie sperre ich dieses Konto?",
        "\u00bfCu\u00e1nto cuesta esta tarjeta?",
    ],
)
def test_what_is_not_named_is_noticed(question: str) -> None:
    assert points_nowhere(question, "")


@pytest.mark.parametrize(
    ("question", "earlier"),
    [
        ("What services does the clinic in Hibbing provide?", ""),
        ("What does a clinic provide?", ""),
        ("I use a clinic near you. What does the clinic provide?", ""),
        ("What services does the clinic provide?", "We run a clinic in Hibbing."),
        ("How do I cancel it?", "I have a Gold card."),
        ("Can I do that in this way?", ""),
        ("Do I need this?", ""),
        ("Does the Prince pay tax?", ""),
        ("Was kostet die Karte?", ""),
        ("Kann ich das in diesem Fall?", ""),
        ("", ""),
    ],
)
def test_what_is_named_or_was_is_not(question: str, earlier: str) -> None:
    assert not points_nowhere(question, earlier)
