"""Models: what language models took, and translations, inside one PostgreSQL transaction."""

from datetime import date

from handrail.actions.model_rows import ModelCall, ModelSpending
from handrail.adapters.postgres.pool import Borrowed, Record
from handrail.adapters.postgres.rows import read
from handrail.adapters.postgres.sql import load
from handrail.domain.model_budget import Amount
from handrail.domain.translation import Translation

MODELS = load("models.sql")


class PostgresModels:
    """The part of a transaction that is about language models."""

    _connection: Borrowed

    async def spent(self, scope: str) -> Amount:
        """What a scope has spent, locked until the end."""
        row = await self._connection.fetchrow(MODELS["spent"], scope)
        assert row is not None  # made by the statement itself
        return read(Amount, row)

    async def spend(self, scope: str, amount: Amount) -> None:
        """Add to what a scope has spent; a negative amount gives back."""
        arguments = (scope, amount.tokens, amount.micros, amount.ms)
        await self._connection.execute(MODELS["spend"], *arguments)

    async def add_model_call(self, call: ModelCall) -> None:
        """Keep a call with what was set aside for it."""
        most = (call.most.tokens, call.most.micros, call.most.ms)
        about = (call.id, call.at, call.conversation_id, call.purpose, call.model)
        await self._connection.execute(MODELS["add_model_call"], *about, *most)

    async def model_call(self, call_id: str) -> ModelCall | None:
        """One call, locked until the transaction ends."""
        row = await self._connection.fetchrow(MODELS["model_call"], call_id)
        return _read_call(row) if row else None

    async def settle_model_call(self, call: ModelCall) -> None:
        """Keep what a call took."""
        took = (call.tokens_in, call.tokens_out, call.micros, call.ms)
        arguments = (call.id, call.settled_at, *took, call.estimated, call.outcome)
        await self._connection.execute(MODELS["settle_model_call"], *arguments)

    async def model_spending(self, day: date) -> list[ModelSpending]:
        """What was taken on a day (UTC), by model and purpose, most tokens first."""
        rows = await self._connection.fetch(MODELS["model_spending"], day)
        return [read(ModelSpending, row) for row in rows]

    async def add_translation(self, translation: Translation) -> None:
        """Keep a translation; one of the same message into the same language takes its place."""
        await self._connection.execute(MODELS["add_translation"], translation)

    async def translation(self, translation_id: str) -> Translation | None:
        """One translation."""
        row = await self._connection.fetchrow(MODELS["translation"], translation_id)
        return read(Translation, row) if row else None

    async def translations(self, conversation_id: str) -> list[Translation]:
        """The translations of a conversation's messages, in order."""
        rows = await self._connection.fetch(MODELS["translations"], conversation_id)
        return [read(Translation, row) for row in rows]


def _read_call(row: Record) -> ModelCall:
    plain = {k: v for k, v in dict(row).items() if not k.startswith("most_")}
    most = Amount(row["most_tokens"], row["most_micros"], row["most_ms"])
    return ModelCall(**plain, most=most)
