"""Desk: the frozen bundle of everything the actions work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handrail.actions.policy_shelf import PolicyShelf
from handrail.actions.ports import Knowledge, Notices, PersonalData, Phraser, SignalReader, Store


@dataclass(frozen=True, slots=True)
class Desk:
    """One company's desk. ``phraser`` None: answers are quoted, no language model is used.

    ``personal_data`` None: nothing is kept of solved conversations, as nothing could be hidden in it.
    """

    store: Store
    signals: SignalReader
    knowledge: Knowledge
    notices: Notices
    policies: PolicyShelf
    phraser: Phraser | None
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    personal_data: PersonalData | None = None

    @property
    def model_version(self) -> str:
        """The models on which readings and answers depend: the signals', and what phrases if any does."""
        if self.phraser is None:
            return self.signals.version
        return f"{self.signals.version}+{self.phraser.version}"
