from handrail.domain.heard import OUTCOME, TOOL
from handrail.domain.move import FIRST, Move, Place, Said, places, read_moves, signs
from tests.domain.playbooks import heard


def test_signs_are_words_without_figures_order_or_placeholders() -> None:
    said = Said("My card 4711 is gone, isn\u2019t it? <PERSON_1> knows", ("done Card blocked 12",))
    assert set(signs(said)) == {
        *("#", "=blocked", "=card", "=done", "?", "@1"),
        *("card", "gone", "is", "isn't", "it", "knows", "my"),
    }
    assert signs(Said()) == ("@0",)


def test_moves_carry_what_was_heard_since_the_move_before() -> None:
    said = [
        heard(1, "customer", "It is gone"),
        heard(2, "staff", "I block it."),
        heard(2, "staff", "It is blocked."),
        heard(3, OUTCOME, "done Blocked"),
        heard(3, TOOL, "block_card"),
        heard(4, "customer", "Thanks"),
        heard(5, "staff", "Hello"),
        heard(6, "customer", "And now?"),
    ]
    did = [(said[1], "block"), (said[2], "block"), (said[4], "block"), (said[5], "code")]
    moves, place = read_moves(said, did)
    assert moves == [
        Move("block", "", ("@0", "gone", "is", "it")),
        Move("block", "done", ("=blocked", "=done", "@0")),
    ]
    assert place == Place("block", "block", "", ("?", "@0", "and", "now", "thanks"))


def test_where_nothing_was_done_it_stands_at_the_start() -> None:
    assert read_moves([], []) == ([], Place(FIRST, FIRST, "", ("@0",)))
    first, second = places([Move("a"), Move("b", "done")])
    assert first == (Place(), "a")
    assert second == (Place("a", FIRST, "done"), "b")
