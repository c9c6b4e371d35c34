"""Model rows: what language models took, and translations; a part of every transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from handrail.domain.model_budget import Amount
from handrail.domain.translation import Translation


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One call of a language model: first what was set aside for it, then what it took.

    ``settled_at`` None: it is under way, or its process died and what was set aside stays spent.
    """

    id: str
    at: datetime
    conversation_id: str | None
    purpose: str
    model: str
    most: Amount
    settled_at: datetime | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    micros: int = 0
    ms: int = 0
    estimated: bool = False
    outcome: str = ""

    @property
    def taken(self) -> Amount:
        """What counts against the budget."""
        if self.settled_at is None:
            return self.most
        return Amount(self.tokens_in + self.tokens_out, self.micros, self.ms)


@dataclass(frozen=True, slots=True)
class ModelSpending:
    """What one model took for one purpose on one day; ``failed`` calls gave nothing usable."""

    model: str
    purpose: str
    calls: int
    failed: int
    tokens: int
    micros: int
    ms: int
    estimated: int


class ModelRows(Protocol):
    """Spending of language models, and translations, inside a transaction."""

    async def spent(self, scope: str) -> Amount:
        """What a scope ("day:2026-11-24", "conversation:ID") has spent, locked until the end."""
        ...

    async def spend(self, scope: str, amount: Amount) -> None:
        """Add to what a scope has spent; a negative amount gives back."""
        ...

    async def add_model_call(self, call: ModelCall) -> None:
        """Keep a call with what was set aside for it."""
        ...

    async def model_call(self, call_id: str) -> ModelCall | None:
        """One call, locked until the transaction ends."""
        ...

    async def settle_model_call(self, call: ModelCall) -> None:
        """Keep what a call took."""
        ...

    async def model_spending(self, day: date) -> list[ModelSpending]:
        """What was taken on a day, by model and purpose, most tokens first."""
        ...

    async def add_translation(self, translation: Translation) -> None:
        """Keep a translation; one of the same message into the same language takes its place."""
        ...

    async def translation(self, translation_id: str) -> Translation | None:
        """One translation."""
        ...

    async def translations(self, conversation_id: str) -> Sequence[Translation]:
        """The translations of a conversation's messages, in order; what staff wrote is not among them."""
        ...
