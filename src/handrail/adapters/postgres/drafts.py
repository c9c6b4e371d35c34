"""Drafts: what is kept beside them inside one PostgreSQL transaction."""

from datetime import datetime

from handrail.adapters.postgres.pool import Borrowed
from handrail.adapters.postgres.rows import read
from handrail.adapters.postgres.sql import load
from handrail.domain.accept_time import AcceptTime
from handrail.domain.backing import Backing, Choice, Chosen
from handrail.domain.draft_use import DraftUse, KindUse

DRAFTS = load("drafts.sql")


class PostgresDrafts:
    """The part of a transaction that is about drafts' backings and their use."""

    _connection: Borrowed

    async def add_backing(self, backing: Backing) -> None:
        """Keep what a draft rests on; once a draft."""
        await self._connection.execute(DRAFTS["add_backing"], backing)

    async def backing(self, draft_id: str) -> Backing | None:
        """What a draft rests on, None for one from before backings were kept."""
        row = await self._connection.fetchrow(DRAFTS["backing"], draft_id)
        return read(Backing, row) if row else None

    async def note_shown(self, draft_id: str, staff_id: str, at: datetime) -> None:
        """Keep when somebody was first shown a draft; later times change nothing."""
        await self._connection.execute(DRAFTS["note_shown"], draft_id, staff_id, at)

    async def shown_at(self, draft_id: str, staff_id: str | None) -> datetime | None:
        """When this person was first shown a draft; with None, anybody."""
        return await self._connection.fetchval(DRAFTS["shown_at"], draft_id, staff_id)

    async def choose(self, chosen: Chosen) -> None:
        """Keep what somebody chose before they saw a draft; the first choice stands."""
        await self._connection.execute(DRAFTS["choose"], chosen)

    async def chosen(self, draft_id: str, staff_id: str) -> Chosen | None:
        """What this person chose."""
        row = await self._connection.fetchrow(DRAFTS["chosen"], draft_id, staff_id)
        return read(Chosen, row) if row else None

    async def keep_deed(self, draft_id: str, staff_id: str, did: Choice) -> None:
        """Keep what they did in the end; nothing happens where nothing was chosen."""
        await self._connection.execute(DRAFTS["keep_deed"], draft_id, staff_id, did.value)

    async def open_claim(self, draft_id: str, staff_id: str, place: int, at: datetime) -> None:
        """Keep that somebody opened the source of a claim; once more changes nothing."""
        await self._connection.execute(DRAFTS["open_claim"], draft_id, staff_id, place, at)

    async def opened(self, draft_id: str, staff_id: str) -> frozenset[int]:
        """The places of the claims whose sources this person opened."""
        rows = await self._connection.fetch(DRAFTS["opened"], draft_id, staff_id)
        return frozenset(row["place"] for row in rows)

    async def add_draft_use(self, use: DraftUse) -> None:
        """Keep what one reply had of a draft."""
        await self._connection.execute(DRAFTS["add_draft_use"], use)

    async def draft_uses(self, since: datetime) -> list[KindUse]:
        """Per kind what came of drafts, most replies first."""
        rows = await self._connection.fetch(DRAFTS["draft_uses"], since)
        return [read(KindUse, row) for row in rows]

    async def choices_changed(self, since: datetime) -> tuple[int, int]:
        """How many choices led to a deed since then, and how many deeds were other than the choice."""
        row = await self._connection.fetchrow(DRAFTS["choices_changed"], since)
        return (row["deeds"], row["changed"]) if row else (0, 0)

    async def accept_spans(self, since: datetime, until: datetime) -> list[AcceptTime]:
        """How long accepting took from then until then: wrap-ups, then drafts; all, then most first."""
        rows = await self._connection.fetch(DRAFTS["accept_spans"], since, until)
        return [read(AcceptTime, row) for row in rows]
