"""Personal data is replaced by stable placeholders, and comes back where it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.personal_data import (
    Hidden,
    PersonalKind,
    Span,
    hide,
    known_spans,
    without_overlaps,
)

PERSON, CARD, PHONE = PersonalKind.PERSON, PersonalKind.CARD, PersonalKind.PHONE


def span(text: str, value: str, kind: PersonalKind = CARD, score: float = 1.0) -> Span:
    start = text.index(value)
    return Span(kind, start, start + len(value), score)


def test_values_are_replaced_and_restored() -> None:
    text = "I am Jo, card 4111 1111, please"
    hidden = hide([text], [[span(text, "Jo", PERSON), span(text, "4111 1111")]])
    assert hidden.texts == ("I am <PERSON_1>, card <CARD_1>, please",)
    assert hidden.restore("Thanks <PERSON_1>, your card <CARD_1> is safe.") == (
        "Thanks Jo, your card 4111 1111 is safe."
    )


def test_one_value_has_one_placeholder_however_it_is_written() -> None:
    first, second = "card 4111 1111 and 5500", "again 4111-1111"
    hidden = hide(
        [first, second],
        [[span(first, "4111 1111"), span(first, "5500")], [span(second, "4111-1111")]],
    )
    assert hidden.texts == ("card <CARD_1> and <CARD_2>", "again <CARD_1>")
    assert hidden.restore("<CARD_1>") == "4111 1111"


def test_values_without_letters_or_digits_are_kept_apart() -> None:
    text = "() and []"
    hidden = hide([text], [[span(text, "()"), span(text, "[]")]])
    assert hidden.texts == ("<CARD_1> and <CARD_2>",)


def test_a_placeholder_that_a_customer_wrote_stands_for_nothing() -> None:
    text = "what is <CARD_1>? mine is 4111"
    hidden = hide([text, "a <CARD_2>"], [[span(text, "4111")], []])
    assert hidden.texts == ("what is <CARD_1>? mine is <CARD_3>", "a <CARD_2>")
    assert (
        hidden.restore("<CARD_1> <CARD_2> <CARD_3> <CARD_9>") == "<CARD_1> <CARD_2> 4111 <CARD_9>"
    )


def test_a_restored_value_is_not_read_again() -> None:
    assert (
        Hidden((), {"<PERSON_1>": "<CARD_1>", "<CARD_1>": "4111"}).restore("<PERSON_1>")
        == "<CARD_1>"
    )


@pytest.mark.parametrize(
    "altered",
    [
        "<CARD_2>",
        "<card_1>",
        "< CARD_1 >",
        "<CARD 1>",
        "[CARD_1]",
        "(card 1)",
        "{CARD-1}",
        "CARD_1",
        "birth_date_3",
        "<TARJETA_1>",
        "</CARD_1>",
        "<EMAIL_12>",
        "\u2039CARD_1\u203a",
    ],
)
def test_a_placeholder_that_a_model_invents_or_alters_is_found(altered: str) -> None:
    text = "my card is 4111"
    hidden = hide([text], [[span(text, "4111")]])
    assert hidden.strange(f"Your card {altered} is safe.") == [altered]


@pytest.mark.parametrize(
    "honest",
    [
        "Your card <CARD_1> is safe, <CARD_1>.",
        "For 1 person 2 nights (page 3), phone 1234.",
        "5 < 7 and 8 > 3",
        "[option 1] is <b>free</b>",
    ],
)
def test_what_is_no_placeholder_is_left_alone(honest: str) -> None:
    text = "my card is 4111"
    assert hide([text], [[span(text, "4111")]]).strange(honest) == []


def test_a_placeholder_of_the_customers_own_is_not_the_models() -> None:
    hidden = hide(["what is <CARD_9>?"], [[]])
    assert hidden.strange("You wrote <CARD_9>.") == []


def test_placeholders_that_do_not_come_back_are_lost() -> None:
    text = "I am Jo, card 4111"
    hidden = hide([text], [[span(text, "Jo", PERSON), span(text, "4111")]])
    assert hidden.lost("Soy <PERSON_1>") == ["<CARD_1>"]
    assert hidden.lost(hidden.texts[0]) == []


def test_known_values_are_found_whole_in_any_case_and_names_in_part() -> None:
    known = {"Will Brand": PERSON, "Al": PERSON, "will@brand.example": PersonalKind.EMAIL}
    text = "WILL BRAND will write, says Will. Al: Will@Brand.example, Brandy"
    found = [text[each.start : each.end] for each in known_spans(text, known)]
    assert found == ["WILL BRAND", "Will", "Will@Brand.example"]


def test_of_spans_over_each_other_the_surer_stays_then_the_longer() -> None:
    sure, unsure = Span(CARD, 0, 10, 0.9), Span(PHONE, 5, 15, 0.6)
    long, short = Span(PERSON, 20, 30, 0.5), Span(PERSON, 22, 25, 0.5)
    assert without_overlaps([short, unsure, long, sure]) == [sure, long]


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6)
)
def test_what_is_hidden_comes_back_whole(text: str, cuts: list[tuple[int, int]]) -> None:
    spans = [
        Span(PERSON, start, min(start + length, len(text)), 1.0)
        for start, length in cuts
        if start < len(text)
    ]
    hidden = hide([text], [spans])
    bare = [
        "".join(filter(str.isalnum, value.casefold())) or value for value in hidden.values.values()
    ]
    kept = without_overlaps(spans)
    if len(kept) == len(set(bare)):
        assert hidden.restore(hidden.texts[0]) == text
    assert len(hidden.values) <= len(kept)
