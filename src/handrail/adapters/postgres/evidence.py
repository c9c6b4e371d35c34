"""Evidence: judgements, samples and certificates inside one PostgreSQL transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from handrail.actions.evidence import (
    AnswerGiven,
    Drawn,
    KindEvidence,
    NamedJudgement,
    SamplePage,
    SampleQuery,
    SampleView,
)
from handrail.adapters.postgres.pool import Borrowed, Record
from handrail.adapters.postgres.rows import cursor, read, read_cursor
from handrail.adapters.postgres.sql import load
from handrail.domain.certificate import Certificate, Judged
from handrail.domain.draft import Source
from handrail.domain.judgement import Judgement, Sample, Verdict
from handrail.domain.record import Decision

EVIDENCE = load("evidence.sql")
QUANTILES = [(place + 0.5) / 400 for place in range(400)]  # coverage to a quarter of a percent


class PostgresEvidence:
    """The part of a transaction that is about the AI's record; ``desk_changed`` tells every desk."""

    def __init__(self, connection: Borrowed) -> None:
        self._connection = connection
        self.desk_changed = False

    async def decision(self, decision_id: str) -> Decision | None:
        """One decision."""
        row = await self._row("decision", decision_id)
        return read(Decision, row) if row else None

    async def add_sample(self, drawn: Drawn) -> None:
        """Keep a drawn answer; the same decision again changes nothing."""
        await self._do("add_sample", drawn.sample, drawn.basis, drawn.second_wanted)

    async def sample(self, decision_id: str) -> Drawn | None:
        """The drawn answer of a decision, locked until the transaction ends."""
        row = await self._row("sample", decision_id)
        return read_drawn(row) if row else None

    async def sample_of_turn(self, conversation_id: str, turn_seq: int) -> Drawn | None:
        """The drawn answer to a turn, the latest of several."""
        row = await self._row("sample_of_turn", conversation_id, turn_seq)
        return read_drawn(row) if row else None

    async def judgements(self, decision_id: str) -> list[Judgement]:
        """All judgements on one answer, oldest first."""
        return [read(Judgement, row) for row in await self._rows("judgements", decision_id)]

    async def keep_judgement(self, judgement: Judgement) -> None:
        """Keep a judgement; another of the same person on the same answer takes its place."""
        await self._do("keep_judgement", judgement)

    async def settle_sample(
        self, decision_id: str, verdict: Verdict | None, reviewers: int, at: datetime
    ) -> None:
        """Keep what the judgements on a drawn answer come to; None: nothing that counts."""
        said = verdict.value if verdict is not None else None
        await self._do("settle_sample", decision_id, said, reviewers, at)
        self.desk_changed = True

    async def evidence(
        self, bases: Mapping[str, str], since: datetime
    ) -> Mapping[str, KindEvidence]:
        """What each kind (kind -> basis) has to show since then; every wanted kind is there."""
        wanted = (list(bases), list(bases.values()), since)
        judged = {row["kind"]: read_columns(row) for row in await self._rows("judged", *wanted)}
        turns = {row["kind"]: row for row in await self._rows("turns", *wanted, QUANTILES)}
        return {kind: read_evidence(judged.get(kind, ()), turns.get(kind)) for kind in bases}

    async def judged_under(self, certificate: Certificate) -> list[Judged]:
        """Judged answers over a certificate's threshold, drawn since it was issued, as judged."""
        rows = await self._rows(
            "judged_under",
            certificate.kind,
            certificate.basis,
            certificate.issued_at,
            certificate.threshold,
        )
        return [read_judged(row) for row in rows]

    async def confidences(self, kind: str, start: datetime, end: datetime) -> list[float]:
        """The confidence of every turn of a kind from ``start`` until before ``end``, in order."""
        return [row["confidence"] for row in await self._rows("confidences", kind, start, end)]

    async def answers_given(self, customer_id: str, since: datetime) -> list[AnswerGiven]:
        """Answers of the AI, sent alone or by a reviewer, that a customer had, latest first."""
        return [
            read(AnswerGiven, row) for row in await self._rows("answers_given", customer_id, since)
        ]

    async def samples(self, query: SampleQuery) -> SamplePage:
        """One page of samples. Raises ValueError for a cursor that was not made here."""
        after = read_cursor(query.cursor)
        page = await self._connection.fetch(
            _filled(f"page_{query.state}"), query.staff_id, *after, query.limit + 1
        )
        shown = page[: query.limit]
        rows = await self._rows("sample_views", [row["id"] for row in shown])
        return SamplePage(
            items=[read_view(row, query.staff_id) for row in rows],
            open=await self.open_samples(query.staff_id),
            next_cursor=cursor(shown[-1]) if len(page) > query.limit else None,
        )

    async def open_samples(self, staff_id: str) -> int:
        """How many drawn answers wait for this person's verdict."""
        return int(await self._connection.fetchval(_filled("open_samples"), staff_id))

    async def double_judged(self, since: datetime) -> list[tuple[Verdict, Verdict]]:
        """The verdicts of the first two of the staff on each answer that two have judged."""
        return [
            (Verdict(row["first"]), Verdict(row["second"]))
            for row in await self._rows("double_judged", since)
        ]

    async def handling_minutes(self, since: datetime) -> float | None:
        """The median of minutes from a person's joining to their leaving; None while none was measured."""
        return await self._connection.fetchval(EVIDENCE["handling_minutes"], since)

    async def add_certificate(self, certificate: Certificate) -> None:
        """Keep a certificate."""
        await self._do("add_certificate", certificate)
        self.desk_changed = True

    async def certificate(self, certificate_id: str) -> Certificate | None:
        """One certificate, with its suspension."""
        row = await self._row("certificate", certificate_id)
        return read(Certificate, row) if row else None

    async def certificates(self, kinds: Sequence[str]) -> dict[str, Certificate]:
        """The latest certificate of each kind that has one, suspended or not."""
        rows = await self._rows("certificates", list(kinds))
        return {row["kind"]: read(Certificate, row) for row in rows}

    async def suspend(self, certificate_id: str, at: datetime, by: str, because: str) -> bool:
        """Suspend a certificate and tell every desk; False when it is suspended already."""
        done = await self._do("suspend", certificate_id, at, by, because)
        self.desk_changed = True
        return not done.endswith(" 0")

    async def _row(self, name: str, *arguments: object) -> Record | None:
        return await self._connection.fetchrow(EVIDENCE[name], *arguments)

    async def _rows(self, name: str, *arguments: object) -> list[Record]:
        return await self._connection.fetch(EVIDENCE[name], *arguments)

    async def _do(self, name: str, *arguments: object) -> str:
        return await self._connection.execute(EVIDENCE[name], *arguments)


def _filled(name: str) -> str:
    return EVIDENCE[name].format(open=EVIDENCE["open"])


def read_drawn(row: Record) -> Drawn:
    """A drawn answer from its row."""
    return Drawn(read(Sample, row), row["basis"], row["second_wanted"])


def read_judged(row: Record) -> Judged:
    """A judged answer from its row."""
    return Judged(row["confidence"], row["wrong"], row["probability"], row["at"])


def read_columns(row: Record) -> Sequence[Judged]:
    """Judged answers from the columns of a kind."""
    columns = (row["confidence"], row["wrong"], row["probability"], row["at"])
    return tuple(map(Judged, *columns))


def read_evidence(judged: Sequence[Judged], turns: Record | None) -> KindEvidence:
    """What a kind has to show, from its judged answers and the row that sums its turns up."""
    if turns is None:
        return KindEvidence(tuple(judged))
    return KindEvidence(tuple(judged), turns["turns"], turns["start"], tuple(turns["confidences"]))


def read_view(row: Record, reader: str) -> SampleView:
    """A sample as its reader may see it: nobody sees others' verdicts before giving a wanted one."""
    named = [
        NamedJudgement(msgspec.convert(each, Judgement), each["name"]) for each in row["judgements"]
    ]
    mine = any(each.judgement.by == "staff" and each.judgement.who == reader for each in named)
    hidden = not mine and (row["second_wanted"] or row["reviewers"] == 0)
    return SampleView(
        sample=read(Sample, row),
        question=row["question"],
        answer=row["answer"],
        sources=tuple(msgspec.convert(row["sources"], list[Source])),
        judgements=() if hidden else tuple(named),
        second_wanted=row["second_wanted"],
    )
