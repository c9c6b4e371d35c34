"""Desk: the frozen bundle of everything the actions work with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from handrail.actions.answer_checker import AnswerChecker
from handrail.actions.gap_rows import GapTools
from handrail.actions.knowledge_sources import DocumentReader, PageFetcher
from handrail.actions.model_ports import FormFiller
from handrail.actions.policy_shelf import PolicyShelf
from handrail.actions.ports import Knowledge, Notices, PersonalData, Phraser, SignalReader, Store
from handrail.actions.tool_port import ToolServer, ToolServers
from handrail.actions.translator import Translator
from handrail.actions.webhook_sender import WebhookSender
from handrail.domain.model_budget import NO_LIMIT, Budget


@dataclass(frozen=True, slots=True)
class Desk:
    """One company's desk. ``phraser`` None: answers are quoted, no language model is used.

    ``documents`` and ``pages`` are needed where knowledge is imported, by workers for instance.
    ``tools`` are the servers of tools by name; a policy's tool whose server is missing is not used.
    ``webhooks`` None: what happens is noted for those who subscribed, and told by other workers.
    ``checker`` None: a phrased answer is held against the articles by rule alone.
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
    documents: DocumentReader | None = None
    pages: PageFetcher | None = None
    gap_tools: GapTools | None = None
    tools: ToolServers = field(default_factory=dict[str, ToolServer])
    webhooks: WebhookSender | None = None
    filler: FormFiller | None = None
    translator: Translator | None = None
    checker: AnswerChecker | None = None
    budget: Budget = NO_LIMIT
    currency: str = "EUR"
    personal_data: PersonalData | None = None

    @property
    def model_version(self) -> str:
        """The models on which readings and answers depend: the signals', and what phrases if any does."""
        checker = self.checker.version if self.checker is not None else ""
        return self.version_with(self.phraser.version if self.phraser is not None else "", checker)

    def version_with(self, model: str, checked_by: str = "") -> str:
        """The same where ``model`` phrased and another checked; they need not be those asked first."""
        checked = f"+checked by {checked_by}" if checked_by else ""
        return f"{self.signals.version}+{model}{checked}" if model else self.signals.version
