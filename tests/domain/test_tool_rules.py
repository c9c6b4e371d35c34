"""What no rule allows is refused, for every caller, argument and history."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.tool import (
    Call,
    CallState,
    Limit,
    Per,
    Rate,
    ToolSpec,
    ToolUse,
)
from handrail.domain.tool_rules import (
    Caller,
    Decided,
    Verdict,
    caller_of,
    may_call,
    wrong_arguments,
)
from tests.domain.test_tool import NOON, a_call
from tests.domain.tools import BLOCK_CARD, LIST_CARDS, REFUND, a_tool, schema

KNOWN = {"customer.external_id": "C-1"}
AI = Caller("ai", "conversation", "customer", kind="block")
MINE = {"customer_id": "C-1", "card_id": "k1"}
PAID = {"customer_id": "C-1", "order_id": "O-1", "amount_eur": 20.0}


def decided(
    spec: ToolSpec,
    arguments: Mapping[str, object],
    caller: Caller = AI,
    known: Mapping[str, str] = KNOWN,
    history: Sequence[Call] = (),
) -> Verdict:
    return may_call(spec, arguments, caller, known, history, NOON)


def test_the_ai_needs_the_customers_yes_then_may() -> None:
    assert decided(BLOCK_CARD, MINE).decided is Decided.NEEDS_CONFIRMATION
    assert decided(BLOCK_CARD, MINE, replace(AI, confirmed=True)).allowed


def test_what_only_reads_needs_no_yes() -> None:
    assert decided(LIST_CARDS, {"customer_id": "C-1"}, replace(AI, reviewed=True)).allowed


def test_in_a_reviewed_moment_a_person_approves() -> None:
    caller = replace(AI, confirmed=True, reviewed=True)
    assert decided(BLOCK_CARD, MINE, caller).rule == "review"
    assert decided(BLOCK_CARD, MINE, replace(caller, approved_by="Ines")).allowed


def test_over_a_soft_limit_a_person_approves_and_over_the_hard_one_nobody_may() -> None:
    caller = replace(AI, kind="refund", confirmed=True)
    assert decided(REFUND, PAID, caller).allowed
    assert decided(REFUND, {**PAID, "amount_eur": 51}, caller).decided is Decided.NEEDS_APPROVAL
    approved = replace(caller, approved_by="Ines")
    assert decided(REFUND, {**PAID, "amount_eur": 51}, approved).allowed
    assert decided(REFUND, {**PAID, "amount_eur": 501}, approved).decided is Decided.REFUSE
    assert decided(REFUND, {**PAID, "amount_eur": 0}, approved).decided is Decided.REFUSE


def test_who_may_call() -> None:
    confirmed = replace(AI, confirmed=True)
    assert decided(replace(BLOCK_CARD, who=ToolUse.STAFF), MINE, confirmed).rule == "staff-only"
    with_approval = replace(BLOCK_CARD, who=ToolUse.AI_WITH_APPROVAL)
    assert decided(with_approval, MINE, confirmed).rule == "approval"
    assert decided(BLOCK_CARD, MINE, replace(confirmed, kind="hours")).rule == "kind"
    staff = Caller("ines", "conversation", "customer", confirmed=True)
    assert decided(replace(BLOCK_CARD, who=ToolUse.STAFF), MINE, staff).allowed
    assert decided(BLOCK_CARD, MINE, replace(staff, confirmed=False)).rule == "confirmation"


@pytest.mark.parametrize(
    ("known", "customer"), [({}, "C-1"), (KNOWN, "C-2"), ({"customer.name": "C-1"}, "C-1")]
)
def test_only_the_own_account(known: dict[str, str], customer: str) -> None:
    verdict = decided(BLOCK_CARD, {**MINE, "customer_id": customer}, known=known)
    assert (verdict.decided, verdict.rule) == (Decided.REFUSE, "limit")


def test_a_field_that_the_tool_does_not_see_says_nothing() -> None:
    assert decided(replace(BLOCK_CARD, sees=()), MINE).rule == "limit"


def test_how_often_over_a_customer_and_over_a_conversation() -> None:
    made = [a_call(CallState.DONE, id=str(n)) for n in range(2)]
    assert decided(BLOCK_CARD, MINE, history=made).rule == "rate"
    old = [replace(call, at=NOON - timedelta(seconds=3600)) for call in made]
    assert decided(BLOCK_CARD, MINE, history=old).rule == "confirmation"
    refused = [replace(call, state=CallState.REFUSED) for call in made]
    assert decided(BLOCK_CARD, MINE, history=refused).rule == "confirmation"
    others = [replace(call, customer_id="other") for call in made]
    assert decided(BLOCK_CARD, MINE, history=others).rule == "confirmation"
    here = replace(BLOCK_CARD, rates=(Rate(1, 60, Per.CONVERSATION),))
    assert decided(here, MINE, history=made).rule == "rate"
    elsewhere = [replace(call, conversation_id="other") for call in made]
    assert decided(here, MINE, history=elsewhere).rule == "confirmation"


@pytest.mark.parametrize(
    ("wanted", "value"),
    [
        ("string", 1),
        ("string", ""),
        ("string", "x" * 201),
        ("string", "a\x00b"),
        ("string", "\ud800"),
        ("integer", 1.5),
        ("integer", True),
        ("number", "1"),
        ("number", True),
        ("number", float("nan")),
        ("number", float("inf")),
        ("boolean", 1),
        ("object", {}),
    ],
)
def test_arguments_of_the_wrong_form(wanted: str, value: object) -> None:
    assert wrong_arguments(schema(a=wanted), {"a": value})


def test_arguments_that_lack_or_are_too_many() -> None:
    assert wrong_arguments(schema(a="string"), {}) == ("'a' is missing.",)
    assert wrong_arguments(schema(), {"a": 1}) == ("The tool takes no 'a'.",)
    right = schema(a="string", b="integer", c="number", d="boolean")
    assert not wrong_arguments(right, {"a": "x", "b": 1, "c": 1.5, "d": True})


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        (Limit("a", allowed=("x", "y")), "z"),
        (Limit("a", pattern="[a-z]+"), "z9"),
        (Limit("a", least=1), "z"),
        (Limit("a", most=1), "z"),
    ],
)
def test_limits_of_words(limit: Limit, value: str) -> None:
    spec = a_tool("t", input_schema=schema(a="string"), limits=(limit,), kinds=("block",))
    assert decided(spec, {"a": value}).rule == "limit"


def test_the_caller_of_a_call() -> None:
    call = a_call(kind="block", confirmed_at=NOON, approved_by="Ines", reviewed=True)
    caller = caller_of(call)
    assert (caller.is_ai, caller.confirmed, caller.approved_by) == (True, True, "Ines")
    assert not caller_of(replace(call, asked_by="ines")).is_ai


anything = st.one_of(
    st.text(max_size=8), st.integers(), st.floats(), st.booleans(), st.none(), st.just("C-1")
)


@given(
    spec=st.sampled_from([BLOCK_CARD, REFUND, LIST_CARDS]),
    who=st.sampled_from(list(ToolUse)),
    arguments=st.one_of(
        st.dictionaries(st.sampled_from(["customer_id", "card_id", "amount_eur", "x"]), anything),
        st.just(MINE),
        st.just(PAID),
        st.just({"customer_id": "C-1"}),
    ),
    caller=st.builds(
        Caller,
        who=st.sampled_from(["ai", "ines"]),
        conversation_id=st.just("conversation"),
        customer_id=st.just("customer"),
        kind=st.sampled_from(["block", "refund", "hours", ""]),
        reviewed=st.booleans(),
        confirmed=st.booleans(),
        approved_by=st.sampled_from([None, "ines"]),
    ),
    known=st.sampled_from([{}, KNOWN, {"customer.external_id": "C-2"}]),
)
def test_whatever_is_allowed_was_allowed_by_every_rule(
    spec: ToolSpec,
    who: ToolUse,
    arguments: dict[str, object],
    caller: Caller,
    known: dict[str, str],
) -> None:
    spec = replace(spec, who=who)
    verdict = may_call(spec, arguments, caller, known, (), NOON)
    assert verdict.allowed or verdict.reasons
    if not verdict.allowed:
        return
    assert arguments["customer_id"] == known.get("customer.external_id")
    assert not wrong_arguments(spec.input_schema, arguments)
    if spec.effect:
        assert caller.confirmed
    if caller.is_ai:
        assert caller.kind in spec.kinds
        assert who is not ToolUse.STAFF
        assert who is ToolUse.AI or caller.approved_by is not None
        assert not (caller.reviewed and spec.effect) or caller.approved_by is not None
    amount = arguments.get("amount_eur", 1)
    assert isinstance(amount, int | float)
    assert 0.01 <= amount <= 500
