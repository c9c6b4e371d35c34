"""Solved: a conversation that staff brought to an end, as others may learn from it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from handrail.domain.conversation import Event, EventKind, MadeBy, Speaker
from handrail.domain.policy import UNKNOWN_KIND, Policy
from handrail.domain.record import Decision
from handrail.domain.sentences import split_sentences
from handrail.domain.signals import (
    BEREAVEMENT,
    CLINICAL_QUESTION,
    SELF_HARM,
    SUSPECTED_FRAUD,
    VULNERABLE_CUSTOMER,
)
from handrail.domain.wording import PROMISE, we_will

LONGEST_ASKED = 600  # characters; the need stands at the beginning
LONGEST_ANSWER = 1500
RESTRICTING = frozenset(
    {SELF_HARM, SUSPECTED_FRAUD, BEREAVEMENT, CLINICAL_QUESTION, VULNERABLE_CUSTOMER}
)
_PLACEHOLDER = re.compile(r"<[A-Z_]+_\d+>")


@dataclass(frozen=True, slots=True)
class Solved:
    """What was asked and what staff answered, without personal data of who asked.

    ``restricted``: only staff with one of ``skills`` may read it. ``said_solved``: the customer said
    so; else they have not come back to it.
    """

    conversation_id: str
    kind: str
    locale: str
    asked: str
    answer: str
    answered_seq: int
    answered_by: str
    closed_at: datetime
    said_solved: bool = False
    restricted: bool = False
    skills: tuple[str, ...] = ()

    def readable_by(self, skills: Collection[str]) -> bool:
        """Whether somebody with these skills may read it."""
        return not self.restricted or bool(set(self.skills) & set(skills))


@dataclass(frozen=True, slots=True)
class Alike:
    """A solved conversation and how like its need is: cosine of the two vectors, -1 to 1."""

    solved: Solved
    likeness: float


@dataclass(frozen=True, slots=True)
class Told:
    """What staff and customer said in a conversation that staff closed."""

    asked: str
    answer: Event
    closed_at: datetime


def told(events: Sequence[Event]) -> Told | None:
    """Need and answer of a conversation that staff closed and the customer did not open again.

    The need is what the customer wrote before the first reply of staff; the answer is the longest
    reply, for the short ones keep company. None where staff wrote nothing or did not close it.
    """
    closed = [event for event in events if event.kind is EventKind.CLOSED]
    if not closed or closed[-1].data.get("by") != "staff":
        return None
    messages = [event for event in events if event.kind is EventKind.MESSAGE]
    replies = [event for event in messages if _by_staff(event)]
    asked = [event for event in messages if event.speaker is Speaker.CUSTOMER]
    if not replies or not asked or asked[-1].seq > closed[-1].seq:
        return None
    need = [event.text or "" for event in asked if event.seq < replies[0].seq]
    if not need:
        return None
    answer = max(replies, key=lambda event: (len(event.text or ""), event.seq))
    return Told("\n".join(need)[:LONGEST_ASKED], answer, closed[-1].at)


def kind_of(decisions: Sequence[Decision], before: int) -> str:
    """The kind that was last decided on before an event, the first one where there is none before."""
    earlier = [decision for decision in decisions if decision.turn_seq < before]
    chosen = earlier[-1:] or list(decisions[:1])
    return chosen[0].kind if chosen else UNKNOWN_KIND


def restriction(decisions: Sequence[Decision], policy: Policy) -> tuple[bool, tuple[str, ...]]:
    """Whether something in the conversation restricts who may read it, and the skills that may.

    A kind with a hard rule does, and a turn in which danger, fraud, death, health or a vulnerable
    customer was read; the skills are those of the kinds it was decided as.
    """
    kinds = [policy.kind(decision.kind) for decision in decisions]
    restricted = any(kind.hard_rule is not None for kind in kinds) or any(
        RESTRICTING & set(_flagged(decision)) for decision in decisions
    )
    skills = {skill for kind in kinds for skill in kind.skills} if restricted else set[str]()
    return restricted, tuple(sorted(skills))


def fit_to_send_again(answer: str) -> str:
    """An earlier answer without what held for that customer alone; empty where nothing is left.

    Sentences with a placeholder of personal data go, and those that say what was or will be done:
    it was not done for this customer.
    """
    kept = [
        sentence
        for sentence in split_sentences(answer[:LONGEST_ANSWER])
        if not (_PLACEHOLDER.search(sentence) or PROMISE.search(sentence) or we_will(sentence))
    ]
    return " ".join(kept)


def _by_staff(event: Event) -> bool:
    made_by = event.provenance.made_by if event.provenance is not None else None
    return event.speaker is Speaker.STAFF and made_by in (MadeBy.PERSON, MadeBy.AI_DRAFT)


def _flagged(decision: Decision) -> Sequence[str]:
    return cast("Sequence[str]", decision.scores.get("flagged", ()))
