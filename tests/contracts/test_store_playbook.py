"""What every store promises of steps ticked by hand, on the fake and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.domain.playbook import StepMark
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, new_id, opened


async def test_every_mark_is_kept_in_order(desk: UnderContract) -> None:
    conversation, other = await opened(desk, b"a" * 32), await opened(desk, b"b" * 32)
    mark = StepMark(conversation.id, "fraud", "block", True, new_id(), "Ana", NOW)
    taken_away = replace(mark, done=False, staff_name="Bo", at=NOW + timedelta(minutes=1))
    async with desk.store.transaction() as tx:
        for kept in (mark, taken_away, replace(mark, conversation_id=other.id)):
            await tx.add_step_mark(kept)
    async with desk.store.transaction() as tx:
        assert await tx.step_marks(conversation.id) == [mark, taken_away]


async def test_no_mark_without_its_conversation(desk: UnderContract) -> None:
    mark = StepMark(new_id(), "fraud", "block", True, new_id(), "Ana", NOW)
    with pytest.raises(LookupError):
        async with desk.store.transaction() as tx:
            await tx.add_step_mark(mark)
    async with desk.store.transaction() as tx:
        assert await tx.step_marks(mark.conversation_id) == []
