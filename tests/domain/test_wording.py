"""What an answer never says is found quickly, in three languages, unless the company says it itself."""

import pytest

from handrail.domain.wording import FORBIDDEN, forbidden, we_will


@pytest.mark.parametrize("name", FORBIDDEN)
@pytest.mark.parametrize(
    "text",
    [
        "Freeze the card in the app under Cards > Freeze; it can be undone.",
        "If 5 < 6 and 7 > 3, the rate on loads is 1.5% (see the app).",
        "You can tap Return; the money is back in your account at once.",
        "Neither the AI nor a person can move money from this chat.",
        "Sie können Ihre Karte in der App sperren, und eine neue wird Ihnen zugeschickt.",
        "Usted puede bloquear su tarjeta en la aplicación; la nueva llega en siete días.",
        "A person asks you, he or she then answers.",
    ],
)
def test_ordinary_sentences_have_nothing_of_it(name: str, text: str) -> None:
    assert FORBIDDEN[name].search(text) is None


def test_own_words_are_allowed_across_line_breaks() -> None:
    assert forbidden("We guarantee it", "and WE\n  guarantee that") is None
    assert forbidden("We guarantee it", "we do") == ("promise or claimed deed", "We guarantee")
    assert forbidden("```x```", "```x```") == ("markup", "```")


def test_what_the_company_will_do_is_told_by_its_verb() -> None:
    assert we_will("We will then cancel it, and we've sent another.") == ["cancel", "sent"]
    assert we_will("Wir werden sie sperren. Hemos enviado otra.") == ["Wir werden", "Hemos"]
    assert we_will("You will see.") == []


@pytest.mark.parametrize("unit", ["a", "i'm ", "{'a", "<", "your ", "a_", "ich kann ", "[", " "])
def test_long_repetitions_are_searched_in_one_go(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    for pattern in FORBIDDEN.values():
        pattern.search(text)
