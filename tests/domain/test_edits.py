from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.edits import edit_distance, edit_share, sentences_kept

SHORT = st.text("abcä ", max_size=14)


def by_table(one: str, other: str) -> int:
    """The textbook's table (R. Wagner, M. Fischer, 1974), to hold the fast form against."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]


@given(SHORT, SHORT)
def test_the_distance_is_that_of_the_table(one: str, other: str) -> None:
    assert edit_distance(one, other) == by_table(one, other)


def test_a_known_distance() -> None:
    assert edit_distance("kitten", "sitting") == 3
    assert edit_distance("", "abc") == edit_distance("abc", "") == 3


def test_the_share_is_of_the_longer_text() -> None:
    assert edit_share(" It costs 5. ", "It costs 5.") == 0
    assert edit_share("abcd", "") == 1
    assert edit_share("", "") == 0
    assert edit_share("abcd", "abcdefgh") == 0.5


def test_sentences_are_kept_as_they_were_or_not() -> None:
    draft = "It costs 5 euros. It takes two days."
    assert sentences_kept(draft, draft) == 1
    assert sentences_kept(draft, "Hello! It takes two days.") == 0.5
    assert sentences_kept(draft, "No.") == 0
    assert sentences_kept("", "No.") == 1
