"""Practice: what a desk's own staff did next in solved conversations of a kind, counted.

Two readings are multiplied, as in a naive Bayes classifier: how often a step followed the last moves,
smoothed towards less special contexts (Witten and Bell 1991), the least special of which is the order of
the playbook; and how much more often than usual each heard word came before that step. Only sums are
kept: no conversation can be read from them, and a word that fewer than ``FEWEST`` conversations had is not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from handrail.domain.move import Move, Place, places

FEWEST = 3  # conversations that a word must come from
ENOUGH = 5  # conversations of a kind before anything is foreseen from them
MOST_WORDS = 500  # kept of a kind
# Chosen on STAR's development part; see bench/next_action.py.
WORDS_WEIGH = 0.3  # words come in company, so each counts for less than a whole one
LIKE_USUAL = 5.0  # imagined cases in which a word came as often as usual
STEP_BY_STEP = (
    0.5  # how much less likely each further step of the playbook is, before anything is known
)
UNHEARD = 1e-4

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Practice:
    """What followed what, over ``conversations`` solved ones.

    ``after`` maps a context to how many conversations had each step next, and under ``""`` how many had
    the context at all. ``heard`` maps a step to how often each word came before it, and under ``""`` how
    often the step was made.
    """

    conversations: int
    after: Counts
    heard: Counts


NONE = Practice(0, {}, {})


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A step that may be next, how likely, and in how many solved conversations it followed the last move."""

    step: str
    probability: float
    seen: int = 0
    of: int = 0


def learn(stories: Iterable[Sequence[Move]]) -> Practice:
    """The practice in these conversations, each told as its moves."""
    after: defaultdict[str, Counter[str]] = defaultdict(Counter)
    heard: defaultdict[str, Counter[str]] = defaultdict(Counter)
    known_by: Counter[str] = Counter()
    conversations = 0
    for moves in stories:
        conversations += 1
        followed: set[tuple[str, str]] = set()
        words: set[str] = set()
        for stood, step in places(moves):
            followed |= {(at, name) for at in contexts(stood) for name in ("", step)}
            heard[step].update(("", *stood.heard))
            words |= set(stood.heard)
        for at, step in followed:
            after[at][step] += 1
        known_by.update(words)
    kept = {word for word, by in known_by.most_common(MOST_WORDS) if by >= FEWEST} | {""}
    told = {s: {w: n for w, n in words.items() if w in kept} for s, words in heard.items()}
    return Practice(conversations, {at: dict(steps) for at, steps in after.items()}, told)


def together(practices: Iterable[Practice]) -> Practice:
    """One practice of several that share no conversation."""
    after: defaultdict[str, Counter[str]] = defaultdict(Counter)
    heard: defaultdict[str, Counter[str]] = defaultdict(Counter)
    conversations = 0
    for one in practices:
        conversations += one.conversations
        for total, counts in ((after, one.after), (heard, one.heard)):
            for name, of in counts.items():
                total[name].update(of)
    return Practice(conversations, after, heard)


def contexts(stood: Place) -> tuple[str, ...]:
    """Names of where a conversation stands, from the least to the most special."""
    with_outcome = f"{stood.last}|{stood.outcome}"
    return ("*", stood.last, f"{with_outcome}|", f"{with_outcome}|{stood.before}")


def foresee(
    practice: Practice, stood: Place, order: Sequence[str], steps: Iterable[str]
) -> list[Foreseen]:
    """What comes next, likeliest first; probabilities add up to one.

    ``order`` is the playbook's own, best first; ``steps`` are those that may be foreseen at all. With
    fewer than ``ENOUGH`` conversations it is the playbook's order alone.
    """
    able = set(steps) | set(order)
    likely = _by_order(order)
    if practice.conversations < ENOUGH:
        practice = NONE
    for at in contexts(stood):
        likely = _nearer(likely, practice.after.get(at, {}), able)
    weights = _by_words(practice, stood.heard, likely)
    total = sum(weights.values())
    followed = practice.after.get(stood.last, {})
    found = [
        Foreseen(step, weight / total, followed.get(step, 0), followed.get("", 0))
        for step, weight in weights.items()
    ]
    return sorted(found, key=lambda one: -one.probability)


def _by_order(order: Sequence[str]) -> dict[str, float]:
    weights = {step: STEP_BY_STEP**place for place, step in enumerate(order)}
    total = sum(weights.values())
    return {step: weight / total for step, weight in weights.items()}


def _nearer(
    likely: Mapping[str, float], counts: Mapping[str, int], able: set[str]
) -> dict[str, float]:
    """Probabilities in a context, smoothed towards those of the less special one."""
    here = {step: count for step, count in counts.items() if step in able}
    seen = sum(here.values())
    trust = seen / (seen + len(here)) if seen else 0.0
    return {
        step: (trust * here.get(step, 0) / seen if seen else 0.0)
        + (1 - trust) * likely.get(step, 0.0)
        for step in {**likely, **here}
    }


def _by_words(
    practice: Practice, heard: Sequence[str], likely: Mapping[str, float]
) -> dict[str, float]:
    """How likely each step is once it is known what was heard."""
    usual: Counter[str] = Counter()
    for words in practice.heard.values():
        usual.update({word: words[word] for word in ("", *heard) if word in words})
    known = [word for word in heard if usual[word]]
    scores: dict[str, float] = {}
    for step, probability in likely.items():
        words = practice.heard.get(step, {})
        made = words.get("", 0)
        score = log(probability + UNHEARD)
        for word in known:
            share = usual[word] / usual[""]
            here = (words.get(word, 0) + LIKE_USUAL * share) / (made + LIKE_USUAL)
            score += WORDS_WEIGH * log(here / share)
        scores[step] = score
    best = max(scores.values(), default=0.0)
    return {step: exp(score - best) for step, score in scores.items()}
