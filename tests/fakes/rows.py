"""What the store in memory keeps."""

from dataclasses import dataclass, field
from datetime import date, datetime

from handrail.actions.evidence import Drawn
from handrail.actions.model_rows import ModelCall
from handrail.actions.ports import AiSwitch, Job, StaffMember
from handrail.actions.solved_rows import Backfill
from handrail.actions.tool_pins import ToolPin
from handrail.domain.backing import Backing, Chosen
from handrail.domain.certificate import Certificate
from handrail.domain.conversation import Conversation, Event
from handrail.domain.customer import Contact, Customer
from handrail.domain.draft import Draft, Note
from handrail.domain.draft_use import DraftUse
from handrail.domain.gap import Gap
from handrail.domain.gap_search import GapSearch
from handrail.domain.handoff import Handoff
from handrail.domain.judgement import Judgement, Verdict
from handrail.domain.knowledge import Article
from handrail.domain.model_budget import Amount
from handrail.domain.move import Move
from handrail.domain.notice import Notice
from handrail.domain.playbook import StepMark
from handrail.domain.practice import Practice
from handrail.domain.promise import Promise
from handrail.domain.record import Decision
from handrail.domain.snippet import Snippet
from handrail.domain.solved import Solved
from handrail.domain.tool import Call
from handrail.domain.translation import Translation
from handrail.domain.webhook import Delivery, Subscription
from handrail.domain.wrap_up import WrapUp
from handrail.domain.wrap_up_list import Entry, ListChange, Part
from tests.fakes.imports import ImportTables


@dataclass(frozen=True)
class SampleRow:
    """A drawn answer and what its judgements come to."""

    drawn: Drawn
    verdict: Verdict | None = None
    reviewers: int = 0
    judged_at: datetime | None = None


@dataclass(frozen=True)
class SolvedRow:
    """A solved conversation with its vector, and whose vector it is."""

    solved: Solved
    embedding: tuple[float, ...]
    model: str


@dataclass(slots=True)
class Rows:
    """What is kept."""

    conversations: dict[str, Conversation] = field(default_factory=dict[str, Conversation])
    tokens: dict[str, bytes] = field(default_factory=dict[str, bytes])
    events: dict[tuple[str, int], Event] = field(default_factory=dict[tuple[str, int], Event])
    customers: dict[str, Customer] = field(default_factory=dict[str, Customer])
    contacts: list[tuple[str, Contact]] = field(default_factory=list[tuple[str, Contact]])
    decisions: list[Decision] = field(default_factory=list[Decision])
    drafts: dict[str, Draft] = field(default_factory=dict[str, Draft])
    samples: dict[str, SampleRow] = field(default_factory=dict[str, SampleRow])
    judgements: list[Judgement] = field(default_factory=list[Judgement])
    certificates: list[Certificate] = field(default_factory=list[Certificate])
    promises: dict[str, Promise] = field(default_factory=dict[str, Promise])
    wrap_ups: dict[str, WrapUp] = field(default_factory=dict[str, WrapUp])
    wrap_up_entries: dict[tuple[Part, str], Entry] = field(
        default_factory=dict[tuple[Part, str], Entry]
    )
    wrap_up_changes: list[ListChange] = field(default_factory=list[ListChange])
    snippets: dict[str, Snippet] = field(default_factory=dict[str, Snippet])
    staff_notices: dict[str, Notice] = field(default_factory=dict[str, Notice])
    articles: list[Article] = field(default_factory=list[Article])
    notes: list[Note] = field(default_factory=list[Note])
    step_marks: list[StepMark] = field(default_factory=list[StepMark])
    handoffs: dict[str, Handoff] = field(default_factory=dict[str, Handoff])
    staff: dict[str, StaffMember] = field(default_factory=dict[str, StaffMember])
    available_since: dict[str, datetime] = field(default_factory=dict[str, datetime])
    jobs: list[Job] = field(default_factory=list[Job])
    policies: dict[str, str] = field(default_factory=dict[str, str])
    activations: list[str] = field(default_factory=list[str])
    imports: ImportTables = field(default_factory=ImportTables)
    budgets: dict[str, Amount] = field(default_factory=dict[str, Amount])
    model_calls: dict[str, ModelCall] = field(default_factory=dict[str, ModelCall])
    translations: dict[str, Translation] = field(default_factory=dict[str, Translation])
    ai_switch: AiSwitch = field(default_factory=AiSwitch)
    gaps: dict[str, Gap] = field(default_factory=dict[str, Gap])
    gap_searches: dict[str, GapSearch] = field(default_factory=dict[str, GapSearch])
    told_until: dict[str, date] = field(default_factory=dict[str, date])  # slug -> last day told of
    gap_questions: dict[str, str] = field(default_factory=dict[str, str])  # decision -> gap
    calls: dict[str, Call] = field(default_factory=dict[str, Call])
    identified: dict[str, str] = field(default_factory=dict[str, str])
    subscriptions: dict[str, Subscription] = field(default_factory=dict[str, Subscription])
    deliveries: dict[str, Delivery] = field(default_factory=dict[str, Delivery])
    tool_pins: dict[tuple[str, str], ToolPin] = field(
        default_factory=dict[tuple[str, str], ToolPin]
    )
    backings: dict[str, Backing] = field(default_factory=dict[str, Backing])
    draft_views: dict[tuple[str, str], datetime] = field(
        default_factory=dict[tuple[str, str], datetime]
    )
    draft_choices: dict[tuple[str, str], Chosen] = field(
        default_factory=dict[tuple[str, str], Chosen]
    )
    claim_openings: set[tuple[str, str, int]] = field(default_factory=set[tuple[str, str, int]])
    draft_uses: list[DraftUse] = field(default_factory=list[DraftUse])
    solved: dict[str, SolvedRow] = field(default_factory=dict[str, SolvedRow])
    backfill: Backfill | None = None
    moves: dict[str, tuple[str, tuple[Move, ...]]] = field(
        default_factory=dict[str, tuple[str, tuple[Move, ...]]]
    )
    practices: dict[str, dict[tuple[str, ...], Practice]] = field(
        default_factory=dict[str, dict[tuple[str, ...], Practice]]
    )
    practices_wanted: dict[str, datetime] = field(default_factory=dict[str, datetime])
