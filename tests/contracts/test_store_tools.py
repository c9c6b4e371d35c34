"""Calls of tools, and who is known for sure, in the fake store and the real one."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handrail.actions.tool_rows import CallQuery
from handrail.domain.conversation import Conversation
from handrail.domain.customer import Customer
from handrail.domain.tool import Call, CallState, CallStep, Option
from tests.contracts.conftest import UnderContract

AT = datetime(2026, 11, 23, 11, tzinfo=UTC)


async def a_conversation(desk: UnderContract) -> Conversation:
    customer = Customer(str(uuid.uuid4()), name="Ada Lind")
    opened = Conversation(str(uuid.uuid4()), "web", "en", customer.id, AT)
    async with desk.store.transaction() as tx:
        await tx.upsert_customer(customer)
        await tx.open_conversation(opened, uuid.uuid4().bytes * 2)
    return opened


def a_call(opened: Conversation, **changes: object) -> Call:
    call_id = str(uuid.uuid4())
    made = Call(
        id=call_id,
        conversation_id=opened.id,
        customer_id=opened.customer_id,
        tool="refund",
        arguments={"customer_id": "C-1", "amount_eur": 20.5},
        asked_by="ai",
        idempotency_key=call_id,
        state=CallState.PROPOSED,
        policy_version="v1",
        at=AT,
        options=(Option("k1", "Visa 4711"),),
        steps=(CallStep(AT, CallState.PROPOSED, "ai", "asked"),),
    )
    return replace(made, **changes)


async def test_a_call_is_kept_whole_and_once(desk: UnderContract) -> None:
    call = a_call(await a_conversation(desk))
    async with desk.store.transaction() as tx:
        await tx.add_call(call)
        await tx.add_call(replace(call, tool="other"))
        assert await tx.call(call.id) == call
        assert await tx.conversation_of_call(call.id) == call.conversation_id
        assert await tx.call(str(uuid.uuid4())) is None
        assert await tx.conversation_of_call(str(uuid.uuid4())) is None


async def test_a_call_moves_on(desk: UnderContract) -> None:
    call = a_call(await a_conversation(desk))
    moved = replace(
        call.became(CallState.AWAITING_CONFIRMATION, AT, "ai"),
        said_seq=3,
        expires_at=AT + timedelta(minutes=5),
        proposed={"amount_eur": 10},
        output={"status": "shipped"},
        options=(),
    )
    async with desk.store.transaction() as tx:
        await tx.add_call(call)
        await tx.save_call(moved)
    async with desk.store.transaction() as tx:
        assert await tx.call(call.id) == moved
    with pytest.raises(LookupError):
        async with desk.store.transaction() as tx:
            await tx.save_call(
                a_call(Conversation(call.conversation_id, "web", "en", call.customer_id, AT))
            )


async def test_open_calls_and_all_calls_of_a_conversation(desk: UnderContract) -> None:
    opened = await a_conversation(desk)
    first = a_call(opened)
    second = a_call(opened, at=AT + timedelta(seconds=1), state=CallState.DONE)
    async with desk.store.transaction() as tx:
        await tx.add_call(second)
        await tx.add_call(first)
        assert [c.id for c in await tx.open_calls(opened.id)] == [first.id]
        assert [c.id for c in await tx.calls(opened.id)] == [first.id, second.id]
        since = await tx.calls_of_customer(opened.customer_id, AT + timedelta(seconds=1))
        assert [c.id for c in since] == [second.id]


async def test_calls_are_found_page_by_page(desk: UnderContract) -> None:
    opened = await a_conversation(desk)
    made = [
        a_call(opened, at=AT + timedelta(seconds=n), state=CallState.DONE, effect=f"effect {n}")
        for n in range(3)
    ]
    async with desk.store.transaction() as tx:
        for call in made:
            await tx.add_call(call)
        page = await tx.find_calls(CallQuery(limit=2))
        assert [view.call.effect for view in page.items] == ["effect 2", "effect 1"]
        assert page.items[0].customer_name == "Ada Lind"
        rest = await tx.find_calls(CallQuery(limit=2, cursor=page.next_cursor))
        assert [view.call.effect for view in rest.items] == ["effect 0"]
        assert rest.next_cursor is None
        found = await tx.find_calls(CallQuery(q="effect 1", tool="refund"))
        assert len(found.items) == 1
        assert not (await tx.find_calls(CallQuery(states=(CallState.FAILED,)))).items
        assert len((await tx.find_calls(CallQuery(q=made[0].id))).items) == 1
        assert len((await tx.find_calls(CallQuery(q="ada"))).items) == 3


async def test_who_is_known_for_sure(desk: UnderContract) -> None:
    opened = await a_conversation(desk)
    async with desk.store.transaction() as tx:
        assert await tx.identified_by(opened.id) is None
        await tx.identify(opened.id, AT, "signature")
        await tx.identify(opened.id, AT, "other")
        assert await tx.identified_by(opened.id) == "signature"


async def test_what_undoes_a_call_is_found_by_it(desk: UnderContract) -> None:
    opened = await a_conversation(desk)
    call = a_call(opened, state=CallState.DONE)
    failed = a_call(opened, state=CallState.FAILED, undoes=call.id)
    undo = a_call(opened, state=CallState.APPROVED, undoes=call.id, at=AT + timedelta(seconds=1))
    async with desk.store.transaction() as tx:
        for each in (call, failed, undo):
            await tx.add_call(each)
        assert await tx.undos_of([call.id, undo.id]) == [failed, undo]
        assert await tx.undos_of([]) == []
        assert await tx.call(undo.id) == undo


async def test_calls_that_wait_come_by_their_deadline(desk: UnderContract) -> None:
    opened = await a_conversation(desk)
    waits = CallState.AWAITING_APPROVAL
    late = a_call(opened, state=waits, expires_at=AT + timedelta(minutes=9))
    soon = a_call(opened, state=waits, expires_at=AT + timedelta(minutes=1))
    never = a_call(opened, state=waits)
    async with desk.store.transaction() as tx:
        before = await tx.count_waiting()
        for each in (never, late, soon, a_call(opened, state=CallState.DONE)):
            await tx.add_call(each)
        mine = {never.id, late.id, soon.id}
        waiting = [view for view in await tx.waiting_calls(200) if view.call.id in mine]
        assert [view.call for view in waiting] == [soon, late, never]
        assert waiting[0].customer_name == "Ada Lind"
        assert len(await tx.waiting_calls(1)) == 1
        assert await tx.count_waiting() == before + 3
