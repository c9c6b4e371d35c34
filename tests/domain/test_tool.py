from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handrail.domain.basis import basis
from handrail.domain.tool import (
    ENDED,
    Call,
    CallState,
    WrongCallState,
    follows,
)
from handrail.domain.tool_rules import Decided, Verdict, fits
from tests.domain.policies import a_policy
from tests.domain.tools import BLOCK_CARD, a_policy_with_tools

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


def a_call(state: CallState = CallState.PROPOSED, **changes: object) -> Call:
    fields: dict[str, object] = {
        "id": "c1",
        "conversation_id": "conversation",
        "customer_id": "customer",
        "tool": "block_card",
        "arguments": {},
        "asked_by": "ai",
        "idempotency_key": "c1",
        "state": state,
        "policy_version": "v1",
        "at": NOON,
        **changes,
    }
    return Call(**fields)  # pyright: ignore[reportArgumentType]


def test_a_call_keeps_every_step() -> None:
    call = a_call().became(CallState.AWAITING_CONFIRMATION, NOON, "ai", "asked")
    call = call.became(CallState.REFUSED, NOON, "customer", "said no")
    assert [(step.state, step.by, step.because) for step in call.steps] == [
        (CallState.AWAITING_CONFIRMATION, "ai", "asked"),
        (CallState.REFUSED, "customer", "said no"),
    ]
    assert not call.is_open


@pytest.mark.parametrize("state", sorted(ENDED - {CallState.UNKNOWN_OUTCOME}))
@pytest.mark.parametrize("wanted", list(CallState))
def test_what_ended_stays_ended(state: CallState, wanted: CallState) -> None:
    with pytest.raises(WrongCallState, match=f"'{state}' and cannot become '{wanted}'"):
        a_call(state).became(wanted, NOON, "ai")


def test_a_call_leaves_only_after_it_was_let_through() -> None:
    before = {state for state in CallState if follows(CallState.RUNNING, after=state)}
    assert before == {CallState.APPROVED, CallState.RUNNING}


def test_a_verdict_lets_through_or_not() -> None:
    assert Verdict(Decided.ALLOW, "allowed").allowed
    assert not Verdict(Decided.REFUSE, "limit").allowed


def test_a_tool_knows_where_an_argument_comes_from() -> None:
    assert BLOCK_CARD.slot("card_id") is not None
    assert BLOCK_CARD.slot("other") is None


def test_a_value_fits_wholly_or_not_at_all() -> None:
    assert fits("[0-9]{4}", "4711")
    assert fits("[0-9]+", 12)
    assert not fits("[0-9]{4}", "4711 and more")
    assert not fits("a*", "a" * 201)


def test_what_was_judged_before_a_kind_had_a_tool_does_not_count_after() -> None:
    policy = a_policy_with_tools()
    kind = policy.kinds["block"]
    assert basis(policy, kind, "m") != basis(policy, replace(kind, tool=None), "m")
    assert basis(a_policy(), a_policy().kinds["hours"], "m") == basis(
        a_policy(tools=policy.tools), a_policy().kinds["hours"], "m"
    )
