"""Draw a sample: whether an answer of the AI's is reviewed afterwards, by a known probability."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from handrail.actions.compose_answer import Answered, How
from handrail.actions.desk import Desk
from handrail.actions.evidence import Drawn
from handrail.domain.basis import basis
from handrail.domain.judgement import Sample
from handrail.domain.record import Case, Decision

SECOND_SHARE = 0.1  # of drawn answers: a second person judges them, so that agreement is known
JUDGED = (How.QUOTED, How.PHRASED)  # the company's own fixed words are not the AI's to get wrong


@dataclass(frozen=True, slots=True)
class Draw:
    """What came of a draw, and the probability with which the answer could have been drawn."""

    probability: float
    drawn: Drawn | None

    def evidence(self) -> Mapping[str, object]:
        """What the record keeps of it."""
        return {"probability": self.probability, "drawn": self.drawn is not None}


def draw(desk: Desk, case: Case, answer: Answered, decision: Decision) -> Draw | None:
    """The draw for an answer that the AI sends alone; None for words that are not its own."""
    if answer.how not in JUDGED:
        return None
    return _drawn(desk, case, answer, decision, case.policy.bound(case.moment.kind).sample)


def draw_draft(desk: Desk, case: Case, answer: Answered, decision: Decision) -> Draw:
    """The draw for a draft: a person judges it by sending it, so each is drawn."""
    return _drawn(desk, case, answer, decision, 1.0 if answer.how in JUDGED else 0.0)


def _drawn(
    desk: Desk, case: Case, answer: Answered, decision: Decision, probability: float
) -> Draw:
    """The same turn draws the same lot, so that a turn taken again after a crash is not drawn twice.

    Only a conversation's first answer of a kind is drawn: later ones share its fate, and a bound
    counts on answers that do not.
    """
    if not case.first_of_kind:
        return Draw(0.0, None)
    turn = f"{case.conversation_id}:{case.turn_seq}"
    if lot(turn, "sample") >= probability:
        return Draw(probability, None)
    sample = Sample(
        decision_id=decision.id,
        conversation_id=case.conversation_id,
        turn_seq=case.turn_seq,
        kind=case.moment.kind.name,
        confidence=case.moment.kind_probability,
        probability=probability,
        drawn_at=decision.at,
    )
    version = (
        desk.version_with(answer.model, answer.checked_by) if answer.model else desk.model_version
    )
    depends_on = basis(case.policy, case.moment.kind, version)
    return Draw(probability, Drawn(sample, depends_on, lot(turn, "second") < SECOND_SHARE))


def lot(turn: str, purpose: str) -> float:
    """A number from 0 to below 1, uniform over turns, whose conversation ids are random."""
    digest = hashlib.sha256(f"{purpose}:{turn}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64
