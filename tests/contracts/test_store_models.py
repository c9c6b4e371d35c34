"""What every store promises of language models' spending and of translations."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.actions.keep_budget import StorePurse, day_scope, read_spending
from handrail.actions.model_ports import BudgetSpent, PlannedCall
from handrail.actions.model_rows import ModelCall
from handrail.domain.model_budget import Allowance, Amount, Budget, Usage
from handrail.domain.translation import Translation
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, new_id, opened, token

DAY = NOW.date()
MOST = Amount(tokens=100, micros=50, ms=1000)


def a_call(**changes: object) -> ModelCall:
    return replace(ModelCall(new_id(), NOW, new_id(), "phrase", "small", MOST), **changes)


def a_purse(desk: UnderContract, budget: Budget) -> StorePurse:
    return StorePurse(desk.store, budget, lambda: NOW, new_id)


def planned(conversation_id: str | None = None) -> PlannedCall:
    return PlannedCall(conversation_id, "phrase", "small", MOST)


async def test_what_is_spent_adds_up_in_its_scope_alone(desk: UnderContract) -> None:
    async with desk.store.transaction() as tx:
        assert await tx.spent("day:1") == Amount()
        await tx.spend("day:1", MOST)
        await tx.spend("day:1", Amount(-40, -20, -900))
        assert await tx.spent("day:1") == Amount(60, 30, 100)
        assert await tx.spent("day:2") == Amount()


async def test_a_call_is_kept_and_settled(desk: UnderContract) -> None:
    call = a_call()
    settled = replace(
        call,
        settled_at=NOW,
        tokens_in=7,
        tokens_out=3,
        micros=2,
        ms=90,
        estimated=True,
        outcome="answered",
    )
    async with desk.store.transaction() as tx:
        await tx.add_model_call(call)
        assert await tx.model_call(call.id) == call
        await tx.settle_model_call(settled)
        assert await tx.model_call(call.id) == settled
        assert await tx.model_call(new_id()) is None


async def test_a_days_spending_is_told_by_model_and_purpose(desk: UnderContract) -> None:
    done = {"settled_at": NOW, "tokens_in": 7, "tokens_out": 3, "micros": 2, "ms": 90}
    async with desk.store.transaction() as tx:
        for call in (
            a_call(),
            a_call(purpose="translate"),
            a_call(purpose="translate", model="other"),
            a_call(at=NOW - timedelta(days=1)),
        ):
            await tx.add_model_call(call)
            if call.purpose == "translate":
                await tx.settle_model_call(
                    replace(call, **done, estimated=call.model == "other", outcome="timeout")
                )
        told = await tx.model_spending(DAY)
    assert [(t.model, t.purpose, t.calls, t.failed, t.tokens, t.estimated) for t in told] == [
        ("small", "phrase", 1, 0, 100, 0),
        ("other", "translate", 1, 1, 10, 1),
        ("small", "translate", 1, 1, 10, 0),
    ]
    assert (told[0].micros, told[0].ms) == (50, 1000)


async def test_a_translation_is_kept_and_the_next_of_its_kind_takes_its_place(
    desk: UnderContract,
) -> None:
    conversation = await opened(desk, token())
    first = Translation(
        new_id(), conversation.id, 2, new_id(), "Hallo", "de", "en", "Hello", "small", NOW
    )
    again = replace(first, id=new_id(), text="Hi")
    mine = replace(first, id=new_id(), seq=None)
    async with desk.store.transaction() as tx:
        for each in (first, again, mine, replace(mine, id=new_id())):
            await tx.add_translation(each)
        assert await tx.translations(conversation.id) == [again]
        assert await tx.translation(mine.id) == mine
        assert await tx.translation(first.id) is None


async def test_the_purse_sets_aside_and_gives_back_what_was_not_taken(desk: UnderContract) -> None:
    purse, conversation_id = a_purse(desk, Budget()), new_id()
    call_id = await purse.reserve(planned(conversation_id))
    assert (await read_spending(desk.store, Budget(), DAY)).spent == MOST
    for _ in range(2):  # the second time changes nothing
        await purse.settle(call_id, Usage(7, 3, False, 90), 2, "answered")
    spending = await read_spending(desk.store, Budget(), DAY)
    assert spending.spent == Amount(10, 2, 90)
    assert [(m.calls, m.tokens) for m in spending.by_model] == [(1, 10)]
    async with desk.store.transaction() as tx:
        assert await tx.spent(f"conversation:{conversation_id}") == Amount(10, 2, 90)


async def test_a_call_that_was_never_settled_stays_spent(desk: UnderContract) -> None:
    await a_purse(desk, Budget()).reserve(planned())
    assert (await read_spending(desk.store, Budget(), DAY)).by_model[0].tokens == MOST.tokens


async def test_settling_what_was_not_reserved_is_an_error(desk: UnderContract) -> None:
    with pytest.raises(LookupError, match="no model call"):
        await a_purse(desk, Budget()).settle(new_id(), Usage(1, 1, False, 1), 0, "answered")


@pytest.mark.parametrize(
    ("budget", "word"),
    [
        (Budget(day=Allowance(tokens=99)), "tokens of the day"),
        (Budget(day=Allowance(micros=49)), "money of the day"),
        (Budget(conversation=Allowance(ms=999)), "time of the conversation"),
    ],
)
async def test_nothing_is_reserved_over_a_limit(
    desk: UnderContract, budget: Budget, word: str
) -> None:
    with pytest.raises(BudgetSpent, match=word):
        await a_purse(desk, budget).reserve(planned(new_id()))
    async with desk.store.transaction() as tx:
        assert await tx.spent(day_scope(DAY)) == Amount()
        assert await tx.model_spending(DAY) == []


async def test_workers_that_ask_at_once_cannot_overspend_together(desk: UnderContract) -> None:
    budget = Budget(day=Allowance(tokens=550))
    purses = [a_purse(desk, budget) for _ in range(16)]
    asked = await asyncio.gather(
        *(purse.reserve(planned(new_id())) for purse in purses), return_exceptions=True
    )
    assert sum(isinstance(each, str) for each in asked) == 5
    assert sum(isinstance(each, BudgetSpent) for each in asked) == 11
    assert (await read_spending(desk.store, budget, DAY)).spent.tokens == 500
