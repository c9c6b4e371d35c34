import pytest

from handrail.domain.move import FIRST, Move, Place
from handrail.domain.practice import ENOUGH, FEWEST, NONE, foresee, learn, together

ORDER = ("block", "identify", "letter")
ANGRY = [Move("block"), Move("letter", heard=("angry",)), Move("identify")]
CALM = [Move("block"), Move("identify", heard=("thanks",)), Move("block")]


def test_without_enough_conversations_it_is_the_playbooks_order() -> None:
    for practice in (NONE, learn([ANGRY] * (ENOUGH - 1))):
        found = foresee(practice, Place("block"), ORDER, ORDER)
        assert [one.step for one in found] == list(ORDER)
        assert sum(one.probability for one in found) == pytest.approx(1.0)
    assert foresee(NONE, Place(), (), ()) == []


def test_what_followed_the_last_move_comes_next_and_says_how_often() -> None:
    practice = learn([ANGRY] * 9 + [CALM])
    best, second, *_ = foresee(practice, Place("block", FIRST), ORDER, ORDER)
    assert (best.step, best.seen, best.of) == ("letter", 9, 10)
    assert (second.step, second.seen, second.of) == ("identify", 1, 10)


def test_what_was_heard_tells_between_steps_that_are_as_usual() -> None:
    practice = learn([ANGRY, CALM] * 20)
    after = {
        word: foresee(practice, Place("block", FIRST, heard=(word,)), ORDER, ORDER)[0].step
        for word in ("angry", "thanks")
    }
    assert after == {"angry": "letter", "thanks": "identify"}


def test_an_outcome_is_a_context_of_its_own() -> None:
    went = [Move("block"), Move("letter", "done")]
    failed = [Move("block"), Move("identify", "failed")]
    practice = learn([went, failed] * 6)
    assert foresee(practice, Place("block", FIRST, "failed"), ORDER, ORDER)[0].step == "identify"
    assert foresee(practice, Place("block", FIRST, "done"), ORDER, ORDER)[0].step == "letter"


def test_steps_that_the_playbook_no_longer_has_are_never_foreseen() -> None:
    found = foresee(learn([ANGRY] * 20), Place("block"), ("identify",), ("identify",))
    assert [one.step for one in found] == ["identify"]


def test_a_conversation_counts_once_and_a_rare_word_is_not_kept() -> None:
    again = [Move("block"), Move("block", heard=("smith",)), Move("block", heard=("smith",))]
    practice = learn([again] * (FEWEST - 1) + [[Move("block", heard=("card",))]] * FEWEST)
    assert practice.after["block"] == {"": FEWEST - 1, "block": FEWEST - 1}
    assert practice.heard["block"] == {"": 3 * (FEWEST - 1) + FEWEST, "card": FEWEST}


def test_practices_that_share_nothing_add_up() -> None:
    one, other = learn([ANGRY] * 2), learn([ANGRY] * 3)
    both, at_once = together([one, other]), learn([ANGRY] * 5)
    assert both.conversations == 5
    assert {at: dict(steps) for at, steps in both.after.items()} == dict(at_once.after)
    assert together([]) == NONE
