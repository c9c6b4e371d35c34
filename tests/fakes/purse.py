"""Fake of the port Purse: counts calls in memory, up to as many as a test allows."""

from dataclasses import dataclass, field

from handrail.actions.model_ports import BudgetSpent, PlannedCall
from handrail.domain.model_budget import Usage


@dataclass
class FakePurse:
    """``broken`` makes it unreadable; ``settled`` holds call, usage, cost and outcome."""

    calls: int = 1000
    broken: bool = False
    reserved: list[PlannedCall] = field(default_factory=list[PlannedCall])
    settled: list[tuple[str, Usage, int, str]] = field(
        default_factory=list[tuple[str, Usage, int, str]]
    )

    async def reserve(self, call: PlannedCall) -> str:
        if self.broken:
            raise OSError("the database is gone")
        if len(self.reserved) >= self.calls:
            raise BudgetSpent("budget_spent: tokens of the day")
        self.reserved.append(call)
        return str(len(self.reserved))

    async def settle(self, call_id: str, usage: Usage, micros: int, outcome: str) -> None:
        if self.broken:
            raise OSError("the database is gone")
        self.settled.append((call_id, usage, micros, outcome))
