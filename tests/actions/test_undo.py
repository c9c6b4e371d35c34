"""What was done is taken back once, by the rules, and the customer hears of it."""

import uuid
from dataclasses import replace

import pytest

from handrail.actions.approve_call import NotAllowed, settle_call
from handrail.actions.open_conversation import Opened
from handrail.actions.ports import StaffMember
from handrail.actions.run_call import run_call
from handrail.actions.undo_call import UndoWish, undo_call
from handrail.domain.conversation import State, WrongState
from handrail.domain.tool import Call, CallState, Rate, WrongCallState
from tests.actions.tool_stage import BLOCK, REFUND, ToolStage, a_tool_stage
from tests.domain.tools import TOOLS, UNBLOCK_CARD, a_policy_with_tools

ASK = "please block my card"
UNDONE = "Done: unblock Visa 4711."


async def blocked(stage: ToolStage) -> tuple[Opened, Call]:
    opened = await stage.customer()
    await stage.says(opened, ASK, BLOCK)
    await stage.says(opened, "yes")
    call = stage.call("block_card")
    assert call.state is CallState.DONE
    return opened, call


async def undone(
    stage: ToolStage, call: Call, staff: StaffMember, *, confirmed: bool = False
) -> Call:
    made = await undo_call(stage.desk, UndoWish(str(uuid.uuid4()), call.id, confirmed), staff)
    await stage.work()
    return made


async def test_a_card_is_unblocked_once_and_the_customer_is_told() -> None:
    stage = await a_tool_stage()
    opened, call = await blocked(stage)
    colleague = stage.staff()
    wish = UndoWish(str(uuid.uuid4()), call.id)
    made = [await undo_call(stage.desk, wish, colleague) for _ in range(3)]
    await stage.work()
    assert [tool for tool, _ in stage.effects()] == ["block_card", "unblock_card"]
    assert stage.effects()[-1] == ("unblock_card", {"customer_id": "C-1", "card_id": "k1"})
    assert stage.office.cards["C-1"][0]["status"] == "active"
    kept = stage.call("unblock_card")
    assert (kept.id, kept.undoes, kept.state) == (made[0].id, call.id, CallState.DONE)
    assert kept.steps[0].by_name == colleague.name
    assert stage.heard(opened)[-1] == UNDONE
    for _ in range(2):
        await run_call(stage.desk, opened.id, kept.id)
    assert stage.heard(opened).count(UNDONE) == 1
    with pytest.raises(WrongCallState, match="once"):
        await undone(stage, call, stage.staff())
    with pytest.raises(WrongCallState, match="no way"):
        await undone(stage, kept, colleague)


async def test_another_cannot_use_the_id_of_an_undoing() -> None:
    stage = await a_tool_stage()
    _, call = await blocked(stage)
    wish = UndoWish(str(uuid.uuid4()), call.id)
    await undo_call(stage.desk, wish, stage.staff())
    with pytest.raises(LookupError):
        await undo_call(stage.desk, wish, stage.staff())
    with pytest.raises(LookupError):
        await undo_call(stage.desk, UndoWish(call.id, call.id), stage.staff())
    with pytest.raises(LookupError):
        await undo_call(stage.desk, UndoWish(str(uuid.uuid4()), "nothing"), stage.staff())


async def test_the_time_to_undo_is_over() -> None:
    stage = await a_tool_stage()
    _, call = await blocked(stage)
    stage.later(3600)
    with pytest.raises(WrongCallState, match="over"):
        await undone(stage, call, stage.staff())


async def test_what_has_no_way_back_or_did_not_happen_is_not_undone() -> None:
    stage = await a_tool_stage()
    opened = await stage.customer()
    await stage.says(opened, "refund my order", REFUND)
    await stage.says(opened, "20")
    await stage.says(opened, "yes")
    with pytest.raises(WrongCallState, match="no way"):
        await undone(stage, stage.call("refund"), stage.staff())


async def test_whoever_leads_undoes_and_a_supervisor_may() -> None:
    stage = await a_tool_stage()
    opened, call = await blocked(stage)
    leads, other = stage.staff(), stage.staff()
    kept = stage.store.rows.conversations[opened.id]
    stage.store.rows.conversations[opened.id] = replace(kept, state=State.PERSON, staff_id=leads.id)
    with pytest.raises(WrongState, match="colleague leads"):
        await undone(stage, call, other)
    await undone(stage, call, replace(other, roles=("supervisor",)))
    assert stage.heard(opened)[-1] == UNDONE  # a person leads, and the system says it


@pytest.mark.parametrize(
    ("changes", "confirmed", "why"),
    [
        ({"rates": (Rate(0, 3600),)}, False, "called 0 times"),
        ({"needs_confirmation": True}, False, "not said yes"),
        ({"server": "gone"}, True, "No server 'gone'"),
    ],
)
async def test_the_rules_of_the_undoing_tool_hold(
    changes: dict[str, object], confirmed: bool, why: str
) -> None:
    spec = replace(UNBLOCK_CARD, **changes)
    policy = replace(a_policy_with_tools(), tools={**TOOLS, "unblock_card": spec})
    stage = await a_tool_stage(policy)
    _, call = await blocked(stage)
    with pytest.raises(NotAllowed, match=why):
        await undone(stage, call, stage.staff(), confirmed=confirmed)
    assert len(stage.effects()) == 1


async def test_a_failed_undoing_may_be_tried_again_and_says_nothing_to_who_knows_nothing() -> None:
    stage = await a_tool_stage()
    opened, call = await blocked(stage)
    stage.office.does["unblock_card"] = "refuses"
    await undone(stage, call, stage.staff())
    assert stage.call("unblock_card").state is CallState.FAILED
    assert stage.heard(opened)[-1] == "Done: block Visa 4711."
    await undone(stage, call, stage.staff(), confirmed=True)
    assert stage.heard(opened)[-1] == "I could not unblock Visa 4711."


@pytest.mark.parametrize("happened", [True, False])
async def test_an_undoing_that_may_have_happened_is_said_and_found_out(happened: bool) -> None:
    stage = await a_tool_stage()
    opened, call = await blocked(stage)
    stage.office.does["unblock_card"] = "lies"
    await undone(stage, call, stage.staff())
    made = stage.call("unblock_card")
    assert made.state is CallState.UNKNOWN_OUTCOME
    assert "Nobody knows whether I did unblock Visa 4711." in stage.heard(opened)
    assert stage.store.rows.conversations[opened.id].state is State.QUEUED
    with pytest.raises(WrongCallState, match="once"):
        await undone(stage, call, stage.staff())
    await settle_call(stage.desk, made.id, stage.staff(), happened=happened)
    said = {True: "Done: unblock Visa 4711.", False: "I could not unblock Visa 4711."}
    assert stage.heard(opened)[-1] == said[happened]
