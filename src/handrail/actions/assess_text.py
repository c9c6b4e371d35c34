"""Assess a text: the moment it is and who would lead it, without keeping anything."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handrail.actions.compose_answer import find_passages
from handrail.actions.desk import Desk
from handrail.actions.gather_turn import kinds_of, staffing_now
from handrail.actions.ports import KindHead, SignalReader
from handrail.domain.autonomy import who_leads
from handrail.domain.course import CUSTOMER
from handrail.domain.moment import Said, Turn, assess
from handrail.domain.policy import Lead, Policy
from handrail.domain.record import Case
from handrail.domain.signals import Reading, Signals
from handrail.domain.standing import standing_for


@dataclass(frozen=True, slots=True)
class Assessment:
    """A case that was never kept, and whether the AI would have something to answer with."""

    case: Case
    would_answer: bool


async def assess_text(
    desk: Desk,
    text: str,
    locale: str,
    earlier: Sequence[Said] = (),
    policy: Policy | None = None,
) -> Assessment:
    """Assess ``text`` after ``earlier`` lines, under the active policy or the one given."""
    policy = policy or await desk.policies.active()
    head = await desk.policies.head(policy)
    async with desk.store.transaction() as tx:
        staffing = await staffing_now(desk, tx, policy)
        certificates = await tx.certificates(kinds_of(policy))
    unread = Turn(text, locale, earlier=earlier)
    turn, reading = await asyncio.to_thread(_read_in_order, desk.signals, unread, head)
    moment = assess(turn, reading.signals, policy)
    certificate = certificates.get(moment.kind.name)
    standing = standing_for(moment.kind, policy, certificate, desk.now(), desk.model_version)
    leading = who_leads(moment, policy, staffing, standing)
    case = Case("", 0, moment, leading, policy, staffing, standing)
    if leading.lead is Lead.PERSON:
        return Assessment(case, would_answer=False)
    knows = moment.kind.reply is not None or bool(await find_passages(desk, case, reading))
    return Assessment(case, knows)


def _read_in_order(signals: SignalReader, turn: Turn, head: KindHead) -> tuple[Turn, Reading]:
    """The turn with its earlier lines read, and its own reading.

    Each line of the customer's is read as it would have been when it was a turn: after those before it.
    """
    asked = [said.text for said in turn.earlier if said.party == CUSTOMER]
    readings = iter(signals.read([*asked, turn.text], head))
    felt: list[Said] = []
    for said in turn.earlier:
        if said.party != CUSTOMER:
            felt.append(said)
            continue
        then = replace(turn, text=said.text, earlier=tuple(felt))
        felt.append(_felt(said, signals.follow(then, next(readings)).signals))
    turn = replace(turn, earlier=felt)
    return turn, signals.follow(turn, next(readings))


def _felt(said: Said, read: Signals) -> Said:
    return replace(
        said,
        sentiment=read.sentiment,
        emotions=read.emotions,
        cues=read.cues,
        repeats=read.repeats,
    )
