"""Past: invented weeks of reviewed answers, so that a fresh demo has evidence to certify.

All of it is invented, and says so. Certificates are issued from it by the same action as anybody's.
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import cast

import asyncpg

from handrail.actions.desk import Desk
from handrail.actions.issue_certificates import CertificateWish, bound_of, issue_certificates
from handrail.actions.suspend_certificate import suspend_certificate
from handrail.adapters.postgres.pool import speak_domain
from handrail.adapters.postgres.sql import read_queries
from handrail.demo.stories import told
from handrail.domain.answer import quoted
from handrail.domain.autonomy import who_leads
from handrail.domain.basis import basis
from handrail.domain.certificate import Standing
from handrail.domain.conversation import Conversation, State
from handrail.domain.draft import Draft, Source
from handrail.domain.handoff import AskedBy, Handoff, HandoffState
from handrail.domain.judgement import JudgedBy, Judgement, Verdict
from handrail.domain.knowledge import Article, Passage
from handrail.domain.moment import Turn, assess
from handrail.domain.policy import Kind, Lead, Policy
from handrail.domain.record import Case, Decision, Outcome, record
from handrail.domain.signals import KindScore, Signals
from handrail.domain.staffing import Staffing

HERE = Path(str(files("handrail.demo")))
QUERIES = read_queries(HERE / "past.sql")
INVENTED = "Invented for the demo."
SUSPENDED = "The article behind it is being rewritten (invented for the demo)."
SEED = 7
DAYS = 33
MOST_TURNS = 5  # of one invented conversation
SECOND_SHARE = 0.1

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Lot:
    """One invented turn: its kind, how sure the reading was, and what reviewers said (none: nobody yet)."""

    kind: Kind
    confidence: float
    verdicts: tuple[Verdict, ...]
    second_wanted: bool = False


@dataclass(slots=True)
class Rows:
    """Rows by table, in the order in which they may be put in."""

    customers: list[object] = field(default_factory=list[object])
    conversations: list[Row] = field(default_factory=list[Row])
    events: list[Row] = field(default_factory=list[Row])
    decisions: list[object] = field(default_factory=list[object])
    drafts: list[object] = field(default_factory=list[object])
    samples: list[Row] = field(default_factory=list[Row])
    judgements: list[object] = field(default_factory=list[object])
    handoffs: list[object] = field(default_factory=list[object])


@dataclass(frozen=True, slots=True)
class Stage:
    """What an invented past is made with."""

    desk: Desk
    policy: Policy
    articles: Sequence[Article]
    staff: Sequence[str]
    source: random.Random
    bases: Mapping[str, str]  # kind -> basis, of the kinds that can be certified

    def answer(self, kind: Kind) -> tuple[str, Source]:
        """What an article for customers says about a kind; any article where there is none for it."""
        public = [one for one in self.articles if one.audience == "customer"]
        fitting = [one for one in public if kind.name in one.kinds and one.locale == "en"]
        article = self.source.choice(fitting or public)
        passage = Passage(article.slug, article.title, article.text, 1.0)
        return quoted(passage), Source(article.slug, article.title)


async def seed_past(
    desk: Desk, database_url: str, policy: Policy, articles: Sequence[Article]
) -> None:
    """Put the invented past of a policy in, unless it is there, and issue what it carries."""
    kinds = certifiable(policy)
    bases = {kind.name: basis(policy, kind, desk.model_version) for kind in kinds}
    connection = await asyncpg.connect(database_url)
    try:
        await speak_domain(connection)
        if await connection.fetchval(QUERIES["known"], list(bases.values())):
            return
        staff = [str(row["id"]) for row in await connection.fetch(QUERIES["staff"])]
        source = random.Random(SEED)  # noqa: S311 - an invention, nothing secret
        rows = await asyncio.to_thread(invent, Stage(desk, policy, articles, staff, source, bases))
        async with connection.transaction():
            for table in Rows.__dataclass_fields__:
                await connection.execute(QUERIES[table], getattr(rows, table))
    finally:
        await connection.close()
    issued = await issue_certificates(desk, CertificateWish(by="demo"), policy)
    for certificate in issued.certificates:
        if certificate.kind in told(policy)["suspended"]:
            await suspend_certificate(desk, certificate.id, "demo", SUSPENDED)


def certifiable(policy: Policy) -> list[Kind]:
    """The kinds that the AI may ever lead alone by a certificate."""
    every = [*policy.kinds.values(), policy.unknown]
    return [kind for kind in every if kind.reply is None and bound_of(kind, policy) is not None]


def invent(stage: Stage) -> Rows:
    """Conversations of a few turns each, over some weeks that ended two days ago, all reviewed."""
    rows = Rows()
    lots = [lot for kind in certifiable(stage.policy) for lot in lots_of(stage, kind)]
    count = -(-len(lots) // MOST_TURNS)
    begin = stage.desk.now() - timedelta(days=DAYS + 2)
    places = stage.source.sample(range(count), count)
    for number, place in enumerate(places):  # of one kind at most one turn a conversation
        opened = begin + timedelta(days=DAYS) * (place / count)
        _conversation(stage, rows, lots[number::count], opened)
    return rows


def lots_of(stage: Stage, kind: Kind) -> list[Lot]:
    """How a kind did: proven, judged too rarely, or wrong too often; the unsure are wrong first."""
    story = told(stage.policy)
    bound = bound_of(kind, stage.policy)
    assert bound is not None
    few, bad = kind.name in story["too_few"], kind.name in story["too_many_errors"]
    judged = 14 if few else bound.at_look(1).needed if bound.alpha < 0.1 else 105
    wrong = 17 if bad else 0 if few or bound.alpha < 0.1 else stage.source.choice((0, 1, 1))
    least, most = (0.05, 0.34) if kind.name == stage.policy.unknown.name else (0.4, 0.99)
    sure = sorted(
        least + (most - least) * stage.source.betavariate(4.0, 1.4) for _ in range(judged)
    )
    places = stage.source.sample(range(judged if bad else max(1, judged // 6)), wrong)
    lots = [_lot(stage, kind, sure[n], wrong=n in places) for n in range(judged)]
    return [*lots, Lot(kind, sure[0], ())] if few else lots


def _lot(stage: Stage, kind: Kind, confidence: float, *, wrong: bool) -> Lot:
    verdict = Verdict.WRONG if wrong else Verdict.RIGHT
    second_wanted = wrong or stage.source.random() < SECOND_SHARE
    if not second_wanted or stage.source.random() > 0.97:
        return Lot(kind, confidence, (verdict,), second_wanted)
    milder = wrong and stage.source.random() < 0.4  # people do not always agree
    return Lot(kind, confidence, (verdict, Verdict.RIGHT if milder else verdict), second_wanted)


def _conversation(stage: Stage, rows: Rows, lots: Sequence[Lot], opened: datetime) -> None:
    new_id = stage.desk.new_id
    customer_id, number = new_id(), len(rows.conversations) + 1
    name = f"Invented customer {number}"
    rows.customers.append({"id": customer_id, "name": name, "segment": "", "vulnerable": False})
    last = 2 * len(lots)
    conversation = Conversation(
        id=new_id(),
        channel="demo",
        locale="en",
        customer_id=customer_id,
        opened_at=opened,
        state=State.CLOSED,
        last_seq=last,
        asked_seq=last - 1,
        answered_seq=last - 1,
    )
    closed = opened + timedelta(minutes=4 * len(lots) + 5)
    kept = {**asdict(conversation), "changed_at": closed}
    rows.conversations.append({**kept, "token_hash": "\\x" + stage.source.randbytes(32).hex()})
    for place, lot in enumerate(lots):
        _turn(stage, rows, conversation.id, 2 * place + 1, lot)
    if number % 8 == 0 and stage.desk.now() - opened > timedelta(days=9):
        rows.handoffs.append(_handoff(stage, conversation.id, opened))


def _turn(stage: Stage, rows: Rows, conversation_id: str, seq: int, lot: Lot) -> None:
    opened = cast(datetime, rows.conversations[-1]["opened_at"])
    at = opened + timedelta(minutes=2 * seq)
    question = stage.source.choice(lot.kind.examples or ("Could you tell me something else?",))
    right, source = stage.answer(lot.kind)
    wrong = Verdict.WRONG in lot.verdicts
    others = [name for name in stage.bases if name != lot.kind.name]
    other = stage.policy.kind(stage.source.choice(others))
    text, cited = stage.answer(other) if wrong else (right, source)
    decision_id, staff = stage.desk.new_id(), stage.staff[seq % len(stage.staff)]
    kept = record(
        _case(stage, conversation_id, seq, lot, question), decision_id, at, Outcome.REVIEW
    )
    rows.decisions.append(replace(kept, evidence={**kept.evidence, "invented": INVENTED}))
    ended = "lapsed" if not lot.verdicts else "edited" if wrong else "sent"
    sent_at = at + timedelta(seconds=stage.source.randint(20, 110))
    draft = Draft(
        stage.desk.new_id(), conversation_id, seq, text, (cited,), kept.reason, at, sent_at
    )
    rows.drafts.append(replace(draft, ended=ended, ended_by=staff, ended_at=sent_at))
    rows.events.append(_event(conversation_id, seq, at, "customer", question))
    rows.events.append(_event(conversation_id, seq + 1, sent_at, "staff", right))
    rows.samples.append(_sample(stage, kept, lot, sent_at))
    for place, verdict in enumerate(lot.verdicts):
        who = stage.staff[(seq + place) % len(stage.staff)]
        when = sent_at + timedelta(hours=2 * place)
        rows.judgements.append(
            Judgement(
                stage.desk.new_id(), decision_id, JudgedBy.STAFF, who, verdict, when, INVENTED
            )
        )


def _sample(stage: Stage, decision: Decision, lot: Lot, judged_at: datetime) -> Row:
    return {
        "decision_id": decision.id,
        "conversation_id": decision.conversation_id,
        "turn_seq": decision.turn_seq,
        "kind": lot.kind.name,
        "confidence": lot.confidence,
        "probability": 1.0,
        "drawn_at": decision.at,
        "basis": stage.bases[lot.kind.name],
        "second_wanted": lot.second_wanted,
        "reviewers": len(lot.verdicts),
        "verdict": lot.verdicts[0] if lot.verdicts else None,
        "judged_at": judged_at if lot.verdicts else None,
    }


def _case(stage: Stage, conversation_id: str, seq: int, lot: Lot, question: str) -> Case:
    """The decision that such a moment would have had in weeks without a certificate."""
    policy = stage.policy
    read = (KindScore(lot.kind.name, lot.confidence),) if lot.kind.examples else ()
    signals = Signals(stage.desk.signals.version, "en", 1.0, read)
    moment = replace(assess(Turn(question), signals, policy), kind_probability=lot.confidence)
    staffing, standing = Staffing(in_hours=True, on_duty=2, free=2), Standing(None, None, "none")
    leading = who_leads(moment, policy, staffing, standing)
    return Case(
        conversation_id,
        seq,
        moment,
        replace(leading, lead=Lead.REVIEW),
        policy,
        staffing,
        standing,
    )


def _event(conversation_id: str, seq: int, at: datetime, speaker: str, text: str) -> Row:
    staff = speaker == "staff"
    return {
        "conversation_id": conversation_id,
        "seq": seq,
        "at": at,
        "kind": "message",
        "speaker": speaker,
        "text": text,
        "made_by": "ai_draft" if staff else None,
        "staff_name": "Invented staff" if staff else None,
        "data": {"invented": INVENTED, **({"reply_to": seq - 1} if staff else {})},
    }


def _handoff(stage: Stage, conversation_id: str, opened: datetime) -> Handoff:
    accepted = opened + timedelta(seconds=stage.source.randint(20, 200))
    handoff = Handoff(
        id=stage.desk.new_id(),
        conversation_id=conversation_id,
        asked_by=AskedBy.CUSTOMER,
        rule="asks_for_person",
        reason=INVENTED,
        requested_at=opened,
    )
    return replace(
        handoff,
        state=HandoffState.CLOSED,
        accepted_by=stage.staff[0],
        accepted_at=accepted,
        ended_at=accepted + timedelta(minutes=stage.source.uniform(3, 14)),
    )
