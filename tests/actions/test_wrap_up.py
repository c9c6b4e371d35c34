"""How promises are found, chased, moved and ended, and how a conversation is wrapped up."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.actions.accept import take_over
from handrail.actions.accept_wrap_up import accept_wrap_up, show_wrap_up
from handrail.actions.brief import brief_staff
from handrail.actions.chase_promise import chase_promise
from handrail.actions.keep_promise import (
    Move,
    confirm_promise,
    keep_promise,
    move_promise,
    withdraw_promise,
)
from handrail.actions.let_go import close
from handrail.actions.open_conversation import Opened
from handrail.actions.ports import StaffMember
from handrail.actions.take_turn import take_turn
from handrail.actions.write_as_staff import write_as_staff
from handrail.actions.write_wrap_up import write_wrap_up
from handrail.domain.briefing import Section
from handrail.domain.conversation import WrongState
from handrail.domain.notice import Notice
from handrail.domain.promise import Promise, PromiseState
from handrail.domain.wrap_up import Amends, Outcome, WrapUp
from tests.actions.desks import RISKY, Stage, a_stage

CARD = "I lost my card AB-12345"


async def led(stage: Stage) -> tuple[Opened, StaffMember]:
    """A conversation about a lost card that a person leads."""
    opened, ada = await stage.customer(), await stage.staff()
    await stage.asks(opened, CARD, replace(RISKY, sentiment=-0.6))
    await take_turn(stage.desk, opened.id)
    await take_over(stage.desk, opened.id, ada)
    return opened, ada


async def says(stage: Stage, opened: Opened, staff: StaffMember, text: str) -> None:
    await write_as_staff(stage.desk, opened.id, staff, str(uuid.uuid4()), text)


async def promises(stage: Stage, opened: Opened) -> list[Promise]:
    async with stage.desk.store.transaction() as tx:
        return await tx.promises(opened.id)


async def notices(stage: Stage, staff: StaffMember) -> list[Notice]:
    async with stage.desk.store.transaction() as tx:
        return await tx.staff_notices(staff.id)


async def written(stage: Stage, opened: Opened) -> WrapUp:
    wrap_up = await write_wrap_up(stage.desk, opened.id)
    assert wrap_up is not None
    return wrap_up


async def test_a_promise_is_kept_with_its_message_and_chased_when_due(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened, ada = await led(stage)
        boss = await stage.staff("supervisor")
        await says(stage, opened, ada, "It is blocked. I'll call you back within 2 hours.")
        [promise] = await promises(stage, opened)
        assert (promise.text, promise.staff_id) == ("I'll call you back within 2 hours.", ada.id)
        due = stage.clock[0] + timedelta(hours=2)
        assert promise.due_at == promise.made_at + timedelta(hours=2)
        await confirm_promise(stage.desk, promise.id, ada, due)
        await chase_promise(stage.desk, promise.id)
        assert await notices(stage, ada) == []
        stage.later(2 * 3600)
        for _ in range(2):  # a job may run twice
            await chase_promise(stage.desk, promise.id)
        [told] = await notices(stage, ada)
        assert (told.about, told.text) == (promise.id, promise.text)
        assert await notices(stage, boss) == []
        stage.later(60 * 60)
        for _ in range(2):
            await chase_promise(stage.desk, promise.id)
        [raised] = await notices(stage, boss)
        assert (raised.kind, raised.from_name) == ("promise_late", ada.name)
        kept = await keep_promise(stage.desk, promise.id, ada)
        assert kept.state is PromiseState.KEPT
        await chase_promise(stage.desk, promise.id)


async def test_supervisors_hear_only_of_what_was_confirmed(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened, ada = await led(stage)
        boss = await stage.staff("supervisor")
        await says(stage, opened, ada, "I'll call you back within 2 hours.")
        [promise] = await promises(stage, opened)
        stage.clock[0] = (promise.due_at or stage.clock[0]) + timedelta(days=1)
        for _ in range(2):
            await chase_promise(stage.desk, promise.id)
        assert len(await notices(stage, ada)) == 1
        assert await notices(stage, boss) == []
        await chase_promise(stage.desk, str(uuid.uuid4()))


async def test_a_promise_moves_only_when_the_customer_is_told(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened, ada = await led(stage)
        await says(stage, opened, ada, "I'll call you back tomorrow.")
        [promise] = await promises(stage, opened)
        later = stage.clock[0] + timedelta(days=400)
        ben = await stage.staff()
        move = Move(later, "I'll call you back next Friday instead.", str(uuid.uuid4()))
        with pytest.raises(WrongState, match="colleague"):
            await move_promise(stage.desk, promise.id, ben, move)
        with pytest.raises(WrongState, match="past"):
            await move_promise(stage.desk, promise.id, ada, replace(move, due_at=stage.clock[0]))
        with pytest.raises(LookupError):
            await move_promise(stage.desk, str(uuid.uuid4()), ada, move)
        await move_promise(stage.desk, promise.id, ada, move)
        moved = await move_promise(stage.desk, promise.id, ada, move)  # sends nothing anew
        assert (moved.due_at, moved.state) == (later, PromiseState.OPEN)
        assert [one.id for one in await promises(stage, opened)] == [promise.id]
        texts = [event.text for event in await stage.events(opened)]
        assert texts.count(move.text) == 1
        await close(stage.desk, opened.id, ada)
        with pytest.raises(WrongState):
            await move_promise(
                stage.desk, promise.id, ada, replace(move, client_id=str(uuid.uuid4()))
            )
        withdrawn = await withdraw_promise(stage.desk, promise.id, ada, "It was solved.")
        assert withdrawn.because == "It was solved."
        with pytest.raises(WrongState):
            await keep_promise(stage.desk, promise.id, ada)


async def test_what_was_said_becomes_a_wrap_up_and_the_next_briefing(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened, ada = await led(stage)
        assert await write_wrap_up(stage.desk, (await stage.customer()).id) is None
        await says(stage, opened, ada, "It is blocked. I'll send you a new one by Friday.")
        await stage.asks(opened, "thanks, that's all", replace(RISKY, sentiment=0.5))
        first = await written(stage, opened)
        assert [reason.value for reason in first.reasons] == ["card"]
        assert first.outcome.value == "solved"
        assert {name: felt.value for name, felt in first.feeling.items()} == {
            "start": "-0.60", "lowest": "-0.60", "end": "0.50",
        }  # fmt: skip
        shown = await show_wrap_up(stage.desk, opened.id)
        assert shown is not None
        stage.later(3)
        accepted = await accept_wrap_up(stage.desk, shown, ada, Amends())
        assert (accepted.amended, accepted.accepted_by) == ((), ada.id)
        async with stage.desk.store.transaction() as tx:
            times = await tx.accept_times(stage.clock[0] - timedelta(days=1))
        assert (times.accepted, times.p50_s) == (1, 3.0)
        [promise] = await promises(stage, opened)
        assert promise.confirmed_by == ada.id
        await close(stage.desk, opened.id, ada)
        again = await write_wrap_up(stage.desk, opened.id)
        assert again is not None
        assert again.id == accepted.id
        async with stage.desk.store.transaction() as tx:
            conversation = await tx.conversation(opened.id)
            assert conversation is not None
            [contact] = await tx.contacts(conversation.customer_id)
        assert contact.summary == "Wrote about: card (en)."
        assert contact.outcome == "Solved. The customer wrote: “thanks, that's all”"
        assert contact.promised.startswith("I'll send you a new one by Friday. (due ")
        assert contact.sentiment == 0.5


async def test_a_wrap_up_accepted_after_closing_takes_the_plain_contacts_place(
    database_url: str,
) -> None:
    async with a_stage(database_url) as stage:
        opened, ada = await led(stage)
        await says(stage, opened, ada, "We'll send a new card. We'll refund the fee.")
        await close(stage.desk, opened.id, ada, "done")
        wrap_up = await written(stage, opened)
        async with stage.desk.store.transaction() as tx:
            conversation = await tx.conversation(opened.id)
            assert conversation is not None
            assert [c.outcome for c in await tx.contacts(conversation.customer_id)] == ["done"]
        fee = next(one for one in await promises(stage, opened) if "fee" in one.text)
        await accept_wrap_up(stage.desk, wrap_up, ada, Amends(Outcome.PASSED_ON), {fee.id})
        async with stage.desk.store.transaction() as tx:
            [contact] = await tx.contacts(conversation.customer_id)
        assert contact.outcome == "Passed on. said by staff"
        assert contact.promised == "We'll send a new card."
        states = {one.text: one.state.value for one in await promises(stage, opened)}
        assert states == {"We'll send a new card.": "open", "We'll refund the fee.": "withdrawn"}
        with pytest.raises(WrongState, match="accepted already"):
            await accept_wrap_up(stage.desk, wrap_up, ada, Amends())
        await stage.asks(opened, "One more thing", RISKY)
        await take_turn(stage.desk, opened.id)
        later = await written(stage, opened)
        assert later.id != wrap_up.id
        assert later.from_seq > wrap_up.up_to_seq
        with pytest.raises(WrongState, match="went on"):
            await accept_wrap_up(stage.desk, wrap_up, ada, Amends())


async def test_the_contact_is_in_the_customers_next_briefing(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened, ada = await led(stage)
        await says(stage, opened, ada, "I'll send you a new one by Friday.")
        await accept_wrap_up(stage.desk, await written(stage, opened), ada, Amends())
        await close(stage.desk, opened.id, ada)
        async with stage.desk.store.transaction() as tx:
            first = await tx.conversation(opened.id)
            assert first is not None
            stage.later(3600)
            next_one = replace(
                first, id=str(uuid.uuid4()), opened_at=stage.clock[0], last_seq=0, asked_seq=0,
                answered_seq=0,
            )  # fmt: skip
            await tx.open_conversation(next_one, uuid.uuid4().bytes * 2)
        briefing = await brief_staff(stage.desk, next_one.id)
        promised = [line.text for line in briefing.lines if line.section is Section.PROMISED]
        assert promised[0].startswith("I'll send you a new one by Friday. (due ")


async def test_unknown_conversations_and_fields_are_refused(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with pytest.raises(LookupError):
            await write_wrap_up(stage.desk, str(uuid.uuid4()))
        opened, ada = await led(stage)
        wrap_up = await written(stage, opened)
        with pytest.raises(KeyError):
            await accept_wrap_up(stage.desk, wrap_up, ada, Amends(fields={"nothing": "x"}))
        with pytest.raises(LookupError):
            await show_wrap_up(stage.desk, str(uuid.uuid4()))
