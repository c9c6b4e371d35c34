"""The part of the store in memory that is about the AI's record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

from handrail.actions.evidence import (
    AnswerGiven,
    Drawn,
    KindEvidence,
    NamedJudgement,
    SamplePage,
    SampleQuery,
    SampleState,
    SampleView,
)
from handrail.domain.certificate import Certificate, Judged
from handrail.domain.conversation import EventKind, Speaker
from handrail.domain.judgement import JudgedBy, Judgement, Verdict
from handrail.domain.record import Decision, Outcome
from tests.fakes.rows import Rows, SampleRow


class FakeEvidence:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def decision(self, decision_id: str) -> Decision | None:
        return next((d for d in self._rows.decisions if d.id == decision_id), None)

    async def add_sample(self, drawn: Drawn) -> None:
        self._rows.samples.setdefault(drawn.sample.decision_id, SampleRow(drawn))

    async def sample(self, decision_id: str) -> Drawn | None:
        row = self._rows.samples.get(decision_id)
        return row.drawn if row else None

    async def sample_of_turn(self, conversation_id: str, turn_seq: int) -> Drawn | None:
        drawn = [row.drawn for row in self._rows.samples.values()]
        mine = [
            d
            for d in drawn
            if (d.sample.conversation_id, d.sample.turn_seq) == (conversation_id, turn_seq)
        ]
        return max(mine, key=lambda d: d.sample.drawn_at, default=None)

    async def judgements(self, decision_id: str) -> list[Judgement]:
        mine = [j for j in self._rows.judgements if j.decision_id == decision_id]
        return sorted(mine, key=lambda j: (j.at, j.id))

    async def keep_judgement(self, judgement: Judgement) -> None:
        who = (judgement.decision_id, judgement.by, judgement.who)
        for place, kept in enumerate(self._rows.judgements):
            if (kept.decision_id, kept.by, kept.who) == who:
                self._rows.judgements[place] = replace(judgement, id=kept.id)
                return
        self._rows.judgements.append(judgement)

    async def settle_sample(
        self, decision_id: str, verdict: Verdict | None, reviewers: int, at: datetime
    ) -> None:
        row = self._rows.samples[decision_id]
        judged_at = (row.judged_at or at) if verdict else None
        self._rows.samples[decision_id] = SampleRow(row.drawn, verdict, reviewers, judged_at)

    async def evidence(
        self, bases: Mapping[str, str], since: datetime
    ) -> Mapping[str, KindEvidence]:
        return {kind: self._evidence(kind, basis, since) for kind, basis in bases.items()}

    def _evidence(self, kind: str, basis: str, since: datetime) -> KindEvidence:
        rows = [
            row
            for row in self._rows.samples.values()
            if (row.drawn.sample.kind, row.drawn.basis) == (kind, basis)
            and row.drawn.sample.drawn_at >= since
        ]
        start = max([since, min(row.drawn.sample.drawn_at for row in rows)]) if rows else since
        turns = sorted(d.confidence for d in self._turns(kind) if d.at >= start)
        return KindEvidence(
            judged=tuple(as_judged(rows)),
            turns=len(turns),
            start=start if turns else None,
            confidences=tuple(turns),
        )

    def _turns(self, kind: str) -> list[Decision]:
        counted = ("policy", "matrix", "certificate")
        mine = [
            d
            for d in self._rows.decisions
            if d.kind == kind
            and d.first_of_kind
            and (d.rule_kind in counted or d.rule == "nobody-to-review")
        ]
        return sorted(mine, key=lambda d: (d.at, d.id))

    async def judged_under(self, certificate: Certificate) -> list[Judged]:
        return as_judged(
            row
            for row in self._rows.samples.values()
            if (row.drawn.sample.kind, row.drawn.basis) == (certificate.kind, certificate.basis)
            and row.drawn.sample.drawn_at > certificate.issued_at
            and row.drawn.sample.confidence >= certificate.threshold
        )

    async def confidences(self, kind: str, start: datetime, end: datetime) -> list[float]:
        return [d.confidence for d in self._turns(kind) if start <= d.at < end]

    async def answers_given(self, customer_id: str, since: datetime) -> list[AnswerGiven]:
        mine = [
            d
            for d in self._rows.decisions
            if self._rows.conversations[d.conversation_id].customer_id == customer_id
            and d.at >= since
            and (d.outcome is Outcome.ANSWERED or (d.outcome is Outcome.REVIEW and self._sent(d)))
        ]
        mine.sort(key=lambda d: (-d.at.timestamp(), d.id))
        return [AnswerGiven(d.id, d.conversation_id, d.kind, d.at) for d in mine]

    def _sent(self, decision: Decision) -> bool:
        return any(
            (draft.conversation_id, draft.reply_to) == (decision.conversation_id, decision.turn_seq)
            and draft.ended in ("sent", "edited")
            for draft in self._rows.drafts.values()
        )

    async def samples(self, query: SampleQuery) -> SamplePage:
        wanted = query.state is SampleState.OPEN
        rows = [
            row
            for row in self._rows.samples.values()
            if self._is_open(row, query.staff_id) is wanted and (wanted or row.reviewers)
        ]
        newest_first = -1 if not wanted else 1
        rows.sort(
            key=lambda row: (
                newest_first * row.drawn.sample.drawn_at.timestamp(),
                row.drawn.sample.decision_id,
            )
        )
        start = int(query.cursor) if query.cursor is not None else 0
        end = start + query.limit
        return SamplePage(
            items=[self._view(row, query.staff_id) for row in rows[start:end]],
            open=await self.open_samples(query.staff_id),
            next_cursor=str(end) if len(rows) > end else None,
        )

    async def open_samples(self, staff_id: str) -> int:
        return sum(self._is_open(row, staff_id) for row in self._rows.samples.values())

    def _is_open(self, row: SampleRow, staff_id: str) -> bool:
        sample = row.drawn.sample
        waits = row.reviewers == 0 or (row.drawn.second_wanted and row.reviewers == 1)
        mine = self._judged_by(sample.decision_id, staff_id)
        under_review = any(
            (draft.conversation_id, draft.reply_to) == (sample.conversation_id, sample.turn_seq)
            and draft.ended is None
            for draft in self._rows.drafts.values()
        )
        return waits and not mine and not under_review

    def _judged_by(self, decision_id: str, staff_id: str) -> bool:
        return any(
            (j.decision_id, j.by, j.who) == (decision_id, JudgedBy.STAFF, staff_id)
            for j in self._rows.judgements
        )

    def _view(self, row: SampleRow, reader: str) -> SampleView:
        sample = row.drawn.sample
        second = row.drawn.second_wanted and row.reviewers == 1
        hidden = not self._judged_by(sample.decision_id, reader) and (second or not row.reviewers)
        events = [
            event
            for (conversation, _), event in sorted(self._rows.events.items())
            if conversation == sample.conversation_id and event.kind is EventKind.MESSAGE
        ]
        asked = [e for e in events if e.speaker is Speaker.CUSTOMER and e.seq <= sample.turn_seq]
        before = [
            e for e in events if e.speaker is not Speaker.CUSTOMER and e.seq < sample.turn_seq
        ]
        last = before[-1].seq if before else 0
        said = next((e for e in events if e.data.get("reply_to") == sample.turn_seq), None)
        draft = next(
            (
                d
                for d in sorted(self._rows.drafts.values(), key=lambda d: d.made_at)
                if (d.conversation_id, d.reply_to) == (sample.conversation_id, sample.turn_seq)
            ),
            None,
        )
        answer = said.text if said is not None and said.speaker is Speaker.AI else None
        mine = [j for j in self._rows.judgements if j.decision_id == sample.decision_id]
        return SampleView(
            sample=sample,
            question="\n".join(e.text or "" for e in asked if e.seq > last),
            answer=answer or (draft.text if draft else ""),
            sources=draft.sources if draft else (),
            judgements=() if hidden else tuple(self._named(j) for j in mine),
            second_wanted=second,
        )

    def _named(self, judgement: Judgement) -> NamedJudgement:
        member = self._rows.staff.get(judgement.who)
        names = {
            JudgedBy.STAFF: member.name if member else "somebody who has left",
            JudgedBy.CUSTOMER: "the customer",
            JudgedBy.CASE: judgement.who,
        }
        return NamedJudgement(judgement, names[judgement.by])

    async def double_judged(self, since: datetime) -> list[tuple[Verdict, Verdict]]:
        pairs: list[tuple[datetime, Verdict, Verdict]] = []
        for decision_id in {j.decision_id for j in self._rows.judgements}:
            mine = [
                j
                for j in await self.judgements(decision_id)
                if j.by is JudgedBy.STAFF and j.at >= since
            ]
            if len(mine) > 1:
                pairs.append((mine[0].at, mine[0].verdict, mine[1].verdict))
        return [(first, second) for _, first, second in sorted(pairs)]

    async def handling_minutes(self, since: datetime) -> float | None:
        took = [
            (h.ended_at - h.accepted_at) / timedelta(minutes=1)
            for h in self._rows.handoffs.values()
            if h.accepted_at is not None and h.ended_at is not None and h.accepted_at >= since
        ]
        return median(took) if took else None

    async def add_certificate(self, certificate: Certificate) -> None:
        self._rows.certificates.append(certificate)

    async def certificate(self, certificate_id: str) -> Certificate | None:
        return next((c for c in self._rows.certificates if c.id == certificate_id), None)

    async def certificates(self, kinds: Sequence[str]) -> dict[str, Certificate]:
        ordered = sorted(self._rows.certificates, key=lambda c: c.issued_at)
        return {c.kind: c for c in ordered if c.kind in kinds}

    async def suspend(self, certificate_id: str, at: datetime, by: str, because: str) -> bool:
        for place, kept in enumerate(self._rows.certificates):
            if kept.id == certificate_id and kept.suspended_at is None:
                suspended = replace(kept, suspended_at=at, suspended_because=because)
                self._rows.certificates[place] = suspended
                return True
        return False


def as_judged(rows: Iterable[SampleRow]) -> list[Judged]:
    """One a conversation, the first that was drawn, in the order of judging."""
    firsts: dict[str, SampleRow] = {}
    for row in sorted(rows, key=lambda row: row.drawn.sample.drawn_at):
        if row.verdict is not None:
            firsts.setdefault(row.drawn.sample.conversation_id, row)
    judged = [
        Judged(
            row.drawn.sample.confidence,
            row.verdict is not Verdict.RIGHT,
            row.drawn.sample.probability,
            row.judged_at,
        )
        for row in firsts.values()
        if row.verdict is not None and row.judged_at is not None
    ]
    return sorted(judged, key=lambda one: one.at)
