"""The part of the store in memory that is about drafts' backings and their use."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from statistics import median, quantiles

from handrail.domain.accept_time import AcceptTime, Prepared
from handrail.domain.backing import Backing, Choice, Chosen
from handrail.domain.draft_use import DraftUse, KindUse, Used
from tests.fakes.rows import Rows

Took = tuple[Prepared, str, bool, float]  # what, its kind, whether amended, seconds


class FakeDrafts:
    _rows: Rows

    async def add_backing(self, backing: Backing) -> None:
        if backing.draft_id in self._rows.backings:
            raise ValueError("a draft has one backing")
        self._rows.backings[backing.draft_id] = backing

    async def backing(self, draft_id: str) -> Backing | None:
        return self._rows.backings.get(draft_id)

    async def note_shown(self, draft_id: str, staff_id: str, at: datetime) -> None:
        self._rows.draft_views.setdefault((draft_id, staff_id), at)

    async def shown_at(self, draft_id: str, staff_id: str | None) -> datetime | None:
        views = self._rows.draft_views.items()
        mine = [at for (draft, who), at in views if draft == draft_id and staff_id in (None, who)]
        return min(mine, default=None)

    async def choose(self, chosen: Chosen) -> None:
        self._rows.draft_choices.setdefault((chosen.draft_id, chosen.staff_id), chosen)

    async def chosen(self, draft_id: str, staff_id: str) -> Chosen | None:
        return self._rows.draft_choices.get((draft_id, staff_id))

    async def keep_deed(self, draft_id: str, staff_id: str, did: Choice) -> None:
        kept = self._rows.draft_choices.get((draft_id, staff_id))
        if kept is not None:
            self._rows.draft_choices[draft_id, staff_id] = replace(kept, did=did)

    async def open_claim(self, draft_id: str, staff_id: str, place: int, at: datetime) -> None:
        self._rows.claim_openings.add((draft_id, staff_id, place))

    async def opened(self, draft_id: str, staff_id: str) -> frozenset[int]:
        openings = self._rows.claim_openings
        return frozenset(n for draft, who, n in openings if (draft, who) == (draft_id, staff_id))

    async def add_draft_use(self, use: DraftUse) -> None:
        self._rows.draft_uses.append(use)

    async def draft_uses(self, since: datetime) -> list[KindUse]:
        uses = [use for use in self._rows.draft_uses if use.at >= since]
        by_kind = {kind: [u for u in uses if u.kind == kind] for kind in {u.kind for u in uses}}
        found = [kind_use(kind, mine) for kind, mine in by_kind.items()]
        return sorted(found, key=lambda use: (-use.replies, use.kind))

    async def choices_changed(self, since: datetime) -> tuple[int, int]:
        choices = self._rows.draft_choices.values()
        deeds = [c for c in choices if c.at >= since and c.did is not None]
        return len(deeds), sum(c.changed for c in deeds)

    async def accept_spans(self, since: datetime, until: datetime) -> list[AcceptTime]:
        took = [*self._wrap_ups_took(since, until), *self._drafts_took(since, until)]
        found: list[AcceptTime] = []
        for prepared in (Prepared.WRAP_UP, Prepared.DRAFT):
            mine = [each for each in took if each[0] is prepared]
            if mine:
                found.append(accept_time(prepared, None, mine))
            kinds = [
                accept_time(prepared, kind, [each for each in mine if each[1] == kind])
                for kind in {each[1] for each in mine}
            ]
            found += sorted(kinds, key=lambda each: (-each.accepted, each.kind or ""))
        return found

    def _wrap_ups_took(self, since: datetime, until: datetime) -> Iterator[Took]:
        for one in self._rows.wrap_ups.values():
            if one.accepted_at and one.shown_at and since <= one.accepted_at < until:
                kind = one.reasons[0].value if one.reasons else ""
                seconds = (one.accepted_at - one.shown_at).total_seconds()
                yield Prepared.WRAP_UP, kind, bool(one.amended), seconds

    def _drafts_took(self, since: datetime, until: datetime) -> Iterator[Took]:
        for use in self._rows.draft_uses:
            if since <= use.at < until and use.used in (Used.SENT, Used.EDITED):
                yield Prepared.DRAFT, use.kind, use.used is Used.EDITED, use.seconds


def accept_time(prepared: Prepared, kind: str | None, took: list[Took]) -> AcceptTime:
    """How long accepting took, as PostgreSQL's percentile_cont counts."""
    seconds = [each[3] for each in took]
    cuts = quantiles(seconds * 2 if len(seconds) == 1 else seconds, n=4, method="inclusive")
    amended = sum(each[2] for each in took)
    return AcceptTime(prepared, kind, len(took), amended, cuts[0], cuts[1], cuts[2])


def kind_use(kind: str, uses: list[DraftUse]) -> KindUse:
    """What drafts of one kind came to."""
    drafted = [u for u in uses if u.used in (Used.SENT, Used.EDITED)]
    with_it = [u.seconds for u in drafted if u.purpose == "suggestion"]
    without = [u.seconds for u in uses if u.used is Used.NONE]
    distances = [u.distance for u in uses if u.distance is not None]
    kept = [u.kept for u in uses if u.kept is not None]
    return KindUse(
        kind=kind,
        replies=len(uses),
        shown=sum(u.used is not Used.NONE for u in uses),
        sent=sum(u.used is Used.SENT for u in uses),
        edited=sum(u.used is Used.EDITED for u in uses),
        distance=median(distances) if distances else None,
        kept=median(kept) if kept else None,
        seconds_with=median(with_it) if with_it else None,
        seconds_without=median(without) if without else None,
    )
