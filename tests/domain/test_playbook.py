from collections.abc import Callable
from typing import cast

from handrail.domain.heard import TOOL
from handrail.domain.playbook import (
    By,
    Doing,
    DoneWhen,
    Facts,
    Playbook,
    Step,
    examples,
    playbook_for,
    progress,
    steps_said,
    worth_comparing,
)
from tests.domain.playbooks import BLOCK, BOOK, CODE, IDENTIFY, LETTER, heard, mark
from tests.domain.policies import texts


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
    assert list(worth_comparing(BOOK, [near, far])) == [near]
    [example] = examples(BOOK)
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


def _branch(fact: str, step: str) -> Callable[[Facts], bool]:
    return lambda facts: step in cast("list[str]", facts[fact])


ASKED = DoneWhen(By.STAFF, like=("When is it due",))
OFFERED = DoneWhen(By.STAFF, ("new card",), like=("Shall I order a card",), tool="order_card")
BRANCHED = Playbook(
    "branched",
    texts("Branched"),
    ("card",),
    (
        Step("due", Doing.ASK, texts("Ask."), ASKED),
        Step("card", Doing.OFFER, texts("Offer."), OFFERED),
        Step("cash", Doing.OFFER, texts("Cash."), holds=_branch("declined", "card")),
        Step("address", Doing.ASK, texts("Where."), holds=_branch("agreed", "card")),
        Step("end", Doing.TELL, texts("End."), holds=_branch("done", "due")),
    ),
)


def test_a_sentence_does_the_one_step_it_is_likest_and_every_step_whose_words_it_has() -> None:
    said = heard(2, "staff", "When shall I order the new card, and is it due")
    vectors = {
        said.sentence: (1.0, 0.0),
        "When is it due": (0.5, 0.87),
        "Shall I order a card": (0.6, 0.8),
    }
    assert steps_said(BRANCHED, [said], vectors) == [(said, "card")]
    nearer = {**vectors, "When is it due": (0.9, 0.44)}
    assert steps_said(BRANCHED, [said], nearer) == [(said, "card"), (said, "due")]
    strange = heard(3, "staff", "Goodbye")
    assert steps_said(BRANCHED, [strange], {**nearer, "Goodbye": (1.0, 0.0)}) == []


def test_a_call_that_was_done_ticks_the_step_that_names_its_tool() -> None:
    done, other = heard(4, TOOL, "order_card"), heard(4, TOOL, "list_cards")
    assert steps_said(BRANCHED, [done, other], {}) == [(done, "card")]


def test_steps_branch_on_what_is_done_and_what_the_customer_answered() -> None:
    offer = heard(3, "staff", "Do you want a new card?")

    def applies(*said: str) -> list[str]:
        answers = [heard(n, "customer", words) for n, words in enumerate(said, 4)]
        return [s.step.name for s in progress(BRANCHED, [offer, *answers], facts={}).steps]

    assert applies() == ["due", "card"]
    assert applies("No, thanks") == ["due", "card", "cash"]
    assert applies("Ja, bitte", "no") == ["due", "card", "address"]
    asked = progress(BRANCHED, [], [mark("due", done=True, playbook="branched")], facts={})
    assert [state.step.name for state in asked.steps] == ["due", "card", "end"]
