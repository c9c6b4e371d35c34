"""Drafting: what a company asks of drafts for staff: when they come, and what must be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from handrail.domain.claim import ClaimType
from handrail.domain.level import Level

Texts = Mapping[str, str]  # by locale
GREETING_PLACEHOLDERS = frozenset({"customer", "company"})


class Suggest(StrEnum):
    """When a person who leads is shown a draft."""

    ON_REQUEST = "on_request"
    AUTOMATIC = "automatic"  # on each new turn of the customer as well


class Address(StrEnum):
    """How the house speaks to customers, in languages that have two ways of it."""

    FORMAL = "formal"
    INFORMAL = "informal"


@dataclass(frozen=True, slots=True)
class Tone:
    """The house's tone; a locale without a greeting or closing has none."""

    address: Address | None = None
    greeting: Texts = field(default_factory=dict[str, str])
    closing: Texts = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class KindDrafting:
    """What differs for one kind; None: as for all others. ``all_claims``: every claim is opened."""

    must_open: frozenset[ClaimType] | None = None
    all_claims: bool = False
    verify_first: bool | None = None


@dataclass(frozen=True, slots=True)
class Drafting:
    """The section ``[drafts]`` of a policy."""

    suggest: Suggest = Suggest.ON_REQUEST
    verify_first: frozenset[Level] = frozenset()
    must_open: frozenset[ClaimType] = frozenset()
    all_claims: bool = False
    tone: Tone = Tone()
    kinds: Mapping[str, KindDrafting] = field(default_factory=dict[str, KindDrafting])

    def verifies_first(self, kind: str, tier: Level) -> bool:
        """Whether staff choose the decision before they see a draft of this kind and tier."""
        own = self.kinds.get(kind, KindDrafting()).verify_first
        return tier in self.verify_first if own is None else own

    def must_open_of(self, kind: str) -> tuple[frozenset[ClaimType], bool]:
        """Which claim types must be opened before a draft of this kind is sent, and whether all must."""
        own = self.kinds.get(kind, KindDrafting())
        if own.all_claims:
            return frozenset(), True
        if own.must_open is not None:
            return own.must_open, False
        return self.must_open, self.all_claims


DRAFTING = Drafting()
"""What holds where a policy says nothing of it: drafts on request, nothing hidden, nothing to open."""
