import pytest

from handrail.domain.step_match import likeness, overlap, says_words, stems


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


def test_overlap_and_likeness() -> None:
    assert overlap("blocked card", "card block letter") == pytest.approx(2 / 3)
    assert overlap("", "") == 0.0
    assert likeness([0.6, 0.8], [0.6, 0.8]) == pytest.approx(1.0)
    assert likeness((), [1.0]) == 0.0
