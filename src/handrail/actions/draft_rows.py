"""Draft rows: what is kept beside drafts; a part of every transaction."""

from datetime import datetime
from typing import Protocol

from handrail.domain.accept_time import AcceptTime
from handrail.domain.backing import Backing, Choice, Chosen
from handrail.domain.draft_use import DraftUse, KindUse


class DraftRows(Protocol):
    """Backings of drafts, what staff did with them, and what replies had of them."""

    async def add_backing(self, backing: Backing) -> None:
        """Keep what a draft rests on; once a draft."""
        ...

    async def backing(self, draft_id: str) -> Backing | None:
        """What a draft rests on, None for one from before backings were kept."""
        ...

    async def note_shown(self, draft_id: str, staff_id: str, at: datetime) -> None:
        """Keep when somebody was first shown a draft; later times change nothing."""
        ...

    async def shown_at(self, draft_id: str, staff_id: str | None) -> datetime | None:
        """When this person was first shown a draft; with None, anybody."""
        ...

    async def choose(self, chosen: Chosen) -> None:
        """Keep what somebody chose before they saw a draft; the first choice stands."""
        ...

    async def chosen(self, draft_id: str, staff_id: str) -> Chosen | None:
        """What this person chose."""
        ...

    async def keep_deed(self, draft_id: str, staff_id: str, did: Choice) -> None:
        """Keep what they did in the end; nothing happens where nothing was chosen."""
        ...

    async def open_claim(self, draft_id: str, staff_id: str, place: int, at: datetime) -> None:
        """Keep that somebody opened the source of a claim; once more changes nothing."""
        ...

    async def opened(self, draft_id: str, staff_id: str) -> frozenset[int]:
        """The places of the claims whose sources this person opened."""
        ...

    async def add_draft_use(self, use: DraftUse) -> None:
        """Keep what one reply had of a draft."""
        ...

    async def draft_uses(self, since: datetime) -> list[KindUse]:
        """Per kind what came of drafts, most replies first."""
        ...

    async def choices_changed(self, since: datetime) -> tuple[int, int]:
        """How many choices led to a deed since then, and how many deeds were other than the choice."""
        ...

    async def accept_spans(self, since: datetime, until: datetime) -> list[AcceptTime]:
        """How long accepting took from then until then: wrap-ups, then drafts; all, then most first."""
        ...
