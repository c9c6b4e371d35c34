"""The part of the store in memory that is about articles to write."""

from collections.abc import Sequence

from handrail.actions.gap_rows import GapLine, StaffAnswer
from handrail.domain.conversation import EventKind, Speaker
from handrail.domain.gap import Gap, GapState, Toll, Unanswered
from handrail.domain.gap_search import GapSearch
from handrail.domain.record import Decision, Outcome
from tests.fakes.rows import Rows


class FakeGaps:
    _rows: Rows

    async def lock_gaps(self) -> None: ...

    async def unanswered(self, limit: int) -> list[Unanswered]:
        found = [
            d
            for d in self._rows.decisions
            if (d.outcome is Outcome.DID_NOT_KNOW or d.rule == "no-article")
            and d.id not in self._rows.gap_questions
        ]
        found.sort(key=lambda d: (d.at, d.id))
        return [self._question(d) for d in found[:limit]]

    async def gaps(self, states: Sequence[GapState]) -> list[Gap]:
        found = [gap for gap in self._rows.gaps.values() if gap.state in states]
        return sorted(found, key=lambda gap: (gap.opened_at, gap.id))

    async def gap(self, gap_id: str) -> Gap | None:
        return self._rows.gaps.get(gap_id)

    async def keep_gap(self, gap: Gap) -> None:
        self._rows.gaps[gap.id] = gap

    async def put_in_gap(self, gap_id: str, decision_ids: Sequence[str]) -> None:
        for decision_id in decision_ids:
            self._rows.gap_questions.setdefault(decision_id, gap_id)

    async def gap_questions(self, gap_id: str, limit: int) -> list[Unanswered]:
        return [self._question(d) for d in self._members(gap_id)[:limit]]

    async def staff_answers(self, gap_id: str, limit: int) -> list[StaffAnswer]:
        asked: dict[str, int] = {}
        for decision in self._members(gap_id):
            seq = asked.get(decision.conversation_id, decision.turn_seq)
            asked[decision.conversation_id] = min(seq, decision.turn_seq)
        return [
            StaffAnswer(owner, event.text)
            for conversation_id, turn_seq in list(asked.items())[:limit]
            for (owner, seq), event in sorted(self._rows.events.items())
            if owner == conversation_id
            and seq > turn_seq
            and (event.kind, event.speaker) == (EventKind.MESSAGE, Speaker.STAFF)
            and event.text is not None
        ]

    async def gap_lines(self, state: GapState) -> list[GapLine]:
        return [GapLine(gap, self._toll(gap.id)) for gap in await self.gaps([state])]

    async def count_unanswered(self) -> int:
        return len(await self.unanswered(10**6))

    async def keep_gap_search(self, search: GapSearch) -> None:
        self._rows.gap_searches[search.id] = search

    async def latest_gap_search(self) -> GapSearch | None:
        found = self._rows.gap_searches.values()
        return max(found, key=lambda one: one.started_at, default=None)

    def _toll(self, gap_id: str) -> Toll:
        asked = [self._question(d) for d in self._members(gap_id)]
        return Toll(
            questions=len(asked),
            unhappy=sum(max(-one.sentiment, 0.0) for one in asked),
            repeated=sum(one.repeated for one in asked),
            handed_off=sum(one.handed_off for one in asked),
        )

    def _members(self, gap_id: str) -> list[Decision]:
        mine = [d for d in self._rows.decisions if self._rows.gap_questions.get(d.id) == gap_id]
        return sorted(mine, key=lambda d: d.at, reverse=True)

    def _question(self, d: Decision) -> Unanswered:
        lines = [
            (seq, event)
            for (owner, seq), event in sorted(self._rows.events.items())
            if owner == d.conversation_id and event.kind is EventKind.MESSAGE
        ]
        others = [s for s, e in lines if e.speaker is not Speaker.CUSTOMER and s < d.turn_seq]
        since = max(others, default=0)
        said = [
            event.text or ""
            for seq, event in lines
            if event.speaker is Speaker.CUSTOMER and since < seq <= d.turn_seq
        ]
        locale = str(d.scores.get("language", self._rows.conversations[d.conversation_id].locale))
        later = any(
            handoff.conversation_id == d.conversation_id and handoff.requested_at >= d.at
            for handoff in self._rows.handoffs.values()
        )
        return Unanswered(
            decision_id=d.id,
            conversation_id=d.conversation_id,
            turn_seq=d.turn_seq,
            at=d.at,
            kind=d.kind,
            locale=locale.lower().split("-")[0],
            text="\n".join(said),
            sentiment=float(str(d.scores.get("sentiment", 0.0))),
            repeated=bool(d.evidence.get("repeated", False)),
            handed_off=later or d.outcome is Outcome.HANDED_OFF,
        )
