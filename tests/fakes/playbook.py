"""The part of the store in memory that is about playbooks."""

from handrail.domain.playbook import StepMark
from tests.fakes.rows import Rows


class FakePlaybook:
    _rows: Rows

    async def add_step_mark(self, mark: StepMark) -> None:
        if mark.conversation_id not in self._rows.conversations:
            raise LookupError(mark.conversation_id)
        self._rows.step_marks.append(mark)

    async def step_marks(self, conversation_id: str) -> list[StepMark]:
        return [m for m in self._rows.step_marks if m.conversation_id == conversation_id]
