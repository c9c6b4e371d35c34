"""Clarify: when the AI asks back one question instead of guessing what is meant, and what was chosen."""

import re
from collections.abc import Sequence

from handrail.domain.draft import Source
from handrail.domain.grounding import stems
from handrail.domain.knowledge import Passage
from handrail.domain.policy import Texts
from handrail.domain.reference import points_nowhere

NEAR_MISS = 0.10  # so far below the bar an article may be what was meant
TIE = 0.03  # so near each other two articles answer equally well; bench/clarify.py
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


def choices(
    question: str, found: Sequence[Passage], bar: float, earlier: str = ""
) -> tuple[Source, ...]:
    """The two or three articles between which the AI asks; none where it answers or does not know.

    It asks where articles are equally near, none far below the bar, and one of two doubts stands: none is
    over the bar, or the question points at a thing that neither it nor what was said ``earlier`` names.
    """
    ranked = sorted(_one_each(found), key=lambda passage: -passage.score)
    if not ranked or (ranked[0].score >= bar and not points_nowhere(question, earlier)):
        return ()
    least = max(ranked[0].score - TIE, bar - NEAR_MISS)
    return _sources([passage for passage in ranked if passage.score >= least])


def listed(offered: Sequence[Source], locale: str) -> str:
    """The choices in words: "A", "B" or "C"."""
    *firsts, last = [f"\u201c{source.title}\u201d" for source in offered]
    return f"{', '.join(firsts)} {BETWEEN.get(locale, BETWEEN['en'])} {last}"


def chosen(answer: str, offered: Sequence[Source]) -> Source | None:
    """Which of the choices an answer means: its title, else its place, else words that only it has."""
    words = [word.casefold() for word in _WORD.findall(answer)]
    whole = [one for one in offered if [w.casefold() for w in _WORD.findall(one.title)] == words]
    if len(whole) == 1:
        return whole[0]
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
