"""Desk: the frozen bundle of everything the actions work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handrail.actions.model_ports import FormFiller
from handrail.actions.policy_shelf import PolicyShelf
from handrail.actions.ports import Knowledge, Notices, Phraser, SignalReader, Store
from handrail.actions.translator import Translator
from handrail.domain.model_budget import NO_LIMIT, Budget


@dataclass(frozen=True, slots=True)
class Desk:
    """One company's desk. ``phraser`` None: answers are quoted, no language model is used."""

    store: Store
    signals: SignalReader
    knowledge: Knowledge
    notices: Notices
    policies: PolicyShelf
    phraser: Phraser | None
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    filler: FormFiller | None = None
    translator: Translator | None = None
    budget: Budget = NO_LIMIT
    currency: str = "EUR"

    @property
    def model_version(self) -> str:
        """The models on which readings and answers depend: the signals', and what phrases if any does."""
        return self.version_with(self.phraser.version if self.phraser is not None else "")

    def version_with(self, model: str) -> str:
        """The same where ``model`` phrased; it need not be the one that is asked first."""
        return f"{self.signals.version}+{model}" if model else self.signals.version
