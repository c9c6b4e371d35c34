import pytest

from handrail.domain.step_match import likeliest, likeness, says_words, shares_a_word, stems


def test_stems_drop_small_words_and_keep_figures_whole() -> None:
    assert stems("I have blocked your card 1234567 now") == {"block", "card", "1234567"}
    assert stems("Ich habe Ihre Karte gesperrt") == {"karte", "gespe"}


@pytest.mark.parametrize(
    ("text", "wanted", "said"),
    [
        ("I have just blocked your card.", "card blocked", True),
        ("Your card works again.", "card blocked", False),
        ("You may have it", "have it", False),  # nothing that says anything
    ],
)
def test_all_telling_words_must_be_there(text: str, wanted: str, *, said: bool) -> None:
    assert says_words(text, wanted) is said


def test_a_shared_word_and_likeness() -> None:
    assert shares_a_word("blocked again", ["send it", "card block letter"])
    assert not shares_a_word("you have it", ["you have it"])  # nothing that says anything
    assert not shares_a_word("card", [])
    assert likeness([0.6, 0.8], [0.6, 0.8]) == pytest.approx(1.0)
    assert likeness((), [1.0]) == 0.0


@pytest.mark.parametrize(
    ("rivals", "found"),
    [
        ({"near": [(0.7, 0.0)]}, "near"),  # by itself
        ({"near": [(0.6, 0.0)]}, None),  # a little, and no rival that it could lead
        ({"near": [(0.3, 0.0), (0.6, 0.0)], "far": [(0.5, 0.0)]}, "near"),
        ({"near": [(0.6, 0.0)], "far": [(0.55, 0.0)]}, None),
        ({"near": [(0.4, 0.0)], "far": [(0.1, 0.0)]}, None),
        ({"none": []}, None),
    ],
)
def test_a_sentence_is_like_one_step_by_far_or_like_none(
    rivals: dict[str, list[tuple[float, float]]], found: str | None
) -> None:
    assert likeliest((1.0, 0.0), rivals) == found
