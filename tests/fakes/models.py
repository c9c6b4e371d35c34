"""The part of the store in memory that is about language models."""

from collections.abc import Sequence
from datetime import UTC, date

from handrail.actions.model_rows import ModelCall, ModelSpending
from handrail.domain.model_budget import Amount
from handrail.domain.translation import Translation
from tests.fakes.rows import Rows

SERVED = ("answered", "left", "")


class FakeModels:
    _rows: Rows

    async def spent(self, scope: str) -> Amount:
        return self._rows.budgets.setdefault(scope, Amount())

    async def spend(self, scope: str, amount: Amount) -> None:
        self._rows.budgets[scope] = self._rows.budgets[scope] + amount

    async def add_model_call(self, call: ModelCall) -> None:
        self._rows.model_calls[call.id] = call

    async def model_call(self, call_id: str) -> ModelCall | None:
        return self._rows.model_calls.get(call_id)

    async def settle_model_call(self, call: ModelCall) -> None:
        self._rows.model_calls[call.id] = call

    async def model_spending(self, day: date) -> list[ModelSpending]:
        groups: dict[tuple[str, str], list[ModelCall]] = {}
        for call in self._rows.model_calls.values():
            if call.at.astimezone(UTC).date() == day:
                groups.setdefault((call.model, call.purpose), []).append(call)
        made = [_spending(*key, calls) for key, calls in groups.items()]
        return sorted(made, key=lambda m: (-m.tokens, m.model, m.purpose))

    async def add_translation(self, translation: Translation) -> None:
        for kept in list(self._rows.translations.values()):
            same = (kept.conversation_id, kept.seq, kept.target)
            mine = (translation.conversation_id, translation.seq, translation.target)
            if kept.seq is not None and same == mine:
                del self._rows.translations[kept.id]
        self._rows.translations[translation.id] = translation

    async def translation(self, translation_id: str) -> Translation | None:
        return self._rows.translations.get(translation_id)

    async def translations(self, conversation_id: str) -> Sequence[Translation]:
        mine = [
            t
            for t in self._rows.translations.values()
            if t.conversation_id == conversation_id and t.seq is not None
        ]
        return sorted(mine, key=lambda t: (t.seq or 0, t.target))


def _spending(model: str, purpose: str, calls: list[ModelCall]) -> ModelSpending:
    return ModelSpending(
        model=model,
        purpose=purpose,
        calls=len(calls),
        failed=sum(call.outcome not in SERVED for call in calls),
        tokens=sum(call.taken.tokens for call in calls),
        micros=sum(call.taken.micros for call in calls),
        ms=sum(call.taken.ms for call in calls),
        estimated=sum(call.estimated for call in calls),
    )
