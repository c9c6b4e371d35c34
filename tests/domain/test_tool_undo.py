"""What undoes a call, with which arguments, how often and until when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.domain.tool import CallState, CallStep, Slot
from handrail.domain.tool_undo import (
    Undo,
    standing_undo,
    undo_arguments,
    undo_effect,
    undo_of,
    why_not_undone,
)
from tests.domain.test_tool import NOON, a_call
from tests.domain.tools import BLOCK_CARD, MINE, TOOLS, UNBLOCK_CARD

DONE = a_call(
    CallState.DONE,
    arguments={"customer_id": "C-1", "card_id": "k1"},
    labels={"card_id": "Visa 4711"},
    output={"last4": "4711"},
    steps=(CallStep(NOON, CallState.DONE, "system"),),
)
UNDO = Undo(UNBLOCK_CARD, NOON + timedelta(seconds=3600))


def test_the_policy_names_what_undoes_a_done_call() -> None:
    assert undo_of(TOOLS, DONE) == UNDO
    always = {**TOOLS, "block_card": replace(BLOCK_CARD, undo_s=None)}
    assert undo_of(always, DONE) == Undo(UNBLOCK_CARD)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": CallState.FAILED},
        {"state": CallState.UNKNOWN_OUTCOME},
        {"tool": "refund"},
        {"tool": "gone"},
        {"undoes": "another"},
    ],
)
def test_nothing_undoes_what_is_not_done_or_has_no_way_back(changes: dict[str, object]) -> None:
    assert undo_of(TOOLS, replace(DONE, **changes)) is None
    assert "names no way" in why_not_undone(None, (), NOON)


def test_a_call_is_undone_once_and_a_failed_try_does_not_count() -> None:
    failed, done = a_call(CallState.FAILED, undoes="c1"), a_call(CallState.RUNNING, undoes="c1")
    assert standing_undo([failed]) is None
    assert why_not_undone(UNDO, [failed], NOON) == ""
    assert "once" in why_not_undone(UNDO, [failed, done], NOON)


def test_the_time_to_undo_ends() -> None:
    assert why_not_undone(UNDO, (), NOON + timedelta(seconds=3599)) == ""
    assert "over" in why_not_undone(UNDO, (), NOON + timedelta(seconds=3600))


def test_arguments_come_from_the_call_and_words_from_what_the_customer_read() -> None:
    slots = (
        MINE,
        Slot("card_id"),
        Slot("last4"),
        Slot("reason", value="undone"),
        Slot("mail", own="customer.email"),
        Slot("nowhere"),
    )
    undo = Undo(replace(UNBLOCK_CARD, slots=slots))
    assert undo_arguments(undo, DONE, {"customer.email": "a@b"}) == {
        "customer_id": "C-1",
        "card_id": "k1",
        "last4": "4711",
        "reason": "undone",
        "mail": "a@b",
    }
    assert undo_effect(UNDO, DONE, "en") == "I will unblock Visa 4711. Shall I?"
