"""Backing: what stands behind a draft, and what must have been done with it before it is sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handrail.domain.claim import Claim, GroundType
from handrail.domain.conversation import WrongState
from handrail.domain.level import Level


class Purpose(StrEnum):
    """Whom a draft is for."""

    REVIEW = "review"  # whoever checks it; the AI has the conversation
    SUGGESTION = "suggestion"  # the person who leads


class Choice(StrEnum):
    """What staff decide about a moment before they see the draft, and what they do with it after."""

    SEND = "send"
    AMEND = "amend"
    TAKE_OVER = "take_over"  # or answer in words of their own, where they lead already
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Backing:
    """One draft's claims. ``how`` it came about is a word of the record; ``locale`` is its language."""

    draft_id: str
    purpose: Purpose
    kind: str
    tier: Level
    how: str
    locale: str
    claims: tuple[Claim, ...] = ()
    verify_first: bool = False

    @property
    def conversations(self) -> frozenset[str]:
        """The earlier conversations that its claims rest on."""
        grounds = (ground for claim in self.claims for ground in claim.grounds)
        return frozenset(each.ref for each in grounds if each.type is GroundType.CONVERSATION)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one member of staff chose before they saw a draft, and what they did with it in the end."""

    draft_id: str
    staff_id: str
    choice: Choice
    at: datetime
    reason: str = ""
    did: Choice | None = None

    @property
    def changed(self) -> bool:
        """Whether the draft changed their mind."""
        return self.did is not None and self.did is not self.choice


class NotVerified(WrongState):
    """The draft may not be sent yet: nothing was chosen, or claims are not opened (``unopened``)."""

    def __init__(self, said: str, unopened: tuple[Claim, ...] = ()) -> None:
        super().__init__(said)
        self.unopened = unopened


def verify(
    backing: Backing, chosen: Chosen | None, opened: Collection[int], text: str, *, as_draft: bool
) -> None:
    """Raise NotVerified unless ``text`` may go out by this person.

    ``as_draft``: it is sent as the draft, edited or not, so every marked claim counts; other words
    are held to those marked claims that they repeat.
    """
    if as_draft and backing.verify_first and chosen is None:
        raise NotVerified("Choose what to do with this request first; the draft is shown then.")
    said = _bare(text)
    unopened = tuple(
        claim
        for claim in backing.claims
        if claim.must_open and claim.place not in opened and (as_draft or _bare(claim.text) in said)
    )
    if unopened:
        named = " · ".join(f"“{claim.text}”" for claim in unopened)
        raise NotVerified(
            f"Open the source of what must be checked before this is sent: {named}", unopened
        )


def _bare(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
