import pytest

from handrail.domain.claim import (
    Claim,
    ClaimType,
    Ground,
    GroundType,
    Material,
    claims_of,
    marked,
    types_of,
)

FIGURE, DEADLINE, CONTACT, PROMISE, CONDITION = ClaimType
ARTICLE = Material(
    GroundType.ARTICLE,
    "transfers",
    "Transfers abroad",
    "A transfer abroad costs 4.90 euros. It arrives within two working days.\n\n"
    "You can stop it until it is booked.",
)
EARLIER = Material(
    GroundType.CONVERSATION, "c-1", "Where is my transfer?", "A transfer abroad costs 4.90 euros."
)


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("A transfer abroad costs 4.90 euros.", (FIGURE,)),
        ("It arrives within two working days.", (FIGURE, DEADLINE)),
        ("Bitte senden Sie es bis zum Freitag.", (DEADLINE,)),
        ("Puede anularlo hasta el lunes.", (DEADLINE,)),
        ("Write to help@bank.example.", (CONTACT,)),
        ("We will send you a new card.", (PROMISE,)),
        ("You can do so only if the card is active.", (CONDITION,)),
        ("Das geht nur, wenn die Karte aktiv ist.", (CONDITION,)),
        ("Thank you for writing.", ()),
    ],
)
def test_a_sentence_is_of_the_types_of_what_it_says(
    sentence: str, types: tuple[ClaimType, ...]
) -> None:
    assert types_of(sentence) == types


def test_each_sentence_rests_on_the_nearest_place_of_each_material() -> None:
    text = "A transfer abroad costs 4.90 euros. It arrives within two working days. Kind regards."
    first, second, third = claims_of(text, [ARTICLE, EARLIER])
    assert first.grounds == (
        Ground(
            GroundType.ARTICLE,
            "transfers",
            "Transfers abroad",
            "A transfer abroad costs 4.90 euros.",
        ),
        Ground(
            GroundType.CONVERSATION,
            "c-1",
            "Where is my transfer?",
            "A transfer abroad costs 4.90 euros.",
        ),
    )
    assert [ground.quote for ground in second.grounds] == ["It arrives within two working days."]
    assert third.grounds == ()
    assert [claim.place for claim in (first, second, third)] == [0, 1, 2]


def test_words_that_say_nothing_rest_on_nothing() -> None:
    [claim] = claims_of("You can do it.", [ARTICLE])
    assert claim == Claim(0, "You can do it.")


def test_what_the_policy_marks_must_be_opened_where_there_is_something_to_open() -> None:
    text = "A transfer abroad costs 4.90 euros. You can stop it until it is booked. It costs 99."
    claims = claims_of(text, [ARTICLE])
    assert [c.must_open for c in marked(claims, {FIGURE})] == [True, False, False]
    assert [c.must_open for c in marked(claims, (), all_of_them=True)] == [True, True, False]
    assert marked(claims, ()) == claims
