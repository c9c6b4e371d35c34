"""A steward amends the wrap-up list, and the next wrap-ups are of it."""

from datetime import timedelta

import pytest

from handrail.actions.accept_wrap_up import accept_wrap_up
from handrail.actions.amend_wrap_up_list import (
    bring_back_entry,
    order_entries,
    retire_entry,
    save_entry,
)
from handrail.domain.wrap_up import Amends
from handrail.domain.wrap_up_list import Did, Entry, ListChange, Part, Refused
from handrail.domain.wrap_up_rules import FieldFrom, FieldType
from tests.actions.desks import Stage, a_stage
from tests.actions.test_wrap_up import led, written

AMOUNT = Entry(
    Part.FIELD, "case", {"en": "Case"}, 0, "case_no", FieldType.TEXT, FieldFrom.FIGURE, "reference"
)


async def changes(stage: Stage) -> list[ListChange]:
    async with stage.desk.store.transaction() as tx:
        return await tx.wrap_up_changes()


async def test_a_new_field_is_filled_and_a_retired_reason_is_not_read(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened, ada = await led(stage)
        ines = await stage.staff("steward")
        assert [reason.value for reason in (await written(stage, opened)).reasons] == ["card"]
        await save_entry(stage.desk, ines, AMOUNT)
        await retire_entry(stage.desk, ines, Part.REASON, "card")
        wrap_up = await written(stage, opened)
        assert (wrap_up.reasons, wrap_up.fields["case"].value) == ((), "AB-12345")

        await save_entry(stage.desk, ines, Entry(Part.REASON, "lost", {"en": "Lost things"}, 0))
        await save_entry(stage.desk, ines, Entry(Part.OUTCOME, "sent", {"en": "New card sent"}, 0))
        amends = Amends(outcome="sent", reasons=["lost"])
        accepted = await accept_wrap_up(stage.desk, wrap_up, ada, amends)
        assert accepted.amended == ("outcome", "reasons")
        async with stage.desk.store.transaction() as tx:
            conversation = await tx.conversation(opened.id)
            assert conversation is not None
            [contact] = await tx.contacts(conversation.customer_id)
        assert contact.summary == "Wrote about: Lost things. Case: AB-12345."
        assert contact.outcome.startswith("New card sent.")


async def test_who_did_what_is_kept_and_nothing_twice(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        ines = await stage.staff("steward")
        desk, clock = stage.desk, stage.clock
        for _ in range(2):  # the same again changes nothing
            await save_entry(desk, ines, AMOUNT)
        for step in (retire_entry, retire_entry, bring_back_entry, bring_back_entry):
            clock[0] += timedelta(seconds=1)
            await step(desk, ines, Part.FIELD, "case")
        outcomes = ["unknown", "solved", "not_solved", "passed_on"]
        clock[0] += timedelta(seconds=1)
        await order_entries(desk, ines, Part.OUTCOME, outcomes)
        listed = await order_entries(desk, ines, Part.OUTCOME, outcomes)
        assert [entry.name for entry in listed.of(Part.OUTCOME)] == outcomes
        kept = await changes(stage)
        assert [one.did for one in reversed(kept)] == [
            Did.ADDED,
            Did.RETIRED,
            Did.BROUGHT_BACK,
            Did.ORDERED,
        ]
        assert {one.by_name for one in kept} == {ines.name}
        assert (kept[-1].before, kept[-1].after) == ("", "en: Case → case_no")
        with pytest.raises(Refused):
            await retire_entry(desk, ines, Part.OUTCOME, "solved")
        with pytest.raises(LookupError):
            await bring_back_entry(desk, ines, Part.REASON, "nothing")
        assert len(await changes(stage)) == 4
