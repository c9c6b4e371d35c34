"""Course: how a conversation between a customer and the AI has gone so far, in numbers."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from handrail.domain import acts
from handrail.domain.acts import AI_ACTS, CUSTOMER_ACTS, acts_in
from handrail.domain.course_calls import Calls, Made, Spoken, calls_of

CUSTOMER, AI = "customer", "ai"
HEAVY = ("anger", "worry", "sadness", "confusion")

_AMOUNT = re.compile(r"[$\u20ac\u00a3] ?(\d[\d,.]*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation, as it was said and as it was read.

    ``sentiment`` (-1 to 1), ``emotions`` and ``cues`` (0 to 1) are what was read in a customer's line;
    ``likeness`` is the probability that it says again what the customer had said (0 to 1). ``calls`` are
    those of tools that were made since the line before.
    """

    party: str  # "customer", "ai", "staff" or "system"
    text: str
    sentiment: float = 0.0
    emotions: Mapping[str, float] = field(default_factory=dict[str, float])
    cues: Mapping[str, float] = field(default_factory=dict[str, float])
    did_not_know: bool = False
    likeness: float = 0.0
    calls: Sequence[Made] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One party's lines: how many, how long (mean and last, in words), questions, and what they do.

    ``acts`` maps each act to the share of lines that do it and whether the last line does.
    """

    lines: int
    words: float
    last_words: float
    questions: float
    acts: Mapping[str, tuple[float, float]]

    def features(self, party: str) -> dict[str, float]:
        """The numbers by name, each name beginning with ``party``; counts on a logarithmic scale."""
        named = {
            "lines": math.log1p(self.lines),
            "words": math.log1p(self.words),
            "last_words": math.log1p(self.last_words),
            "questions": self.questions,
        }
        for act, (share, last) in self.acts.items():
            named |= {
                act: share,
                f"{act}_last": last,
                f"{act}_times": math.log1p(share * self.lines),
            }
        return {f"{party}_{name}": value for name, value in named.items()}


@dataclass(frozen=True, slots=True)
class Mood:
    """How the customer's lines felt: sentiment -1 to 1; heavy emotions and the wish for a person 0 to 1."""

    sentiment: float
    last_sentiment: float
    lowest_sentiment: float
    trend: float
    heaviest: float
    last_heavy: float
    wants_person: float


@dataclass(frozen=True, slots=True)
class Knots:
    """What does not go together between lines; shares and truths 0 to 1, counts logarithmic.

    ``unkept`` is the share of the AI's promises after which its next line reports nothing done, ``asks_back``
    the share of the customer's questions met by a question for details, ``echo`` the highest Jaccard share
    of words between two AI lines, ``last_echo`` that of the last with any before it. ``repeated`` is how
    likely the customer's lines say again what they had said: mean, last and highest.
    """

    refused_then_did: float
    did_then_refused: float
    refused_only: float
    unkept: float
    asks_back: float
    echo: float
    last_echo: float
    ai_twice: float
    customer_twice: float
    amounts: float
    unknowns: float
    repeated: float
    last_repeated: float
    most_repeated: float


@dataclass(frozen=True, slots=True)
class Course:
    """Both sides, the customer's mood, the knots between the lines, and the calls of tools."""

    customer: Side
    ai: Side
    mood: Mood
    knots: Knots
    calls: Calls

    def features(self) -> Mapping[str, float]:
        """Every number by its name, always the same names in the same order; those of calls come last."""
        return {
            **self.customer.features(CUSTOMER),
            **self.ai.features(AI),
            **{name: float(getattr(self.mood, name)) for name in Mood.__dataclass_fields__},
            **{name: float(getattr(self.knots, name)) for name in Knots.__dataclass_fields__},
            **self.calls.features(),
        }


def with_calls(lines: Sequence[Line], calls: Sequence[tuple[int, Made]]) -> list[Line]:
    """The lines, each call at the first line of customer or AI that follows it.

    A call comes with how many of the ``lines`` had been said before it; one behind the last drops out.
    """
    at: dict[int, list[Made]] = {}
    for said, call in calls:
        spoken = (
            place for place in range(said, len(lines)) if lines[place].party in (CUSTOMER, AI)
        )
        at.setdefault(next(spoken, len(lines)), []).append(call)
    return [replace(line, calls=tuple(at.get(place, ()))) for place, line in enumerate(lines)]


def course_of(lines: Sequence[Line]) -> Course:
    """The course of a conversation up to and with the last of ``lines``; staff and system lines drop out."""
    spoken = [line for line in lines if line.party in (CUSTOMER, AI)]
    customer = [line for line in spoken if line.party == CUSTOMER]
    ai = [line for line in spoken if line.party == AI]
    does = [acts_in(line.text, AI_ACTS) for line in ai]
    asked = [acts_in(line.text, CUSTOMER_ACTS) for line in customer]
    return Course(
        customer=_side(customer, asked, CUSTOMER_ACTS),
        ai=_side(ai, does, AI_ACTS),
        mood=_mood(customer),
        knots=_knots(spoken, customer, ai, does),
        calls=calls_of(_beside_calls(spoken, asked, does)),
    )


def _beside_calls(
    spoken: Sequence[Line], asked: Sequence[frozenset[str]], does: Sequence[frozenset[str]]
) -> list[Spoken]:
    left = {CUSTOMER: iter(asked), AI: iter(does)}
    return [Spoken(line.party == AI, next(left[line.party]), line.calls) for line in spoken]


def _side(
    lines: Sequence[Line], does: Sequence[frozenset[str]], known: Mapping[str, object]
) -> Side:
    words = [len(line.text.split()) for line in lines]
    return Side(
        lines=len(lines),
        words=_mean(words),
        last_words=words[-1] if words else 0,
        questions=_mean([min(line.text.count("?"), 3) for line in lines]),
        acts={
            act: (_mean([act in done for done in does]), float(bool(does) and act in does[-1]))
            for act in known
        },
    )


def _mood(customer: Sequence[Line]) -> Mood:
    felt = [line.sentiment for line in customer] or [0.0]
    heavy = [max(line.emotions.get(name, 0.0) for name in HEAVY) for line in customer] or [0.0]
    return Mood(
        sentiment=_mean(felt),
        last_sentiment=felt[-1],
        lowest_sentiment=min(felt),
        trend=felt[-1] - _mean(felt[:-1]) if len(felt) > 1 else 0.0,
        heaviest=max(heavy),
        last_heavy=heavy[-1],
        wants_person=max((line.cues.get("asks_for_person", 0.0) for line in customer), default=0.0),
    )


def _knots(
    spoken: Sequence[Line],
    customer: Sequence[Line],
    ai: Sequence[Line],
    does: Sequence[frozenset[str]],
) -> Knots:
    refused = [acts.REFUSES in done for done in does]
    did = [acts.REPORTS_DONE in done for done in does]
    echoes = _echoes([line.text for line in ai])
    likeness = [line.likeness for line in customer] or [0.0]
    parties = [line.party for line in spoken]
    twice = [one for one, other in pairwise(parties) if one == other]
    return Knots(
        refused_then_did=float(_in_turn(refused, did)),
        did_then_refused=float(_in_turn(did, refused)),
        refused_only=float(any(refused) and not any(did)),
        unkept=_unkept(does),
        asks_back=_asks_back(spoken),
        echo=max(echoes, default=0.0),
        last_echo=echoes[-1] if echoes else 0.0,
        ai_twice=twice.count(AI) / max(len(parties), 1),
        customer_twice=twice.count(CUSTOMER) / max(len(parties), 1),
        amounts=math.log1p(len({amount for line in ai for amount in _AMOUNT.findall(line.text)})),
        unknowns=_mean([line.did_not_know for line in ai]),
        repeated=_mean(likeness),
        last_repeated=likeness[-1],
        most_repeated=max(likeness),
    )


def _in_turn(first: Sequence[bool], then: Sequence[bool]) -> bool:
    """Whether a line does the first and a later line the second."""
    return any(one and any(then[place + 1 :]) for place, one in enumerate(first))


def _unkept(does: Sequence[frozenset[str]]) -> float:
    open_ones = [
        acts.REPORTS_DONE not in following
        for done, following in pairwise(does)
        if acts.PROMISES in done and acts.REPORTS_DONE not in done
    ]
    return _mean(open_ones)


def _asks_back(spoken: Sequence[Line]) -> float:
    met = [
        acts.ASKS_DETAILS in acts_in(reply.text, AI_ACTS)
        for line, reply in pairwise(spoken)
        if line.party == CUSTOMER and reply.party == AI and "?" in line.text
    ]
    return _mean(met)


def _echoes(texts: Sequence[str]) -> list[float]:
    """For each text but the first, the highest Jaccard share of its words with an earlier text."""
    words = [frozenset(text.lower().split()) for text in texts]
    return [
        max(len(now & before) / max(len(now | before), 1) for before in words[:place])
        for place, now in enumerate(words)
        if place
    ]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
