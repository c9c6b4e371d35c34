"""Evidence: what is kept of drawn answers, judgements and certificates; a part of every transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handrail.domain.certificate import Certificate, Judged
from handrail.domain.draft import Source
from handrail.domain.judgement import Judgement, Sample, Verdict
from handrail.domain.record import Decision


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn answer; ``basis`` is what it depended on, and some are wanted by a second person."""

    sample: Sample
    basis: str
    second_wanted: bool


@dataclass(frozen=True, slots=True)
class KindEvidence:
    """What one kind has to show: its judged answers of one basis, and the turns it had since ``start``.

    ``confidences`` stand for those of all turns: as many quantiles as the store thinks enough.
    """

    judged: tuple[Judged, ...] = ()
    turns: int = 0
    start: datetime | None = None
    confidences: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """An answer that a customer had of the AI."""

    decision_id: str
    conversation_id: str
    kind: str
    at: datetime


class SampleState(StrEnum):
    """Which samples a list shows: those that wait for the reader's verdict, or the judged."""

    OPEN = "open"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class SampleQuery:
    """Which samples: ``staff_id`` is who looks, ``cursor`` is from the page before."""

    staff_id: str
    state: SampleState = SampleState.OPEN
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class NamedJudgement:
    """A judgement with the name of who gave it."""

    judgement: Judgement
    name: str


@dataclass(frozen=True, slots=True)
class SampleView:
    """A drawn answer as a reviewer reads it; ``second_wanted``: it waits for a second person."""

    sample: Sample
    question: str
    answer: str
    sources: tuple[Source, ...]
    judgements: tuple[NamedJudgement, ...]
    second_wanted: bool


@dataclass(frozen=True, slots=True)
class SamplePage:
    """One page of samples, and how many wait for the reader's verdict."""

    items: Sequence[SampleView]
    open: int
    next_cursor: str | None = None


class EvidenceRows(Protocol):
    """Judgements, samples and certificates inside a transaction."""

    async def decision(self, decision_id: str) -> Decision | None: ...

    async def add_sample(self, drawn: Drawn) -> None:
        """Keep a drawn answer; the same decision again changes nothing."""
        ...

    async def sample(self, decision_id: str) -> Drawn | None:
        """The drawn answer of a decision, locked until the transaction ends."""
        ...

    async def sample_of_turn(self, conversation_id: str, turn_seq: int) -> Drawn | None:
        """The drawn answer to a turn, the latest of several."""
        ...

    async def judgements(self, decision_id: str) -> list[Judgement]:
        """All judgements on one answer, oldest first."""
        ...

    async def keep_judgement(self, judgement: Judgement) -> None:
        """Keep a judgement; another of the same person on the same answer takes its place."""
        ...

    async def settle_sample(
        self, decision_id: str, verdict: Verdict | None, reviewers: int, at: datetime
    ) -> None:
        """Keep what the judgements on a drawn answer come to; None: nothing that counts."""
        ...

    async def evidence(
        self, bases: Mapping[str, str], since: datetime
    ) -> Mapping[str, KindEvidence]:
        """What each kind (kind -> basis) has to show since then; every wanted kind is there."""
        ...

    async def judged_under(self, certificate: Certificate) -> list[Judged]:
        """Judged answers over a certificate's threshold, drawn since it was issued, as judged."""
        ...

    async def confidences(self, kind: str, start: datetime, end: datetime) -> list[float]:
        """The confidence of every turn of a kind from ``start`` until before ``end``, in order."""
        ...

    async def answers_given(self, customer_id: str, since: datetime) -> list[AnswerGiven]:
        """Answers of the AI, sent alone or by a reviewer, that a customer had, latest first."""
        ...

    async def samples(self, query: SampleQuery) -> SamplePage:
        """One page of samples. Raises ValueError for a cursor that was not made here."""
        ...

    async def open_samples(self, staff_id: str) -> int:
        """How many drawn answers wait for this person's verdict."""
        ...

    async def double_judged(self, since: datetime) -> list[tuple[Verdict, Verdict]]:
        """The verdicts of the first two of the staff on each answer that two have judged."""
        ...

    async def handling_minutes(self, since: datetime) -> float | None:
        """The median of minutes from a person's joining to their leaving; None while none was measured."""
        ...

    async def add_certificate(self, certificate: Certificate) -> None: ...

    async def certificate(self, certificate_id: str) -> Certificate | None: ...

    async def certificates(self, kinds: Sequence[str]) -> dict[str, Certificate]:
        """The latest certificate of each kind that has one, suspended or not."""
        ...

    async def suspend(self, certificate_id: str, at: datetime, by: str, because: str) -> bool:
        """Suspend a certificate and tell every desk; False when it is suspended already."""
        ...
