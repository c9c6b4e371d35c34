"""Clarify: when the AI asks back one question instead of guessing what is meant, and what was chosen."""

import re
from collections.abc import Sequence

from handrail.domain.draft import Source
from handrail.domain.grounding import stems
from handrail.domain.knowledge import Passage
from handrail.domain.policy import Texts

NEAR_MISS = 0.10  # so far below the bar an article may be what was meant
TIE = 0.02  # so near each other two articles answer equally well; bench/clarify.py
COVERED = (
    0.5  # share of the question's content words from which one article is about it all the same
)
MOST_CHOICES = 3

BETWEEN: Texts = {"en": "or", "de": "oder", "es": "o"}
_PLACES = {
    word: place
    for words in (
        "1 first erste ersten erster erstes primera primero",
        "2 second zweite zweiten zweiter zweites segunda segundo",
        "3 third dritte dritten dritter drittes tercera tercero",
    )
    for place in [int(words[0]) - 1]
    for word in words.split()
}
_LAST = frozenset({"last", "latter", "letzte", "letzten", "letzteres", "última", "último"})
_WORD = re.compile(r"[^\W_]+")


def choices(question: str, found: Sequence[Passage], bar: float) -> tuple[Source, ...]:
    """The two or three articles between which the AI asks; none where it answers or does not know.

    Two doubts are told apart from an answer: nothing is over the bar and at least two articles are just
    below it, or the two best over it are equally near and neither has half the question's words.
    """
    ranked = sorted(_one_each(found), key=lambda passage: -passage.score)
    if len(ranked) < 2:
        return ()
    best = ranked[0].score
    if best < bar:
        return _sources([passage for passage in ranked if passage.score >= bar - NEAR_MISS])
    if best - ranked[1].score >= TIE or covered(question, ranked) >= COVERED:
        return ()
    return _sources([passage for passage in ranked if best - passage.score < TIE])


def covered(question: str, found: Sequence[Passage]) -> float:
    """The largest share of the question's content words that one article has; 1.0 of none."""
    asked = stems(question)
    if not asked:
        return 1.0
    return max(len(asked & stems(f"{one.title} {one.text}")) for one in found) / len(asked)


def listed(offered: Sequence[Source], locale: str) -> str:
    """The choices in words: "A", "B" or "C"."""
    *firsts, last = [f"\u201c{source.title}\u201d" for source in offered]
    return f"{', '.join(firsts)} {BETWEEN.get(locale, BETWEEN['en'])} {last}"


def chosen(answer: str, offered: Sequence[Source]) -> Source | None:
    """Which of the choices an answer means: by its place, else by words that only one title has."""
    words = [word.casefold() for word in _WORD.findall(answer)]
    named = {_PLACES[word] for word in words if word in _PLACES}
    if _LAST & set(words):
        named.add(len(offered) - 1)
    if len(named) == 1 and (place := named.pop()) < len(offered) and len(words) <= 6:
        return offered[place]
    said = stems(answer)
    shared = [len(said & _own(source, offered)) for source in offered]
    best = max(shared, default=0)
    if best == 0 or shared.count(best) > 1:
        return None
    return offered[shared.index(best)]


def _own(source: Source, offered: Sequence[Source]) -> set[str]:
    """The words of a title that no other choice has."""
    others = [stems(other.title) for other in offered if other.slug != source.slug]
    return stems(source.title) - set[str]().union(*others)


def _one_each(found: Sequence[Passage]) -> list[Passage]:
    """The best passage of each article."""
    best: dict[str, Passage] = {}
    for passage in found:
        kept = best.get(passage.slug)
        if kept is None or passage.score > kept.score:
            best[passage.slug] = passage
    return list(best.values())


def _sources(passages: Sequence[Passage]) -> tuple[Source, ...]:
    if len(passages) < 2:
        return ()
    return tuple(Source(one.slug, one.title) for one in passages[:MOST_CHOICES])
