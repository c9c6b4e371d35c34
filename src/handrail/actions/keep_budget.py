"""Keep the budget: set aside before a language model is asked, settle when it has answered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from handrail.actions.model_ports import BudgetSpent, PlannedCall
from handrail.actions.model_rows import ModelCall, ModelSpending
from handrail.actions.ports import Store
from handrail.domain.model_budget import Allowance, Amount, Budget, Usage


@dataclass(frozen=True, slots=True)
class Spending:
    """What language models took on one day, and what they may."""

    day: date
    spent: Amount
    allowed: Allowance
    by_model: tuple[ModelSpending, ...]


class StorePurse:
    """The port ``Purse`` over the store: workers that ask at once cannot overspend together.

    A call is counted with the most it can take until it is settled; when its process dies, that
    stays spent, because the provider may have counted it.
    """

    def __init__(
        self,
        store: Store,
        budget: Budget,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._budget = budget
        self._now = now
        self._new_id = new_id

    async def reserve(self, call: PlannedCall) -> str:
        """Set the call's most aside; gives its id. Raises BudgetSpent when a limit would be passed."""
        now = self._now()
        scopes = self._scopes(call.conversation_id, now)
        async with self._store.transaction() as tx:
            for scope, allowance in scopes:
                limit = allowance.passed_by(await tx.spent(scope) + call.most)
                if limit is not None:
                    raise BudgetSpent(f"budget_spent: {limit} of the {scope.partition(':')[0]}")
            for scope, _ in scopes:
                await tx.spend(scope, call.most)
            made = ModelCall(
                self._new_id(), now, call.conversation_id, call.purpose, call.model, call.most
            )
            await tx.add_model_call(made)
        return made.id

    async def settle(self, call_id: str, usage: Usage, micros: int, outcome: str) -> None:
        """Keep what the call took and give the rest back; the same call again changes nothing.

        Raises LookupError for a call that was not reserved.
        """
        async with self._store.transaction() as tx:
            call = await tx.model_call(call_id)
            if call is None:
                raise LookupError(f"no model call {call_id}")
            if call.settled_at is not None:
                return
            settled = replace(
                call,
                settled_at=self._now(),
                tokens_in=usage.tokens_in,
                tokens_out=usage.tokens_out,
                micros=micros,
                ms=usage.ms,
                estimated=usage.estimated,
                outcome=outcome,
            )
            for scope, _ in self._scopes(call.conversation_id, call.at):
                await tx.spend(scope, settled.taken - call.most)
            await tx.settle_model_call(settled)

    def _scopes(self, conversation_id: str | None, at: datetime) -> list[tuple[str, Allowance]]:
        """What a call is counted in, always in this order, so that two never wait for each other."""
        day = (day_scope(at.date()), self._budget.day)
        if conversation_id is None:
            return [day]
        return [(f"conversation:{conversation_id}", self._budget.conversation), day]


def day_scope(day: date) -> str:
    """The scope under which a day's spending is counted."""
    return f"day:{day.isoformat()}"


async def read_spending(store: Store, budget: Budget, day: date) -> Spending:
    """What language models took on a day (UTC), by model and purpose, beside the day's limit."""
    async with store.transaction() as tx:
        spent = await tx.spent(day_scope(day))
        by_model = await tx.model_spending(day)
    return Spending(day, spent, budget.day, tuple(by_model))
