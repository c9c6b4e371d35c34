from handrail.domain.playbook import By, alike, playbook_for, progress
from tests.domain.playbooks import BLOCK, BOOK, CODE, IDENTIFY, LETTER, heard, mark


def states(*arguments: object, **named: object) -> dict[str, tuple[bool, int | None]]:
    made = progress(BOOK, *arguments, **named)  # pyright: ignore[reportArgumentType]
    return {state.step.name: (state.done, state.seq) for state in made.steps}


def test_words_tick_the_first_time_and_only_from_whom_the_step_names() -> None:
    said = [
        heard(2, "customer", "My card is blocked"),
        heard(3, "ai", "Your card is blocked now"),
        heard(4, "staff", "I blocked the card"),
        heard(5, "staff", "Send me no code"),
    ]
    assert states(said) == {
        "block": (True, 3),
        "identify": (False, None),
        "letter": (False, None),
        "code": (False, None),
    }
    assert states([heard(6, "customer", "The code is 1")])["code"] == (True, 6)


def test_likeness_ticks_above_its_threshold_and_only_where_a_word_is_shared() -> None:
    near = heard(2, "staff", "Please confirm your name")
    far = heard(3, "staff", "Have a nice day")
    pairs = alike(BOOK, [near, far])
    assert [(said.seq, step.name) for said, step, _ in pairs] == [(2, "identify")]
    example = pairs[0][2]
    like = {near.sentence: (1.0, 0.0), example: (0.8, 0.6)}
    unlike = {near.sentence: (1.0, 0.0), example: (0.6, 0.8)}
    assert states([near, far], vectors=like)["identify"] == (True, 2)
    assert states([near, far], vectors=unlike)["identify"] == (False, None)
    assert states([near, far])["identify"] == (False, None)


def test_a_hand_stands_over_what_was_said() -> None:
    said = [heard(3, "staff", "I blocked the card")]
    marks = [
        mark("letter", done=True),
        mark("block", done=False),
        mark("block", done=False, playbook="x"),
    ]
    assert states(said, marks)["block"] == (False, None)
    assert states(said, [*marks, mark("block", done=True)])["block"] == (True, 3)
    assert states(said, marks)["letter"] == (True, None)


def test_a_step_applies_where_its_condition_holds() -> None:
    assert "code" not in states([], facts={"turn": 0})
    assert "code" in states([], facts={"turn": 2})
    assert "code" in states([])  # nothing is known yet


def test_the_next_step_and_its_place() -> None:
    made = progress(BOOK, [], [mark("block", done=True)], {"turn": 0})
    identify, letter = made.ahead()
    assert (identify.step, made.place(identify)) == (IDENTIFY, 2)
    assert letter.step == LETTER
    assert [s.step for s in progress(BOOK, []).ahead()] == [BLOCK, IDENTIFY, LETTER, CODE]
    assert [s.step for s in progress(BOOK, [], [mark("letter", done=True)]).ahead()] == [
        BLOCK,  # required, and passed over
        CODE,
        IDENTIFY,
    ]
    done = progress(BOOK, [], [mark(s.name, done=True) for s in (BLOCK, IDENTIFY, CODE)])
    assert [s.step for s in done.ahead()] == [LETTER]
    all_done = progress(BOOK, [], [mark(s.name, done=True) for s in BOOK.steps])
    assert all_done.ahead() == ()


def test_the_playbook_of_the_first_kind_that_has_one() -> None:
    assert playbook_for([BOOK], ["hours", "card"]) == BOOK
    assert playbook_for([BOOK], ["hours"]) is None


def test_who_counts_as_whom() -> None:
    assert By.COMPANY.includes("ai")
    assert By.COMPANY.includes("staff")
    assert not By.COMPANY.includes("customer")
    assert By.CUSTOMER.includes("customer")
