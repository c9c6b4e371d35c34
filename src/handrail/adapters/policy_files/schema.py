"""The shape of a policy file: every key, its type and its bounds."""

from typing import Annotated, Literal

from msgspec import Meta, field, structs

from handrail.adapters.policy_files.drafting import DraftsTable
from handrail.adapters.policy_files.playbook_tables import PlaybookTable
from handrail.adapters.policy_files.tables import (
    Count,
    LocaleTexts,
    Probability,
    Slug,
    SnakeCase,
    Table,
    Text,
    by_locale,
)
from handrail.adapters.policy_files.tool_tables import ToolTable
from handrail.domain.level import Level
from handrail.domain.policy import Lead
from handrail.domain.wrap_up_rules import FieldFrom, FieldType

__all__ = ["Slug", "by_locale"]


class HoursTable(Table):
    """Per weekday the spans when people are there; an empty list means closed."""

    mon: list[str]
    tue: list[str]
    wed: list[str]
    thu: list[str]
    fri: list[str]
    sat: list[str]
    sun: list[str]


class PromisesTable(Table):
    """What the company promises about time."""

    accept_offer_s: Count
    review_s: Count
    wait_update_s: Count
    first_reply_target_s: Count
    callback_slot_min: Count
    follow_up_h: Count


class ThresholdsTable(Table):
    """Where a score becomes a word."""

    kind_sure: Probability
    kind_maybe: Probability
    retrieval: Probability
    emotion_medium: Probability
    emotion_high: Probability
    complex_words: Count


class TierRow(Table):
    """One risk level: the tier for each value level."""

    low: Level
    medium: Level
    high: Level


class TiersTable(Table):
    """The tier matrix: a row per risk, a column per value."""

    low: TierRow
    medium: TierRow
    high: TierRow


class LeadsTable(Table):
    """Who leads each tier."""

    low: Lead
    medium: Lead
    high: Lead


class BoundTable(Table):
    """What one tier demands of the AI before it leads alone."""

    alpha: Probability | None = None
    delta: Probability | None = None
    sample: Probability | None = None
    never: bool = False


class AutonomyTable(Table):
    """When the AI may lead alone."""

    certificate: Literal["required", "advised"] = "required"
    window_days: Count = 90
    valid_days: Count = 90
    drift_false_alarm: Probability = 0.05
    low: BoundTable | None = None
    medium: BoundTable | None = None
    high: BoundTable | None = None


class UnknownTable(Table):
    """What is at stake when no kind explains a message."""

    risk: Level
    value: Level


class KindTable(Table):
    """One kind of moment."""

    name: SnakeCase
    title: LocaleTexts
    risk: Level
    value: Level
    examples: list[Text]
    ai_may_answer: bool = False
    hard_rule: str | None = None
    skills: tuple[SnakeCase, ...] = ()
    guidance: str = ""
    clause: str = ""
    first_step: str = ""
    pain_points: tuple[Text, ...] = ()
    reply: LocaleTexts | None = None
    tool: SnakeCase | None = None


class RuleTable(Table):
    """One condition in CEL and who leads when it holds."""

    name: Slug
    when: Text
    lead: Lead
    because: LocaleTexts


class DisclosureTable(Table):
    """Every sentence Handrail itself says to a customer, in one locale."""

    opening: Text
    am_i_ai: Text
    review_pending: Text
    does_not_know: Text
    handoff_requested: Text
    queue_position: Text
    queue_range: Text
    accepted: Text
    handed_back: Text
    out_of_hours: Text
    callback_booked: Text
    callback_due: Text
    message_noted: Text
    stays_with_ai: Text
    closed: Text
    ai_stopped: Text
    follow_up: Text
    crisis: Text
    language: Text
    asks_back: Text | None = None
    translated: Text | None = None


class DisclosuresTable(Table):
    """The disclosure texts of each locale of the policy."""

    en: DisclosureTable | None = None
    de: DisclosureTable | None = None
    es: DisclosureTable | None = None


class WrapUpFieldTable(Table):
    """One field that the company wants of a wrap-up."""

    name: SnakeCase
    title: LocaleTexts
    type: FieldType = FieldType.TEXT
    source: FieldFrom = FieldFrom.STAFF
    of: str = ""


class WrapUpTable(Table):
    """What is written down when a conversation ends, and when a late promise is raised."""

    quiet_min: Count = 2
    promise_grace_min: Count = 60
    fields: tuple[WrapUpFieldTable, ...] = ()


class ClarityTable(Table):
    """The company's own jargon, each term with plain words for it."""

    jargon: dict[Text, Text] = field(default_factory=dict[Text, Text])


class PolicyFile(Table):
    """A whole policy file."""

    format: Literal[1]
    name: SnakeCase
    title: Text
    company: Text
    locales: Annotated[list[Text], Meta(min_length=1)]
    ai_languages: list[Text]
    time_zone: Text
    hours: HoursTable
    promises: PromisesTable
    thresholds: ThresholdsTable
    tiers: TiersTable
    leads: LeadsTable
    unknown: UnknownTable
    kinds: Annotated[list[KindTable], Meta(min_length=1)]
    disclosure: DisclosuresTable
    rules: tuple[RuleTable, ...] = ()
    autonomy: AutonomyTable | None = None
    tools: tuple[ToolTable, ...] = ()
    wrap_up: WrapUpTable | None = None
    clarity: ClarityTable | None = None
    playbooks: tuple[PlaybookTable, ...] | None = None
    drafts: DraftsTable | None = None


def disclosure_by_locale(tables: DisclosuresTable) -> dict[str, dict[str, str]]:
    """The disclosure texts that are there: locale, then key."""
    found = structs.asdict(tables).items()
    return {
        locale: {key: text for key, text in structs.asdict(table).items() if text is not None}
        for locale, table in found
        if table is not None
    }
